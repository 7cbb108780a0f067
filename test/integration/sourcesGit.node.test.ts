import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PatchBody } from '../../src/protocol/bodies';
import { changesParcel, type Scope } from '../../src/ui/send/changes';
import { choices, chooseChanges } from '../../src/ui/send/chooseChanges';
import { chosenCommitParcel, commitParcel } from '../../src/ui/send/commits';
import type { Parcel } from '../../src/ui/send/parcel';
import { gitApi, type GitApi } from '../../src/ui/send/gitApi';
import { selectionParcel } from '../../src/ui/send/selection';
import { TestRepository } from './gitSupport';
import { pressEnter, refused } from './sourceSupport';
import { Bench, setting, workspaceFile, type Observer } from './support';

const { executeCommand } = vscode.commands;

function patchOf(parcel: Parcel): PatchBody {
  const [draft] = parcel.drafts('');
  assert.ok(draft?.type === 'patch');
  return draft;
}

const BOM = '\ufeff';
const BEFORE = { 'plain.ts': 'one\ntwo\nthree\n', 'crlf.txt': 'one\r\ntwo\r\n', 'bom.cs': `${BOM}one\r\ntwo` };
const AFTER = { 'plain.ts': 'one\n2\nthree\n\tfour', 'crlf.txt': 'one\r\nzwei\r\n', 'bom.cs': `${BOM}eins\r\ntwo\r\n` };

