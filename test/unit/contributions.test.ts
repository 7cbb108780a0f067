import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CATEGORY, commands, settings, treeItems, VIEW_CONTAINER, views } from '../../src/ui/contributions';

interface Manifest {
  main: string;
  icon: string;
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    views: Record<string, { id: string; name: string; type?: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    keybindings: { command: string; key: string; mac?: string; when?: string }[];
    configuration: { properties: Record<string, { default: unknown; markdownDescription: string; type: string }> };
  };
}

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;

describe('package.json', () => {
  it('contributes the commands of the table, all under one category', () => {
    assert.deepEqual(Object.fromEntries(contributes.commands.map(({ command, title }) => [command, title])), commands);
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], [CATEGORY]);
  });

  it('greys out no command and hides none from the palette: each explains itself', () => {
    assert.deepEqual(
      contributes.commands.filter(({ enablement }) => enablement !== undefined),
      [],
    );
    assert.equal(contributes.menus['commandPalette'], undefined);
  });

  it('contributes the views of the table', () => {
    assert.deepEqual(Object.keys(contributes.views), [VIEW_CONTAINER]);
    const found = (contributes.views[VIEW_CONTAINER] ?? []).map(({ id, name, type = 'tree' }) => [id, { name, type }]);
    assert.deepEqual(Object.fromEntries(found), views);
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
  });

  it('contributes the settings of the table with their defaults, each explained', () => {
    const { properties } = contributes.configuration;
    const found = Object.entries(properties).map(([id, property]) => [id, property.default]);
    const wanted = Object.entries(settings).map(([id, setting]) => [id, setting.default]);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
    for (const [id, { markdownDescription }] of Object.entries(properties)) assert.ok(markdownDescription, id);
  });

  it('keeps an untrusted folder from setting what could redirect traffic', () => {
    const restricted = Object.entries(settings).flatMap(([id, setting]) => (setting.restricted ? [id] : []));
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), restricted.sort());
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('names only known commands, views, context keys and tree items in its menus', () => {
    const known = new Set(Object.keys(commands));
    const ids = new Set([...Object.keys(views), 'liveChannels.relayRunning']);
    const kinds = new Set<string>(Object.values(treeItems));
    for (const { command, when = '' } of Object.values(contributes.menus).flat()) {
      assert.ok(known.has(command), command);
      for (const [id] of when.matchAll(/liveChannels\.\w+/g)) assert.ok(ids.has(id), `${command}: ${when}`);
      for (const [, kind = ''] of when.matchAll(/viewItem == (\w+)/g)) assert.ok(kinds.has(kind), when);
    }
  });

  it('binds keys to known commands, on the Mac too, and only where the focus is in code', () => {
    for (const { command, mac, when = '' } of contributes.keybindings) {
      assert.ok(command in commands, command);
      assert.match(mac ?? '', /^cmd\+/);
      // There VS Code has the same keys for itself: Replace All, Execute Cell, Insert at Cursor.
      for (const other of ['findWidgetVisible', 'notebookEditorFocused', 'inChat'])
        assert.ok(when.includes(`!${other}`));
      assert.match(when, /^editorTextFocus /);
    }
    assert.equal(new Set(contributes.keybindings.map(({ key }) => key)).size, contributes.keybindings.length);
  });

  it('has a welcome whose buttons run known commands', () => {
    const buttons = contributes.viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/command:([\w.]+)/g)]);
    assert.ok(buttons.length >= 2);
    for (const [, command = ''] of buttons) assert.ok(command in commands, command);
  });

  it('points at pictures that are there', () => {
    const [container] = contributes.viewsContainers.activitybar;
    for (const file of [manifest.icon, container?.icon ?? '']) assert.ok(existsSync(join(root, file)), file);
  });
});
