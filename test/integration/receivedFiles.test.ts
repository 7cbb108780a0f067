import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import { asIs, english } from '../../src/base/sentence';
import { Transcript } from '../../src/session/transcript';
import type { Channel } from '../../src/session/channel';
import type { Body } from '../../src/protocol/transcript';
import { Applier } from '../../src/ui/received/apply';
import { Chooser } from '../../src/ui/received/choose';
import { findPieces, goToCode } from '../../src/ui/received/goTo';
import { insertCode } from '../../src/ui/received/insert';
import { checkUnchanged, planPatch } from '../../src/ui/received/patchPlan';
import { ReceivedCode, type Bundle, type Code, type Received } from '../../src/ui/received/received';
import { saveBundle } from '../../src/ui/received/save';
import { placeBelow, WorkspaceFiles } from '../../src/ui/received/workspaceFiles';
import { Answers } from './answers';
import { bytesOf, link, removeAll, tempFolder } from './files';
import { closeAll, lines, read, write } from './receivedSupport';
import { workspaceFile } from './support';

function refused(message: RegExp) {
  return (thrown: unknown) => thrown instanceof AppError && thrown.code === 'input' && message.test(thrown.message);
}

/** A channel as far as commands look at it. */
function channelWith(...bodies: Body[]): Channel {
  const transcript = new Transcript();
  bodies.forEach((body, index) => {
    const from = { name: 'Grace', self: false };
    transcript.append({
      kind: 'message',
      id: `e${index}`,
      from,
      date: index,
      body,
      content: `c${index}`,
      state: 'sent',
    });
  });
  return { name: 'room', transcript } as unknown as Channel;
}

function codeIn(...bodies: Body[]): ReceivedCode {
  const channel = channelWith(...bodies);
  return new ReceivedCode({ all: [channel], get: name => (name === 'room' ? channel : undefined) });
}

function snippet(path: string | undefined, code: Code['ranges'], more: Partial<Code> = {}): Code {
  return { type: 'snippet', ...(path !== undefined && { path }), ranges: code, ...more };
}

function patch(path: string, hunk = '@@ -1 +1 @@\n-a\n+b\n'): { title: string; diff: string } {
  return { title: 'x', diff: `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunk}` };
}

