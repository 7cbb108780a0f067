import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CATEGORY,
  commands,
  notInBrowser,
  settings,
  settingsNotInBrowser,
  tools,
  treeFlags,
  treeItems,
  VIEW_CONTAINER,
  views,
} from '../../src/ui/contributions';
import { ALL, CODE, TEXT } from '../../src/ui/received/kinds';
import { TONES } from '../../src/ui/people/tone';

interface Step {
  id: string;
  title: string;
  description: string;
  when?: string;
  media: { image: Record<string, string>; altText: string };
  completionEvents: string[];
}

interface Tool {
  name: string;
  displayName: string;
  userDescription: string;
  modelDescription: string;
  toolReferenceName: string;
  canBeReferencedInPrompt: boolean;
  icon: string;
  tags: string[];
  inputSchema: { type: string; properties: Record<string, { description?: string }>; required?: string[] };
}

interface Manifest {
  main: string;
  icon: string;
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string; icon?: string }[];
    languageModelTools: Tool[];
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    views: Record<string, { id: string; name: string; type?: string }[]>;
    viewsWelcome: { view: string; contents: string; when?: string }[];
    walkthroughs: { id: string; title: string; description: string; steps: Step[] }[];
    menus: Record<string, { command: string; when?: string }[]>;
    colors: { id: string; defaults: Record<string, string> }[];
    keybindings: { command: string; key: string; mac?: string; when?: string }[];
    configuration: { properties: Record<string, { default: unknown; markdownDescription: string; type: string }> };
  };
}

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

/** What VS Code shows in English for `%key%`; test/unit/l10n.test.ts looks at the other languages. */
function localised(text: string): string {
  return text.replace(/^%(.+)%$/, (_, key: string) => texts[key] ?? assert.fail(key));
}

/** Of a picture that every user downloads. */
const PICTURE_BYTES = 25 * 1024;

