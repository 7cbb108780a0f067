import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileCode, selectedCode, shownPath } from '../../src/ui/editorSource';
import { open, refused, write } from './sourceSupport';
import { Bench, workspaceFile, type Observer } from './support';

const { executeCommand } = vscode.commands;
const FILE = 'src/rateLimiter.ts';

describe('sending', () => {
  let bench: Bench;
  let observer: Observer;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.enter('room', 'as=Observer&announce=true');
  });
  after(() => bench.close('room'));
  afterEach(() => executeCommand('workbench.action.closeAllEditors'));

  it('sends several selections as ranges of one snippet', async () => {
    const editor = await open(FILE);
    editor.selections = [new vscode.Selection(9, 2, 11, 3), new vscode.Selection(2, 0, 4, 0)];
    await executeCommand('liveChannels.sendSelection', { channel: 'room', text: 'two places' });
    const { ranges, ...snippet } = await observer.hears({ type: 'snippet', comment: 'two places' });
    assert.deepEqual([snippet['path'], snippet['language']], [FILE, 'typescript']);
    const found = ranges as { startLine: number; endLine: number; startColumn: number; code: string }[];
    assert.deepEqual(
      found.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [3, 4],
        [10, 12],
      ],
    );
    const [, second] = found;
    assert.equal(second?.startColumn, 3);
    assert.equal(second.code, editor.document.getText(editor.selections[0]));
  });

  it('never tells where on the disk the workspace is', async () => {
    const editor = await open(FILE);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await executeCommand('liveChannels.sendSelection', { channel: 'room', text: 'where' });
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'whole' });
    const all = JSON.stringify([
      await observer.hears({ comment: 'where' }),
      await observer.hears({ comment: 'whole' }),
    ]);
    assert.equal(all.includes(workspaceFile('').fsPath), false);
    assert.equal(all.includes(vscode.Uri.joinPath(workspaceFile(''), '..').fsPath), false);
  });

  it('sends a file as the editor has it, unsaved changes included', async () => {
    const editor = await open('README.md');
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'Unsaved. '));
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'as it is' });
    const snippet = await observer.hears({ comment: 'as it is' });
    assert.equal(snippet['whole'], true);
    assert.match(JSON.stringify(snippet['ranges']), /"Unsaved\. # limiter/);
    await executeCommand('workbench.action.files.revert');
  });

  it('ends lines with LF whatever the file does, and leaves a tab a tab', async () => {
    const editor = await vscode.window.showTextDocument(await write('crlf.txt', 'one\r\n\ttwo\r\nthree'));
    editor.selection = new vscode.Selection(0, 0, 2, 5);
    assert.deepEqual(
      selectedCode(editor).ranges.map(({ code }) => code),
      ['one\n\ttwo\nthree'],
    );
  });

  it('sends an unsaved new file by its name', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'let x = 1;\n', language: 'javascript' });
    await vscode.window.showTextDocument(document);
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'new' });
    const snippet = await observer.hears({ comment: 'new' });
    assert.match(String(snippet['path']), /^Untitled-\d+$/);
    assert.equal(snippet['language'], 'javascript');
  });

  it('sends a line of text, and one to a single person', async () => {
    await executeCommand('liveChannels.sendMessage', { channel: 'room', text: 'to all' });
    await observer.hears({ type: 'chat', text: 'to all' });
    const { uid } = await observer.sees(frame => frame.type === 'join');
    await executeCommand('liveChannels.sendDirectMessage', { channel: 'room', uid, text: 'to one' });
    assert.equal((await observer.hears({ text: 'to one' }))['direct'], true);
  });

  it('shows a file outside the workspace by its name alone', () => {
    assert.equal(shownPath(vscode.Uri.file('/somewhere/secret/a.ts')), 'a.ts');
    assert.equal(shownPath(workspaceFile('src/a.ts')), 'src/a.ts');
    const sibling = workspaceFile('').with({ path: `${workspaceFile('').path}-other/a.ts` });
    assert.equal(shownPath(sibling), 'a.ts');
  });

  it('says in a sentence why something cannot be sent', async () => {
    await assert.rejects(fileCode(workspaceFile('not/there.ts')), refused(/^not\/there\.ts is not there any more\.$/));
    await assert.rejects(fileCode(workspaceFile('src')), refused(/^src is a folder/));
    const large = await write('large.txt', 'x'.repeat(9_000_000));
    await assert.rejects(fileCode(large), refused(/^large\.txt is 9 MB and a message holds 8 MB/));
    const binary = await write('binary.bin', new Uint8Array([0, 1, 2, 0, 255, 254, 0, 0, 7]));
    await assert.rejects(fileCode(binary), refused(/^binary\.bin cannot be sent as text/));
  });
});