describe('the place of a received path', () => {
  const files = new WorkspaceFiles();
  const outside = tempFolder();

  before(async () => {
    const secret = vscode.Uri.joinPath(outside, 'secret.txt');
    await vscode.workspace.fs.writeFile(secret, bytesOf('secret'));
    await write('links/real.txt', 'real');
    await link(outside, workspaceFile('links/out'));
    await link(secret, workspaceFile('links/secret.txt'));
  });
  after(async () => {
    await removeAll(workspaceFile('links'));
    await removeAll(outside);
  });
  afterEach(closeAll);

  it('is a file of the workspace, or where it would be', async () => {
    const { uri, exists } = await files.find('links/real.txt');
    assert.deepEqual([uri.toString(), exists], [workspaceFile('links/real.txt').toString(), true]);
    const missing = await files.find('not/here.txt');
    assert.deepEqual([missing.uri.toString(), missing.exists], [workspaceFile('not/here.txt').toString(), false]);
  });

  it('may be counted from the root of a repository that begins above, and stays in the workspace', async () => {
    const folder = workspaceFile('');
    const above = new WorkspaceFiles(() => Promise.resolve([vscode.Uri.joinPath(folder, '..')]));
    const name = folder.path.split('/').findLast(part => part !== '') ?? '';
    const { uri, exists } = await above.find(`${name}/links/real.txt`);
    assert.deepEqual([uri.toString(), exists], [workspaceFile('links/real.txt').toString(), true]);
    await assert.rejects(above.find('elsewhere/x.txt'), refused(/is not inside the folders of this window/));
    await assert.rejects(above.find(`${name}/links/out/secret.txt`), refused(/symbolic link/));
  });

  it('is never behind a symbolic link, neither to read nor to write', async () => {
    for (const path of ['links/secret.txt', 'links/out/secret.txt', 'links/out/new.txt']) {
      await assert.rejects(files.find(path), refused(/leads through a symbolic link/), path);
    }
  });

  it('is never outside the workspace, nor in .git', async () => {
    for (const path of ['../x', '/etc/passwd', 'C:\\x', '.git/config', 'links/.GIT/hooks/x', 'a/../../x']) {
      await assert.rejects(files.find(path), refused(/^The received path /), path);
    }
  });

  it('is no folder, and not below a file', async () => {
    await assert.rejects(files.find('links'), refused(/links is a folder here/));
    await assert.rejects(files.find('links/real.txt/x'), refused(/leads through a file here/));
    await assert.rejects(placeBelow(workspaceFile('links'), 'out/x'), refused(/symbolic link/));
  });

  it('is left out of a patch, with the reason', async () => {
    for (const [path, why] of [
      ['links/out/secret.txt', /symbolic link/],
      ['.git/hooks/pre-commit', /\.git folder/],
      ['../../etc/passwd', /leads out of its folder/],
      ['nowhere.txt', /is not here/],
    ] as const) {
      const { steps, leftOut } = await planPatch(patch(path), files);
      assert.deepEqual(steps, [], path);
      assert.match(english(leftOut[0]?.why ?? asIs('')), why);
    }
  });

  it('makes no symbolic link and no submodule by a patch, and replaces nothing by a new file', async () => {
    const link =
      'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n\\ No newline at end of file\n';
    const added =
      'diff --git a/links/real.txt b/links/real.txt\nnew file mode 100644\n--- /dev/null\n+++ b/links/real.txt\n@@ -0,0 +1 @@\n+x\n';
    const { steps, leftOut } = await planPatch({ title: 'x', diff: link + added }, files);
    assert.deepEqual(steps, []);
    assert.deepEqual(
      leftOut.map(({ what }) => what),
      ['l', 'links/real.txt'],
    );
  });

  it('names every hunk that does not fit, by file and head, and plans the others', async () => {
    await write('links/two.txt', 'a\nb\nc\n');
    const hunks = '@@ -1,2 +1,2 @@ f\n-x\n+y\n b\n@@ -2,2 +2,2 @@ g\n b\n-c\n+C\n';
    const { steps, leftOut } = await planPatch(patch('links/two.txt', hunks), files);
    assert.equal(steps.length, 1);
    assert.deepEqual(
      leftOut.map(({ what, why }) => [what, english(why)]),
      [['links/two.txt @@ -1,2 +1,2 @@ f', 'The lines it changes are not in this file.']],
    );
  });

  it('keeps a file that a patch deletes when it is another one by now', async () => {
    await write('links/changed.txt', 'changed\n');
    const diff =
      'diff --git a/links/changed.txt b/links/changed.txt\ndeleted file mode 100644\n--- a/links/changed.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-old\n';
    const { steps, leftOut } = await planPatch({ title: 'x', diff }, files);
    assert.deepEqual([steps.length, leftOut.length], [0, 1]);
  });

  it('is not carried out when a file was changed after it was planned', async () => {
    const uri = await write('links/meanwhile.txt', 'a\nb\n');
    const plan = await planPatch(patch('links/meanwhile.txt', '@@ -1,2 +1,2 @@\n a\n-b\n+B\n'), files);
    await checkUnchanged(plan);
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'new\n'));
    await assert.rejects(checkUnchanged(plan), refused(/links\/meanwhile\.txt was changed meanwhile: apply again\.$/));
    await closeAll();
  });
});

describe('what cannot be done with received code', () => {
  afterEach(closeAll);

  const received = (body: Code): Received<Code> => ({
    hint: { channel: 'room', entry: 'e0' },
    channel: channelWith(body),
    entry: { kind: 'message', id: 'e0', from: { name: 'Grace', self: false }, date: 0, body, state: 'sent' },
    body,
  });
  const apply = (body: Code, prompts = new Answers()) =>
    new Applier(new WorkspaceFiles(), prompts).apply(received(body));

  it('is said in one sentence when the channel was left or the message is gone', () => {
    const code = codeIn({ type: 'text', text: 'talk' });
    assert.throws(() => code.find({ channel: 'other', entry: 'e0' }), refused(/^You have left other: join it again/));
    assert.throws(() => code.find({ channel: 'room', entry: 'e9' }), refused(/no longer in the transcript/));
    assert.throws(() => code.find({ channel: 'room', entry: 'e0' }), refused(/has no code in it/));
  });

  it('is said when there is nothing to choose from, or the wrong kind', async () => {
    const image: Body = { type: 'image', name: 'a.png', mime: 'image/png', data: 'AA==' };
    const [none, one] = [codeIn(), codeIn(image)].map(code => new Chooser(code, new Answers()));
    await assert.rejects(
      async () => none?.choose('t', undefined, ['snippet'], asIs('')),
      refused(/Nothing has arrived yet/),
    );
    await assert.rejects(
      async () => one?.choose('t', { channel: 'room', entry: 'e0' }, ['snippet'], asIs('No.')),
      refused(/^No\.$/),
    );
  });

  it('is said when no editor is open, or only a read-only one', async () => {
    await assert.rejects(insertCode(snippet('a', [lines(1, 'x')])), refused(/^No editor is open/));
    const uri = vscode.Uri.parse('live-channels:/a.txt?{}');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await assert.rejects(insertCode(snippet('a', [lines(1, 'x')])), refused(/is read-only/));
  });

  it('is said of a missing file, of lines that are not there, and of code without a file', async () => {
    await write('files/short.txt', 'a\n');
    await assert.rejects(
      apply(snippet('no/such.ts', [lines(1, 'x')])),
      refused(/no\/such\.ts is not in this workspace/),
    );
    await assert.rejects(
      apply(snippet('files/short.txt', [lines(90, 'x')])),
      refused(/sent from line 90, and the file here has 2 lines\.$/),
    );
    await assert.rejects(apply(snippet(undefined, [lines(1, 'x')])), refused(/does not say which file/));
    await assert.rejects(
      apply(snippet('files/short.txt', [lines(1, 'new', 'old')])),
      refused(/What was on line 1 is not in the file here\.$/),
    );
  });

  it('is said when there is nothing to change', async () => {
    await write('files/same.txt', 'one\ntwo\n');
    const prompts = new Answers();
    assert.equal(await apply(snippet('files/same.txt', [lines(2, 'two')]), prompts), false);
    assert.match(prompts.said[0] ?? '', /^Nothing to change/);
  });
});