describe('package.json', () => {
  it('contributes the commands of the table, all under one category', () => {
    assert.deepEqual(
      Object.fromEntries(contributes.commands.map(({ command, title }) => [command, localised(title)])),
      commands,
    );
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], [CATEGORY]);
  });

  it('has an icon for every command', () => {
    const bare = contributes.commands.flatMap(({ command, icon }) => (icon?.startsWith('$(') ? [] : [command]));
    assert.deepEqual(bare, []);
  });

  it('greys out no command: each explains itself', () => {
    assert.deepEqual(
      contributes.commands.filter(({ enablement }) => enablement !== undefined),
      [],
    );
  });

  it('offer a card what can be done with its kind, and nothing with a kind that is not named', () => {
    const offered = new Map<string, readonly string[]>([
      ['goToCode', TEXT],
      ['openCode', ALL],
      ['compareCode', TEXT],
      ['insertCode', CODE],
      ['applyCode', TEXT],
      ['copyCode', TEXT],
      ['saveCode', ALL],
      ['suggestChange', CODE],
    ]);
    for (const { command, when = '' } of contributes.menus['webview/context'] ?? []) {
      const kinds = offered.get(command.replace('liveChannels.', ''));
      const named = /cardKind =~ \/\^\(([a-z|]+)\)\$\//.exec(when)?.[1]?.split('|');
      assert.deepEqual(named, kinds && [...kinds], `${command}: ${when}`);
      offered.delete(command.replace('liveChannels.', ''));
    }
    assert.deepEqual([...offered.keys()], []);
  });

  it('hides from the palette, and from its menus and views, only what a browser cannot do', () => {
    const hidden = contributes.menus['commandPalette'] ?? [];
    assert.deepEqual(hidden.map(({ command }) => command).sort(), [...notInBrowser].sort());
    for (const { command, when = '' } of Object.values(contributes.menus).flat()) {
      const possible = /!liveChannels\.webHost|(?<!!)liveChannels\.relayRunning/.test(when);
      assert.equal(possible, notInBrowser.has(command), `${command}: ${when}`);
    }
    for (const { contents, when = '' } of contributes.viewsWelcome) {
      const buttons = [...localised(contents).matchAll(/command:([\w.]+)/g)].map(([, command = '']) => command);
      const wants = buttons.some(command => notInBrowser.has(command));
      assert.equal(when.includes('!liveChannels.webHost'), wants, contents);
    }
  });

  it('contributes the tools of the table, each of them told to people and to models', () => {
    const { languageModelTools } = contributes;
    assert.deepEqual(
      Object.fromEntries(
        languageModelTools.map(tool => [
          tool.name,
          { name: localised(tool.displayName), reference: tool.toolReferenceName },
        ]),
      ),
      tools,
    );
    for (const { name, userDescription, modelDescription, canBeReferencedInPrompt, icon, tags } of languageModelTools) {
      assert.ok(localised(userDescription), name);
      // Long enough to say when it is the right one, short enough for every request of every chat.
      assert.ok(modelDescription.length > 100 && modelDescription.length < 500, `${name}: ${modelDescription.length}`);
      assert.ok(canBeReferencedInPrompt && icon.startsWith('$(') && tags.length > 0, name);
    }
  });

  it('says of each input of a tool what it is, and that nothing else is taken', () => {
    for (const { name, inputSchema } of contributes.languageModelTools) {
      const { properties, required = [] } = inputSchema;
      assert.ok('additionalProperties' in inputSchema && inputSchema.additionalProperties === false, name);
      for (const [key, { description = '' }] of Object.entries(properties)) assert.ok(description, `${name}: ${key}`);
      for (const key of required) assert.ok(key in properties, `${name}: ${key}`);
      // What sends always says where.
      if (name.includes('send')) assert.ok(required.includes('channel'), name);
    }
  });

  it('contributes the views of the table', () => {
    assert.deepEqual(Object.keys(contributes.views), [VIEW_CONTAINER]);
    const found = (contributes.views[VIEW_CONTAINER] ?? []).map(({ id, name, type = 'tree' }) => [
      id,
      { name: localised(name), type },
    ]);
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

  it('says of the settings that count for nothing in a browser that they do, of no other, and in each language', () => {
    const said = {
      '': /in a browser (no relay runs|not at all)/i,
      '.de': /im Browser (läuft kein Relay|gar nicht)/i,
      '.zh-cn': /在浏览器中不运行中继/,
    };
    for (const [language, words] of Object.entries(said)) {
      const table = JSON.parse(readFileSync(join(root, `package.nls${language}.json`), 'utf8')) as Record<
        string,
        string
      >;
      const found = Object.entries(contributes.configuration.properties).filter(([, { markdownDescription }]) =>
        words.test(table[markdownDescription.slice(1, -1)] ?? ''),
      );
      assert.deepEqual(found.map(([id]) => id).sort(), [...settingsNotInBrowser].sort(), language);
    }
  });

  it('keeps an untrusted folder from setting what could redirect traffic', () => {
    const restricted = Object.entries(settings).flatMap(([id, setting]) => (setting.restricted ? [id] : []));
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted(), restricted.sort());
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  });

  it('names only known commands, views, context keys and tree items in its menus', () => {
    const known = new Set(Object.keys(commands));
    const keys = ['liveChannels.relayRunning', 'liveChannels.following', 'liveChannels.webHost'];
    const ids = new Set([...Object.keys(views), ...keys]);
    const words = new Set<string>([...Object.values(treeItems), ...Object.values(treeFlags)]);
    for (const { command, when = '' } of Object.values(contributes.menus).flat()) {
      assert.ok(known.has(command), command);
      for (const [id] of when.matchAll(/liveChannels\.\w+/g)) assert.ok(ids.has(id), `${command}: ${when}`);
      // `viewItem` has several words: `==` would match an item only as long as nothing else is said of it.
      assert.doesNotMatch(when, /viewItem (?!=~)/);
      for (const [, word = ''] of when.matchAll(/viewItem =~ (\S+?)(?=\)|\s|$)/g)) {
        assert.ok(words.has(/^\/\\b(\w+)\\b\/$/.exec(word)?.[1] ?? ''), when);
      }
    }
  });

  it('binds keys to known commands, on the Mac too, and only where the focus is in code', () => {
    for (const { command, key, mac, when = '' } of contributes.keybindings) {
      assert.ok(command in commands, command);
      // There VS Code has the same keys for itself: Replace All, Execute Cell, Insert at Cursor.
      for (const other of ['findWidgetVisible', 'notebookEditorFocused', 'inChat'])
        assert.ok(when.includes(`!${other}`));
      if (key === 'escape') continue;
      assert.match(mac ?? '', /^cmd\+/);
      assert.match(when, /^editorTextFocus /);
    }
    assert.equal(new Set(contributes.keybindings.map(({ key }) => key)).size, contributes.keybindings.length);
  });

  it('takes Escape only while somebody is followed, and leaves it to whatever it closes', () => {
    const escapes = contributes.keybindings.filter(({ key }) => key === 'escape');
    assert.deepEqual(
      escapes.map(({ command }) => command),
      ['liveChannels.stopFollowing'],
    );
    const when = escapes[0]?.when ?? '';
    assert.match(when, /^liveChannels\.following && /);
    for (const widget of ['find', 'suggest']) assert.ok(when.includes(`!${widget}WidgetVisible`));
  });

  it('gives people as many colours as there are, each for all kinds of themes', () => {
    const ids = Array.from({ length: TONES }, (_, tone) => `liveChannels.person${tone + 1}`);
    const wanted = ids.flatMap(id => [id, `${id}Selection`]);
    assert.deepEqual(
      contributes.colors.map(({ id }) => id),
      wanted,
    );
    for (const { id, defaults } of contributes.colors) {
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
      // What is behind selected code lets it shine through.
      if (id.endsWith('Selection')) for (const value of Object.values(defaults)) assert.match(value, /^#\w{6}[1-6]\w$/);
    }
  });

  it('has a welcome whose buttons run known commands', () => {
    const buttons = contributes.viewsWelcome.flatMap(({ contents }) => [
      ...localised(contents).matchAll(/command:([\w.]+)/g),
    ]);
    assert.ok(buttons.length >= 2);
    const known = new Set([...Object.keys(commands), 'workbench.trust.manage']);
    for (const [, command = ''] of buttons) assert.ok(known.has(command), command);
  });

  it('has a walkthrough of four steps, each with a link to a known command and done by what it asks for', () => {
    const [{ steps } = { steps: [] }] = contributes.walkthroughs;
    assert.equal(contributes.walkthroughs.length, 1);
    for (const hidden of ['!liveChannels.webHost', 'liveChannels.webHost']) {
      assert.equal(steps.filter(({ when }) => when !== hidden).length, 4, hidden);
    }
    for (const { id, description, when, completionEvents } of steps) {
      const text = localised(description);
      const links = [...text.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command = '']) => command);
      assert.ok(links.length > 0, id);
      for (const command of links) {
        assert.ok(command in commands, command);
        assert.ok(completionEvents.includes(`onCommand:${command}`), `${id}: ${command}`);
        assert.ok(!notInBrowser.has(command) || when === '!liveChannels.webHost', `${id}: ${command}`);
      }
      for (const event of completionEvents) {
        const [kind, what = ''] = event.split(':');
        assert.ok(kind === 'onCommand' ? what in commands : kind === 'onView' && what in views, event);
      }
    }
  });

  it('has a small picture of each step for all kinds of themes, told in words too', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(media.altText);
      assert.deepEqual(Object.keys(media.image).sort(), ['dark', 'hc', 'hcLight', 'light']);
      for (const file of Object.values(media.image)) assert.ok(statSync(join(root, file)).size < PICTURE_BYTES, file);
    }
  });

  it('points at pictures that are there', () => {
    const [container] = contributes.viewsContainers.activitybar;
    for (const file of [manifest.icon, container?.icon ?? '']) assert.ok(existsSync(join(root, file)), file);
  });
});