describe('changes', () => {
  let repo: TestRepository;
  let base: string;

  beforeEach(async () => {
    repo = new TestRepository();
    for (const [name, text] of Object.entries(BEFORE)) repo.write(name, text);
    base = repo.commit('Begin');
    await repo.refresh();
  });
  afterEach(async () => {
    await executeCommand('workbench.action.closeAllEditors');
    await repo.dispose();
  });

  const send = async (scope: Scope, ...names: string[]) => {
    const repository = await repo.refresh();
    const files = names.map(name => repo.uri(name));
    return changesParcel({ repository, scope, ...(files.length > 0 && { files }) });
  };

  it('of the working tree make the same files elsewhere: CRLF, a byte order mark, no last line end, new files', async () => {
    const added = { 'new file.txt': 'a\r\nb', 'ünïcode/mark.txt': `${BOM}x\n`, 'empty.txt': '' };
    for (const [name, text] of Object.entries({ ...AFTER, ...added })) repo.write(name, text);
    const parcel = await send('unstaged');
    const { diff, title, repository, staged } = patchOf(parcel);
    assert.equal(title, repo.folder.split('/').at(-1));
    assert.deepEqual([repository, staged], [{ branch: 'main', commit: base }, undefined]);
    const copy = repo.applied(base, diff);
    for (const name of Object.keys({ ...AFTER, ...added })) assert.deepEqual(copy.read(name), repo.read(name), name);
    await copy.dispose();
    assert.deepEqual(parcel.candidates.map(({ label }) => label).sort(), Object.keys({ ...AFTER, ...added }).sort());
    const [candidate] = parcel.candidates.filter(({ label }) => label === 'new file.txt');
    assert.equal(candidate?.uri?.toString(), repo.uri('new file.txt').toString());
    assert.equal(candidate.text, 'a\r\nb');
  });

  it('are those that are staged, not staged, or both', async () => {
    repo.write('plain.ts', 'one\nstaged\nthree\n');
    repo.git('add', 'plain.ts');
    repo.write('plain.ts', 'one\nstaged\nnot staged\n');
    const staged = patchOf(await send('staged'));
    assert.deepEqual([staged.staged, staged.title], [true, 'plain.ts']);
    assert.match(staged.diff, /^\+staged$/m);
    assert.doesNotMatch(staged.diff, /not staged/);
    const unstaged = patchOf(await send('unstaged', 'plain.ts')).diff;
    assert.match(unstaged, /^\+not staged$/m);
    assert.doesNotMatch(unstaged, /^\+staged$/m);
    const copy = repo.applied(base, patchOf(await send('all')).diff);
    assert.equal(copy.read('plain.ts').toString(), 'one\nstaged\nnot staged\n');
    await copy.dispose();
  });

  it('of one file are of that file alone', async () => {
    for (const [name, text] of Object.entries(AFTER)) repo.write(name, text);
    repo.write('new.txt', 'x\n');
    const one = patchOf(await send('unstaged', 'crlf.txt'));
    assert.equal(one.title, 'crlf.txt');
    assert.equal(one.diff.match(/^diff --git/gm)?.length, 1);
    assert.match(patchOf(await send('unstaged', 'new.txt')).diff, /^new file mode 100644\n--- \/dev\/null\n/m);
  });

  it('that no patch can hold are left out by name, and unsaved ones are said', async () => {
    repo.write('plain.ts', AFTER['plain.ts']);
    repo.write('picture.bin', Buffer.from([1, 0, 2]));
    repo.write('latin.txt', Buffer.from([0xe4, 0xf6, 0x0a]));
    // In a browser VS Code saves by itself after a second, which git may take longer than.
    await setting('files.autoSave', 'off');
    const editor = await vscode.window.showTextDocument(repo.uri('crlf.txt'));
    try {
      assert.ok(await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'unsaved ')));
      const { note = '', drafts } = await send('unstaged');
      assert.match(note, /^Left out: latin\.txt \(binary\), picture\.bin \(binary\)\./);
      assert.match(note, /What is not saved is not in it: crlf\.txt\./);
      assert.doesNotMatch(JSON.stringify(drafts('')), /unsaved|picture/);
    } finally {
      await executeCommand('workbench.action.files.revert');
      await setting('files.autoSave', undefined);
    }
  });

  it('are offered where there are any, the file in front first', async () => {
    repo.write('plain.ts', AFTER['plain.ts']);
    repo.git('add', 'plain.ts');
    repo.write('crlf.txt', AFTER['crlf.txt']);
    const repository = await repo.refresh();
    const labels = (file?: vscode.Uri) =>
      choices(repository, file).map(({ label }) => label.replace(/^\$\(\w+\) /, ''));
    const name = repo.folder.split('/').at(-1) ?? '';
    const whole = [`Changes in ${name}`, `Staged changes in ${name}`, `All changes in ${name}`];
    assert.deepEqual(labels(repo.uri('crlf.txt')), ['Changes in crlf.txt', ...whole]);
    assert.deepEqual(labels(repo.uri('plain.ts')), ['Staged changes in plain.ts', ...whole]);
    assert.deepEqual(labels(), whole);
  });

  it('are taken as the Source Control view hands them over', async () => {
    for (const [name, text] of Object.entries(AFTER)) repo.write(name, text);
    repo.git('add', 'plain.ts');
    await repo.refresh();
    const state = (name: string, more = {}) => ({ resourceUri: repo.uri(name), ...more });
    const picked = async (...args: unknown[]) => {
      const { scope, files } = (await chooseChanges(args)) ?? {};
      return [scope, files?.map(({ path }) => path.split('/').at(-1))];
    };
    assert.deepEqual(await picked(state('crlf.txt'), state('bom.cs')), ['unstaged', ['crlf.txt', 'bom.cs']]);
    assert.deepEqual(await picked(state('plain.ts')), ['staged', ['plain.ts']]);
    assert.deepEqual(await picked(state('plain.ts', { resourceGroupType: 1 })), ['staged', ['plain.ts']]);
    const group = (id: string, ...names: string[]) => ({
      id,
      label: id,
      resourceStates: names.map(name => state(name)),
    });
    assert.deepEqual(await picked(group('index', 'plain.ts')), ['staged', undefined]);
    assert.deepEqual(await picked(group('workingTree', 'crlf.txt')), ['unstaged', undefined]);
    assert.deepEqual(await picked(group('untracked', 'x.txt')), ['unstaged', ['x.txt']]);
  });

  it('are none: one sentence', async () => {
    await assert.rejects(send('unstaged'), refused(/^There are no changes to send\.$/));
    const clean = { rootUri: repo.repository.rootUri };
    await assert.rejects(chooseChanges([clean]), refused(/^Nothing has changed since the last commit/));
    const strange = { resourceUri: vscode.Uri.file('/nowhere/at/all.ts') };
    await assert.rejects(chooseChanges([strange]), refused(/^This file is in no repository/));
  });

  it('can be sent where nothing is committed yet', async () => {
    const fresh = new TestRepository();
    fresh.write('a.txt', 'one\n');
    fresh.git('add', 'a.txt');
    const repository = await fresh.refresh();
    assert.match(patchOf(await changesParcel({ repository, scope: 'staged' })).diff, /^\+one$/m);
    await assert.rejects(
      chosenCommitParcel({ rootUri: repository.rootUri }),
      refused(/^There is no commit in this repository yet\.$/),
    );
    await fresh.dispose();
  });
});