describe('going to received code', () => {
  afterEach(closeAll);

  it('says where it was and where it is now', () => {
    const text = 'a\n\n\nfoo()\n';
    assert.equal(findPieces(text, snippet('x', [lines(1, 'foo()')])).note, 'Moved: found at line 4, was 1');
    assert.equal(findPieces(text, snippet('x', [lines(4, 'foo()')])).note, undefined);
    assert.match(
      findPieces('\tif (x) {\n\t\ty\n', snippet('x', [lines(9, 'if (x) {\n  y')])).note ?? '',
      /with other white space$/,
    );
    assert.match(findPieces('a()\n\na()\n', snippet('x', [lines(9, 'a()')])).note ?? '', /the nearest of 2 places$/);
    assert.equal(
      findPieces(text, snippet('x', [lines(1, 'a'), lines(2, 'gone()')])).note,
      '1 of 2 pieces are not there',
    );
  });

  it('offers what was received when the code is not there any more', async () => {
    const uri = await write('files/gone.ts', 'nothing\n');
    const prompts = new Answers({ yes: true });
    assert.equal(await goToCode(uri, snippet('files/gone.ts', [lines(3, 'gone()')]), prompts), false);
    assert.deepEqual(prompts.said, ['The code of line 3 is no longer in files/gone.ts.']);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});

describe('saving several received files', () => {
  const body: Bundle = {
    type: 'bundle',
    title: 'x',
    snippets: [
      { path: 'a/one.txt', whole: true, ranges: [lines(1, 'one')] },
      { path: 'there.txt', whole: true, ranges: [lines(1, 'new')] },
      { path: '../out.txt', whole: true, ranges: [lines(1, 'out')] },
    ],
  };
  const bundle: Received<Bundle> = {
    hint: { channel: 'room', entry: 'e0' },
    channel: channelWith(body),
    entry: { kind: 'message', id: 'e0', from: { self: false }, date: 0, body, state: 'sent' },
    body,
  };

  it('lists what would be written, leaves out what leads elsewhere, and asks before it replaces', async () => {
    await write('bundle/there.txt', 'old');
    const no = new Answers({ yes: false, folder: workspaceFile('bundle') });
    await saveBundle(bundle, no);
    assert.deepEqual(no.listed, ['a/one.txt ', 'there.txt replaces a file']);
    assert.match(no.said[0] ?? '', /^Not saved: \.\.\/out\.txt: The received path leads out/);
    assert.match(no.said[1] ?? '', /^Replace 1 files that are there already\? there\.txt$/);
    assert.equal(await read(workspaceFile('bundle/there.txt')), 'old');

    await saveBundle(bundle, new Answers({ yes: true, folder: workspaceFile('bundle') }));
    assert.equal(await read(workspaceFile('bundle/there.txt')), 'new');
    assert.equal(await read(workspaceFile('bundle/a/one.txt')), 'one');
  });

  it('does not write two files of the same name, whatever the case of its letters', async () => {
    const twice: Bundle = {
      ...body,
      snippets: ['case/a.txt', 'case/A.TXT', 'case/a.txt'].map((path, index) => ({
        path,
        whole: true,
        ranges: [lines(1, `text ${index}`)],
      })),
    };
    const answers = new Answers({ yes: true, folder: workspaceFile('bundle') });
    await saveBundle({ ...bundle, body: twice }, answers);
    assert.deepEqual(answers.listed, ['case/a.txt ']);
    assert.match(answers.said[0] ?? '', /^Not saved: case\/A\.TXT: Another file in this message has the same name\./);
    assert.equal(await read(workspaceFile('bundle/case/a.txt')), 'text 0');
  });
});
