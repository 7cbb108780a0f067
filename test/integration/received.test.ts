import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fromBase64 } from '../../src/base/encoding';
import {
  accepted,
  activeEditor,
  applied,
  closeAll,
  discarded,
  lines,
  Peer,
  read,
  textOf,
  write,
} from './receivedSupport';
import { Bench, setting, workspaceFile } from './support';

const { executeCommand } = vscode.commands;

const code = 'export function area(w: number, h: number) {\n  return w * h;\n}\n';
const body = '  return w * h;';
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('received code', () => {
  let bench: Bench;
  let peer: Peer;

  before(async () => {
    bench = await Bench.open();
    peer = await Peer.meet(bench, 'received');
  });
  after(() => bench.close('received'));
  afterEach(closeAll);

  describe('go to', () => {
    it('selects the same place', async () => {
      const uri = await write('goto/same.ts', code);
      await executeCommand('liveChannels.goToCode', await peer.sendsCode('goto/same.ts', [lines(2, body)]));
      const { document, selection } = activeEditor();
      assert.equal(document.uri.toString(), uri.toString());
      assert.deepEqual([selection.start.line, selection.end.character], [1, body.length]);
    });

    it('finds code that has moved, in a file with CRLF, a byte order mark and unsaved lines', async () => {
      await write('goto/moved.ts', `\uFEFF// one\r\n// two\r\n${code.replaceAll('\n', '\r\n')}`);
      const editor = await vscode.window.showTextDocument(workspaceFile('goto/moved.ts'));
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// unsaved\n'));
      await executeCommand('liveChannels.goToCode', await peer.sendsCode('goto/moved.ts', [lines(2, body)]));
      assert.deepEqual([activeEditor().selection.start.line, activeEditor().selection.start.character], [4, 0]);
      assert.equal(activeEditor().document.getText(activeEditor().selection), body);
    });

    it('selects every piece, also where tabs have taken the place of spaces', async () => {
      await write('goto/tabs.ts', code.replaceAll('  ', '\t'));
      const hint = await peer.sendsCode('goto/tabs.ts', [lines(1, code.split('\n')[0] ?? ''), lines(2, body)]);
      await executeCommand('liveChannels.goToCode', hint);
      assert.deepEqual(
        activeEditor().selections.map(({ start }) => start.line),
        [0, 1],
      );
    });

    it('is chosen by keyboard from all that was received, the latest first', async () => {
      await write('goto/listed.ts', code);
      await peer.sendsCode('goto/listed.ts', [lines(2, body)]);
      await accepted('liveChannels.goToCode');
      assert.match(activeEditor().document.uri.path, /goto\/listed\.ts$/);
    });
  });

  describe('open', () => {
    it('shows it read-only, by its name and in its language', async () => {
      const hint = await peer.sends({
        type: 'snippet',
        path: 'no/such/thing.txt',
        language: 'python',
        ranges: [lines(7, 'x = 1')],
      });
      await executeCommand('liveChannels.openCode', hint);
      const { document } = activeEditor();
      assert.deepEqual([document.uri.scheme, document.languageId], ['live-channels', 'python']);
      assert.deepEqual([document.getText(), document.uri.path], ['x = 1', '/thing.txt']);
      await executeCommand('type', { text: 'y' });
      assert.equal(document.getText(), 'x = 1');
    });

    it('shows a path that leads elsewhere by its last name alone', async () => {
      const hint = await peer.sendsCode('../../../etc/passwd', [lines(1, 'root')]);
      await executeCommand('liveChannels.openCode', hint);
      assert.equal(activeEditor().document.uri.path, '/passwd');
    });

    it('shows a patch as one, and a file of a bundle', async () => {
      await executeCommand('liveChannels.openCode', await peer.sendsPatch('diff --git a/x b/x\n--- a/x\n+++ b/x\n'));
      assert.equal(activeEditor().document.languageId, 'diff');
      const snippets = ['a', 'b'].map(name => ({
        path: `${name}.js`,
        language: 'javascript',
        whole: true,
        ranges: [lines(1, name)],
      }));
      const hint = await peer.sends({ type: 'bundle', title: 'two', snippets });
      await executeCommand('liveChannels.openCode', { ...hint, item: 1 });
      assert.deepEqual([activeEditor().document.getText(), activeEditor().document.uri.path], ['b', '/b.js']);
      await accepted('liveChannels.openCode', hint);
      assert.equal(activeEditor().document.getText(), 'a');
    });

    it('shows an image in an editor tab', async () => {
      const hint = await peer.sends({ type: 'image', name: 'dot.png', mime: 'image/png', data: pixel });
      await executeCommand('liveChannels.openCode', hint);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputCustom);
      assert.match(input.uri.path, /\/dot\.png$/);
      assert.equal((await vscode.workspace.fs.readFile(input.uri)).length, fromBase64(pixel)?.length);
    });
  });

  describe('insert', () => {
    it('puts it at the cursor with the indentation and the steps of the file, in one step to undo', async () => {
      const uri = await write('insert/here.ts', 'class A {\n\tm() {\n\t\t\n\t}\n}\n');
      const editor = await vscode.window.showTextDocument(uri);
      editor.options = { insertSpaces: false, tabSize: 4 };
      editor.selection = new vscode.Selection(2, 2, 2, 2);
      const hint = await peer.sendsCode('other.ts', [
        lines(9, '    if (x) {\n      go();\n    }'),
        lines(20, '    stop();'),
      ]);
      await executeCommand('liveChannels.insertCode', hint);
      assert.equal(
        editor.document.getText(),
        'class A {\n\tm() {\n\t\tif (x) {\n\t\t\tgo();\n\t\t}\n\n\t\tstop();\n\t}\n}\n',
      );
      await executeCommand('undo');
      assert.equal(editor.document.getText(), 'class A {\n\tm() {\n\t\t\n\t}\n}\n');
    });
  });

  describe('insert over lines', () => {
    it('keeps the indentation of lines that are selected from their very start', async () => {
      const uri = await write('insert/over.ts', 'if (a) {\n    old();\n}\n');
      const editor = await vscode.window.showTextDocument(uri);
      editor.options = { insertSpaces: true, tabSize: 4 };
      editor.selection = new vscode.Selection(1, 0, 1, 10);
      const hint = await peer.sendsCode('other.ts', [lines(1, 'new();\nmore();')]);
      await executeCommand('liveChannels.insertCode', hint);
      assert.equal(editor.document.getText(), 'if (a) {\n    new();\n    more();\n}\n');
    });
  });

  describe('compare', () => {
    it('shows my file beside my file with their code in it', async () => {
      const uri = await write('compare/a.ts', code);
      const hint = await peer.sendsCode('compare/a.ts', [lines(2, '  return w + h;', body)]);
      await executeCommand('liveChannels.compareCode', hint);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.original.toString(), uri.toString());
      assert.equal(await textOf(input.modified), code.replace('w * h', 'w + h'));
    });

    it('shows a suggestion against what it was made for where the file is not here', async () => {
      const hint = await peer.sendsCode('compare/missing.ts', [lines(2, 'new', 'old')]);
      await executeCommand('liveChannels.compareCode', hint);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.deepEqual([await textOf(input.original), await textOf(input.modified)], ['old', 'new']);
    });

    it('shows what a patch makes of a file', async () => {
      await write('compare/p.ts', code);
      const hint = await peer.sendsPatch(
        patchOf('compare/p.ts', '@@ -1,3 +1,3 @@', [` ${code.split('\n')[0] ?? ''}`, `-${body}`, '+  return 0;', ' }']),
      );
      await executeCommand('liveChannels.compareCode', hint);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(await textOf(input.modified), code.replace(body, '  return 0;'));
    });
  });

  describe('apply', () => {
    it('writes nothing before the person has seen it', async () => {
      const uri = await write('apply/discard.ts', code);
      await discarded(
        'liveChannels.applyCode',
        await peer.sendsCode('apply/discard.ts', [lines(2, '  return 0;', body)]),
      );
      assert.equal(await textOf(uri), code);
      assert.equal(await read(uri), code);
    });

    it('puts a suggestion where its code is now, with the ends of lines of the file, in one step to undo', async () => {
      const here = `// new\r\n${code.replaceAll('\n', '\r\n')}`;
      const uri = await write('apply/crlf.ts', here);
      const editor = await vscode.window.showTextDocument(uri);
      const suggestion = lines(2, '  const a = w * h;\n  return a;', body);
      await applied('liveChannels.applyCode', await peer.sendsCode('apply/crlf.ts', [suggestion]));
      assert.equal(await textOf(uri), here.replace(body, '  const a = w * h;\r\n  return a;'));
      await vscode.window.showTextDocument(editor.document);
      await executeCommand('undo');
      assert.equal(await textOf(uri), here);
    });

    it('takes unsaved lines for what is here', async () => {
      const uri = await write('apply/dirty.ts', code);
      const editor = await vscode.window.showTextDocument(uri);
      await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '// unsaved\n'));
      await applied('liveChannels.applyCode', await peer.sendsCode('apply/dirty.ts', [lines(2, '  return 0;')]));
      assert.equal(
        editor.document.getText(),
        `// unsaved\n${code}`.replace('export function area(w: number, h: number) {', '  return 0;'),
      );
    });

    it('makes a whole file that is not here yet', async () => {
      const hint = await peer.sendsCode('apply/new/deep.ts', [lines(1, code)], { whole: true });
      await applied('liveChannels.applyCode', hint);
      assert.equal(await textOf(workspaceFile('apply/new/deep.ts')), code);
    });

    it('applies the hunks of a patch that fit, in one step to undo, and leaves out the others', async () => {
      const here = Array.from({ length: 40 }, (_, index) => `line ${index + 1}\n`).join('');
      const drifted = `first\n${here.replace('line 5\n', 'mine\n')}`;
      const uri = await write('apply/patched.txt', drifted);
      const hunk = (at: number) => [` line ${at - 1}`, `-line ${at}`, `+LINE ${at}`, ` line ${at + 1}`];
      const diff = patchOf(
        'apply/patched.txt',
        '@@ -4,3 +4,3 @@',
        hunk(5),
        '@@ -19,3 +19,3 @@',
        hunk(20),
        '@@ -29,3 +29,3 @@',
        hunk(30),
      );
      const editor = await vscode.window.showTextDocument(uri);
      await applied('liveChannels.applyCode', await peer.sendsPatch(diff));
      const wanted = drifted.replace('line 20\n', 'LINE 20\n').replace('line 30\n', 'LINE 30\n');
      assert.equal(await textOf(uri), wanted);
      await vscode.window.showTextDocument(editor.document);
      await executeCommand('undo');
      assert.equal(await textOf(uri), drifted);
    });

    it('adds, deletes, renames and copies files by a patch', async () => {
      const [gone, old] = [await write('files/gone.txt', 'x\n'), await write('files/old.txt', 'a\nb\n')];
      const diff = [
        'diff --git a/files/new.txt b/files/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/files/new.txt\n@@ -0,0 +1 @@\n+hello\n',
        'diff --git a/files/gone.txt b/files/gone.txt\ndeleted file mode 100644\n--- a/files/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
        'diff --git a/files/old.txt b/files/copy.txt\nsimilarity index 100%\ncopy from files/old.txt\ncopy to files/copy.txt\n',
        'diff --git a/files/old.txt b/files/name.txt\nsimilarity index 50%\nrename from files/old.txt\nrename to files/name.txt\n--- a/files/old.txt\n+++ b/files/name.txt\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
      ].join('');
      await applied('liveChannels.applyCode', await peer.sendsPatch(diff), 4);
      const here = await vscode.workspace.fs.readDirectory(workspaceFile('files'));
      assert.deepEqual(here.map(([name]) => name).sort(), ['copy.txt', 'name.txt', 'new.txt']);
      assert.equal(await textOf(workspaceFile('files/new.txt')), 'hello\n');
      assert.equal(await textOf(workspaceFile('files/name.txt')), 'a\nc\n');
      assert.equal(await textOf(workspaceFile('files/copy.txt')), 'a\nb\n');
      for (const uri of [gone, old]) await assert.rejects(async () => vscode.workspace.fs.stat(uri));
    });
  });

  describe('suggest a change', () => {
    it('edits a copy in its language and sends it back to the one it came from, naming what it answers', async () => {
      const hint = await peer.sendsCode('src/rateLimiter.ts', [lines(2, body)]);
      await executeCommand('liveChannels.suggestChange', hint);
      const { document } = activeEditor();
      assert.deepEqual([document.uri.scheme, document.languageId], ['live-channels-suggestion', 'typescript']);
      assert.equal(document.getText(), body);
      await activeEditor().edit(edit => edit.replace(new vscode.Range(0, 0, 0, body.length), '  return h * w;'));
      await executeCommand('liveChannels.sendSuggestion', document.uri);
      const sent = await peer.observer.hears({ type: 'snippet', re: hint.entry });
      assert.deepEqual([sent['path'], sent['language'], sent['direct']], ['src/rateLimiter.ts', 'typescript', true]);
      assert.deepEqual(sent['ranges'], [lines(2, '  return h * w;', body)]);
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab, undefined);
    });

    it('goes to all when it is about what went to all', async () => {
      const editor = await vscode.window.showTextDocument(workspaceFile('src/rateLimiter.ts'));
      editor.selection = new vscode.Selection(0, 0, 1, 0);
      await executeCommand('liveChannels.sendSelection', { channel: 'received', text: 'to all' });
      const { id, ranges } = await peer.observer.hears({ type: 'snippet', comment: 'to all' });
      await executeCommand('liveChannels.suggestChange', { channel: 'received', entry: id });
      const first = new vscode.Position(0, 0);
      await activeEditor().edit(edit => edit.insert(first, '// '));
      await executeCommand('liveChannels.sendSuggestion');
      const sent = await peer.observer.hears({ type: 'snippet', re: id });
      const [{ code: was } = { code: '' }] = ranges as { code: string }[];
      assert.equal(sent['direct'], undefined);
      assert.deepEqual(
        (sent['ranges'] as Record<string, unknown>[]).map(range => [range['was'], range['code']]),
        [[was, `// ${was}`]],
      );
    });

    it('stays open when nothing was changed', async () => {
      await executeCommand('liveChannels.suggestChange', await peer.sendsCode('a.ts', [lines(1, 'unchanged')]));
      await executeCommand('liveChannels.sendSuggestion');
      assert.equal(activeEditor().document.uri.scheme, 'live-channels-suggestion');
    });
  });

  describe('save and copy', () => {
    it('copies all of its pieces', async () => {
      await executeCommand('liveChannels.copyCode', await peer.sendsCode('a.ts', [lines(1, 'one'), lines(5, 'two')]));
      assert.equal(await vscode.env.clipboard.readText(), 'one\n\ntwo');
    });

    it('saves under a harmless name', async () => {
      // The desktop's own dialog is the system's, which no test can answer.
      await setting('files.simpleDialog.enable', true);
      const hint = await peer.sendsCode('..\\..\\saved\u202e.ts', [lines(1, 'saved')]);
      await accepted('liveChannels.saveCode', hint);
      assert.equal(await read(workspaceFile('saved_.ts')), 'saved');
      await setting('files.simpleDialog.enable', undefined);
    });
  });
});

/** A patch of one file: pairs of a hunk's head and its lines. */
function patchOf(path: string, ...hunks: (string | string[])[]): string {
  return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunks.flat().join('\n')}\n`;
}
