import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poll } from '../vscode/window/poll';
import type { Person } from './support/person';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const PLACE = 'src/bucket.ts';

describe('people who see where others are', function () {
  let stage: Stage;
  let ada: Person;
  let grace: Person;

  useStage(async opened => {
    stage = opened;
    [ada, grace] = await stage.pair(CHANNEL);
    await writeFile(join(ada.folder, 'only-here.ts'), 'export const only = 1;\n');
  });

  /** Waits until Grace's tree says this of Ada. */
  const graceSees = async (words: RegExp) => {
    await grace.window.sideBar.open('Live Channels');
    const row = () => grace.window.sideBar.tree('People').then(rows => rows.find(({ label }) => label === 'Ada'));
    return poll(async () => words.test((await row())?.description ?? '?') && row(), { what: `Ada, ${words.source}` });
  };
  const status = async (label: RegExp) => {
    await ada.command('Set Status…');
    await ada.window.quickInput.pick(label);
  };
  const mark = () => grace.window.statusBar(/Following Ada/);
  const isOver = () => mark().waitFor({ state: 'detached' });
  const follow = async () => {
    await grace.command('Follow Person…');
    await grace.window.quickInput.pick(/Ada/);
    await mark().waitFor();
    await grace.window.editor.tab('bucket.ts').waitFor();
  };
  const adaGoes = async (path: string, line: number) => {
    await ada.window.editor.openFile(path);
    await ada.window.editor.goTo(line, 1);
  };
  /** Ada goes elsewhere and back, and Grace's window has heard of both. */
  const adaWalks = async () => {
    await adaGoes('README.md', 1);
    await graceSees(/README\.md:1$/);
    await adaGoes(PLACE, 3);
    await graceSees(/bucket\.ts:3$/);
  };

  it('shows how somebody is, in the list and to who listens', async () => {
    await status(/Do not disturb/);
    const row = await graceSees(/^do not disturb$/);
    assert.match(row.ariaLabel, /Ada, do not disturb/);
  });

  it('notifies of nothing who is not to be disturbed', async () => {
    await ada.window.sideBar.open('Explorer');
    await grace.openChat();
    await grace.say('@Ada, are you there?');
    await ada.window.statusBar(/demo: 2\s+1/).waitFor();
    await status(/Automatic/);
    await graceSees(/^$/);
    await grace.say('@Ada, and now?');
    await ada.window.notifications.waitFor(`Grace in ${CHANNEL}: @Ada, and now?`);
    assert.equal((await ada.window.notifications.seen()).length, 1);
  });

  it('shows where somebody is to nobody, unless they say so', async () => {
    await adaGoes(PLACE, 3);
    await status(/In a call/);
    await graceSees(/^in a call$/);
    assert.equal(await ada.window.statusBar('Sharing location').count(), 0);
    await status(/Automatic/);
    await graceSees(/^$/);
  });

  it('shows it in the list from the command on, with a mark for who does so', async () => {
    await ada.command('Share My Location…');
    await ada.window.statusBar('Sharing location').waitFor();
    const row = await graceSees(/^src\/bucket\.ts:3$/);
    assert.match(row.ariaLabel, /at line 3 of src\/bucket\.ts/);
    assert.equal(await grace.window.page.locator('.part.editor .tab').count(), 0);
  });

  it('draws their cursor with their name, which fades', async () => {
    await grace.window.editor.openFile(PLACE);
    await ada.window.editor.goTo(5, 1);
    const names = () =>
      grace.window.page.evaluate(() =>
        [...document.querySelectorAll('.view-lines span')]
          .map(element => getComputedStyle(element, '::after').content)
          .filter(content => content.includes('Ada')),
      );
    await poll(async () => (await names()).length === 1, { what: 'the name of Ada at her cursor' });
    await poll(async () => (await names()).length === 0, { what: 'the name to fade' });
    await ada.window.editor.goTo(3, 1);
    await grace.command('Join Channel…');
    await grace.window.quickInput.cancel();
    await grace.window.runCommand('View: Close All Editors');
  });

  it('follows them from file to file, and takes the focus from nobody', async () => {
    await graceSees(/bucket\.ts:3$/);
    await follow();
    await grace.openChat();
    await grace.box.fill('I wr');
    await adaGoes('src/rateLimiter.ts', 2);
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
    await grace.window.page.keyboard.type('ite on');
    assert.equal(await grace.box.inputValue(), 'I write on');
    await grace.box.fill('');
    await adaGoes(PLACE, 3);
    await grace.window.editor.tab('bucket.ts').waitFor();
    await mark().waitFor();
  });

  it('says in its mark, and nowhere else, that a file is not there', async () => {
    await adaGoes('only-here.ts', 1);
    await grace.window.statusBar('Following Ada: only-here.ts is not in this workspace').waitFor();
    await grace.window.editor.tab('bucket.ts').waitFor();
    await adaGoes(PLACE, 3);
    await grace.window.statusBar(/Following Ada$/).waitFor();
    assert.deepEqual(await grace.window.notifications.seen(), []);
  });

  it('stops when one moves the cursor', async () => {
    await grace.window.runCommand('View: Focus Active Editor Group');
    await mark().waitFor();
    await grace.window.page.keyboard.press('ArrowDown');
    await isOver();
    await adaWalks();
    await grace.window.editor.tab('bucket.ts').waitFor();
  });

  it('stops with Escape, in the editor and in the list', async () => {
    await follow();
    await grace.window.runCommand('View: Focus Active Editor Group');
    await grace.window.page.keyboard.press('Escape');
    await isOver();
    await follow();
    await grace.window.sideBar.row('People', 'Ada').focus();
    await grace.window.page.keyboard.press('Escape');
    await isOver();
  });

  it('stops when one clicks at the mark, scrolls, or goes to another editor', async () => {
    await follow();
    await mark().click();
    await isOver();
    await follow();
    await grace.window.editor.code().hover();
    await grace.window.page.mouse.wheel(0, 300);
    await isOver();
    await follow();
    await grace.window.editor.openFile('README.md');
    await isOver();
    await adaWalks();
    await grace.window.editor.tab('README.md').waitFor();
  });

  it('shows it no longer once the mark was clicked', async () => {
    await ada.window.statusBar('Sharing location').click();
    await ada.window.statusBar('Sharing location').waitFor({ state: 'detached' });
    await graceSees(/^$/);
    await grace.command('Follow Person…');
    await grace.window.notifications.waitFor('Nobody shows where they are');
  });

  it('puts the channels that one likes first', async () => {
    await grace.join('other');
    const names = async () => {
      const rows = await grace.window.sideBar.tree('People');
      return rows.filter(({ level }) => level === 1).map(({ label, description }) => `${label} ${description}`);
    };
    await grace.window.sideBar.open('Live Channels');
    const inOrder = (wanted: RegExp) =>
      poll(async () => wanted.test((await names()).join('|')), { what: wanted.source });
    await inOrder(/^demo .*\|other /);
    await grace.window.sideBar.pickFromMenu(grace.window.sideBar.row('People', 'other'), 'Add to Favourites…');
    await inOrder(/^other ★ .*\|demo /);
    await grace.window.sideBar.pickFromMenu(grace.window.sideBar.row('People', 'other'), 'Remove from Favourites…');
    await inOrder(/^demo .*\|other [^★]/);
  });

  it('hides what somebody says who is blocked, until they no longer are', async () => {
    await grace.command('Block Person…');
    await grace.window.quickInput.pick(/Ada/);
    await grace.window.quickInput.pick(/Only this Ada/);
    await graceSees(/^blocked$/);
    await ada.openChat();
    await ada.say('you cannot read this');
    await ada.sees('Ada', 'you cannot read this');
    await grace.window.sideBar.pickFromMenu(grace.window.sideBar.row('People', 'Ada'), 'Unblock Person…');
    await graceSees(/^$/);
    await ada.say('but this');
    const demo = async () => (await grace.window.sideBar.tree('People')).find(({ label }) => label === CHANNEL);
    await poll(async () => (await demo())?.description.endsWith('1 new'), { what: 'one message that counts' });
  });
});