describe('a commit', () => {
  let repo: TestRepository;
  beforeEach(() => (repo = new TestRepository()));
  afterEach(() => repo.dispose());

  const send = async (hash: string) => {
    const repository = await repo.refresh();
    const commit = (await repository.log({ maxEntries: 50 })).find(each => each.hash === hash);
    assert.ok(commit);
    return patchOf(await commitParcel(repository, commit));
  };

  it('says what it is and makes the same files elsewhere', async () => {
    for (const [name, text] of Object.entries(BEFORE)) repo.write(name, text);
    const base = repo.commit('Begin');
    for (const [name, text] of Object.entries(AFTER)) repo.write(name, text);
    const hash = repo.commit('Mend the thing\n\nAll of it, “really”.');
    repo.write('later.txt', 'x');
    repo.commit('Later');
    const { commit, diff } = await send(hash);
    assert.deepEqual(
      { ...commit, date: undefined },
      { hash, message: 'Mend the thing\n\nAll of it, “really”.', author: 'Ada', date: undefined },
    );
    assert.ok(Math.abs((commit?.date ?? 0) - Date.now()) < 60_000);
    const copy = repo.applied(base, diff);
    for (const name of Object.keys(AFTER)) assert.deepEqual(copy.read(name), repo.read(name), name);
    await copy.dispose();
  });

  it('can be the first of all, and a merge', async () => {
    repo.write('a.txt', 'one\n');
    const root = repo.commit('Begin');
    assert.match((await send(root)).diff, /^new file mode 100644$[^]*^\+one$/m);
    repo.git('checkout', '--quiet', '-b', 'side');
    repo.write('b.txt', 'side\n');
    repo.commit('Side');
    repo.git('checkout', '--quiet', 'main');
    repo.write('c.txt', 'main\n');
    repo.commit('Main');
    repo.git('merge', '--quiet', '--no-edit', 'side');
    const { diff } = await send(repo.git('rev-parse', 'HEAD').trim());
    assert.match(diff, /^\+side$/m);
    assert.doesNotMatch(diff, /^\+main$/m);
  });

  it('that changes nothing is not sent', async () => {
    repo.commit('Begin');
    const empty = repo.commit('Empty');
    await assert.rejects(send(empty), refused(/^This commit changes no file/));
  });
});

describe('git', () => {
  let bench: Bench;
  let observer: Observer;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.enter('room');
  });
  after(() => bench.close('room'));
  afterEach(() => executeCommand('workbench.action.closeAllEditors'));

  it('tells of a selection on which branch and commit it stands', async () => {
    const editor = await vscode.window.showTextDocument(workspaceFile('src/bucket.ts'));
    editor.selection = new vscode.Selection(0, 0, 2, 0);
    const [draft] = (await selectionParcel()).drafts('');
    assert.ok(draft?.type === 'snippet');
    assert.equal(draft.repository?.branch, 'main');
    assert.match(draft.repository.commit ?? '', /^[0-9a-f]{40}$/);
  });

  it('says nothing of a file outside of any repository', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'let x = 1;\n' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    const [draft] = (await selectionParcel()).drafts('');
    assert.ok(draft?.type === 'snippet');
    assert.equal(draft.repository, undefined);
  });

  it('changes of a clicked file arrive as a patch', async () => {
    const repo = new TestRepository();
    repo.write('a.txt', 'one\n');
    repo.commit('Begin');
    repo.write('a.txt', 'two\n');
    await repo.refresh();
    // A menu hands over no target: Enter takes the channel, and no comment.
    await pressEnter(executeCommand('liveChannels.sendChanges', { resourceUri: repo.uri('a.txt') }));
    const patch = await observer.hears({ type: 'patch', title: 'a.txt' });
    assert.match(String(patch['diff']), /^-one\n\+two$/m);
    await repo.dispose();
  });

  it('may be switched off: a selection goes without it, changes are refused in a sentence', async () => {
    const git = (await gitApi()) as GitApi & { onDidOpenRepository: vscode.Event<unknown> };
    await setting('git.enabled', false);
    try {
      const editor = await vscode.window.showTextDocument(workspaceFile('src/bucket.ts'));
      editor.selection = new vscode.Selection(0, 0, 2, 0);
      const [draft] = (await selectionParcel()).drafts('');
      assert.ok(draft?.type === 'snippet');
      assert.equal(draft.repository, undefined);
      const none = refused(/^(Git is not available here|No git repository is open in this window)/);
      await assert.rejects(chooseChanges([]), none);
      await assert.rejects(chosenCommitParcel(undefined), none);
    } finally {
      const again = new Promise(resolve => git.onDidOpenRepository(resolve));
      await setting('git.enabled', undefined);
      await again;
    }
  });
});
