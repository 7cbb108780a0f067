import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { poll } from '../vscode/window/poll';
import { plainClient, type PlainClient } from './support/plainClient';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';

describe('what can be sent, by its menus', function () {
  let ada: Person;
  let client: PlainClient;

  after(() => client.close());

  useStage(async stage => {
    ada = await stage.person('Ada');
    await ada.join(CHANNEL);
    client = await plainClient(stage.relay.url, CHANNEL, 'Grace');
    await ada.online(CHANNEL, 2);
  });

  /** Picks from the open menu. VS Code’s menus take no click in their first moment, so that one is there to be closed. */
  async function pickItem(name: string): Promise<void> {
    const item = ada.window.page.locator('.monaco-menu').getByRole('menuitem', { name }).first();
    await item.waitFor();
    const pick = async () => {
      if (await item.isVisible()) await item.click({ timeout: 1_000 }).catch(() => undefined);
      return !(await item.isVisible());
    };
    await poll(pick, { what: `the menu to take ${name}` });
  }

  async function pickFromMenu(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    await pickItem(item);
  }

  /** Answers where it goes and with which comment, and waits until it is there. */
  async function arrives(comment: string, target = new RegExp(CHANNEL)): Promise<Record<string, unknown>> {
    await ada.window.quickInput.pick(target);
    return comes(comment);
  }

  async function comes(comment: string): Promise<Record<string, unknown>> {
    await ada.window.quickInput.submit(comment);
    return heard(message => message['comment'] === comment);
  }

  function heard(wanted: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    const find = () =>
      client.heard.find((each): each is Record<string, unknown> => wanted(each as Record<string, unknown>));
    return poll(() => Promise.resolve(find()), { what: 'what was sent' });
  }

  it('a folder from the Explorer, listed before it goes', async () => {
    const { sideBar, quickInput, page } = ada.window;
    await sideBar.open('Explorer');
    const row = page.locator('.explorer-folders-view').getByRole('treeitem', { name: 'src' });
    await pickFromMenu(row, 'Send File…');
    assert.deepEqual(await quickInput.items(), ['bucket.ts', 'rateLimiter.ts']);
    await quickInput.submit();
    const bundle = await arrives('the folder');
    assert.deepEqual([bundle['type'], bundle['title']], ['bundle', 'src']);
  });

  it('a tab', async () => {
    await ada.window.editor.openFile('README.md');
    await pickFromMenu(ada.window.editor.tab('README.md'), 'Send File…');
    const snippet = await arrives('the tab');
    assert.deepEqual([snippet['path'], snippet['whole']], ['README.md', true]);
  });

  it('changes from the Source Control view, staged or not', async () => {
    const file = join(ada.folder, 'src', 'bucket.ts');
    const git = (...args: string[]) => execFileSync('git', ['-C', ada.folder, ...args]);
    appendFileSync(file, '// staged\n');
    git('add', 'src/bucket.ts');
    appendFileSync(file, '// not staged\n');
    await ada.window.sideBar.open('Source Control');
    const rows = ada.window.page.locator('.scm-view').getByRole('treeitem', { name: /^bucket\.ts/ });
    await poll(async () => (await rows.count()) === 2, { what: 'the file in both groups' });
    await pickFromMenu(rows.first(), 'Send Changes…');
    const staged = await arrives('staged');
    assert.deepEqual([staged['type'], staged['staged'], staged['title']], ['patch', true, 'src/bucket.ts']);
    assert.doesNotMatch(String(staged['diff']), /not staged/);
    await pickFromMenu(rows.last(), 'Send Changes…');
    const unstaged = await arrives('unstaged');
    assert.equal(unstaged['staged'], undefined);
    assert.match(String(unstaged['diff']), /^\+\/\/ not staged$/m);
    const group = ada.window.page.locator('.scm-view').getByRole('treeitem', { name: /^Staged Changes/ });
    await pickFromMenu(group, 'Send Changes…');
    assert.equal((await arrives('the group'))['staged'], true);
    git('reset', '--hard', '--quiet');
  });

  it('a commit', async () => {
    await ada.command('Send Commit…');
    await ada.window.quickInput.pick(/A token bucket/);
    const patch = await arrives('the commit');
    assert.match(JSON.stringify(patch['commit']), /A token bucket for outgoing requests/);
    assert.match(String(patch['diff']), /^\+\+\+ b\/src\/bucket\.ts$/m);
  });

  it('a file that is dropped on a channel', async () => {
    await ada.window.editor.openFile('src/rateLimiter.ts');
    await ada.window.sideBar.open('Live Channels');
    await ada.window.editor.tab('rateLimiter.ts').dragTo(ada.window.sideBar.row('People', CHANNEL));
    const snippet = await comes('dropped');
    assert.equal(snippet['path'], 'src/rateLimiter.ts');
  });

  it('a selection, to the last target by one key', async () => {
    await ada.window.editor.openFile('src/rateLimiter.ts');
    await ada.window.editor.selectLines(3, 4);
    await ada.window.page.keyboard.press('Control+Alt+Enter');
    const snippet = await heard(({ type, text }) => type === 'snippet' && text === 'src/rateLimiter.ts:3-4');
    assert.equal(snippet['comment'], undefined);
    await ada.window.statusBar(`Sent to ${CHANNEL}`).waitFor();
  });

  it('a selection, to anyone by another', async () => {
    await ada.window.page.keyboard.press('Control+Alt+Shift+Enter');
    assert.equal((await arrives('by key', /Grace/))['direct'], true);
  });

  it('a selection, by the list of code actions', async () => {
    await ada.window.page.keyboard.press('Control+.');
    const actions = ada.window.page.locator('.action-widget .monaco-list-row');
    await actions.filter({ hasText: 'Send Selection to Grace' }).waitFor();
    await actions.filter({ hasText: 'Send Selection to Channel…' }).click();
    assert.equal((await arrives('by action'))['path'], 'src/rateLimiter.ts');
  });

  it('a notebook’s cell from its own menu', async () => {
    const cells = [{ cell_type: 'code', metadata: {}, execution_count: null, source: ['1 + 1'], outputs: [] }];
    const notebook = { cells, metadata: { kernelspec: { name: 'python3' } }, nbformat: 4, nbformat_minor: 2 };
    writeFileSync(join(ada.folder, 'notes.ipynb'), JSON.stringify(notebook));
    const { page, sideBar } = ada.window;
    await sideBar.open('Explorer');
    await page.locator('.explorer-folders-view').getByRole('treeitem', { name: 'notes.ipynb' }).dblclick();
    const cell = page.locator('.notebookOverlay .code-cell-row').first();
    await cell.click();
    await cell.hover();
    await cell.locator('.cell-title-toolbar').getByRole('button', { name: /More/ }).click();
    await pickItem('Send Notebook Cell…');
    const snippet = await arrives('the cell');
    assert.deepEqual([snippet['path'], snippet['cell']], ['notes.ipynb', 1]);
  });

  it('changes from the menu of the Source Control view', async () => {
    appendFileSync(join(ada.folder, 'src', 'bucket.ts'), '// by the menu\n');
    await ada.window.sideBar.open('Source Control');
    await ada.window.sideBar.pressAction('Changes', 'More Actions');
    await pickItem('Send Changes…');
    // The only thing that can be meant is not asked for.
    const patch = await arrives('by the menu');
    assert.match(String(patch['diff']), /^\+\/\/ by the menu$/m);
  });
});
