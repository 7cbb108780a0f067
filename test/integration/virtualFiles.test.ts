import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Channel } from '../../src/session/channel';
import { goToCode } from '../../src/ui/received/goTo';
import type { Bundle } from '../../src/ui/received/received';
import { saveBundle } from '../../src/ui/received/save';
import { placeBelow } from '../../src/ui/received/workspaceFiles';
import { VirtualFolder } from '../virtual-folder/extension.js';
import { Answers } from './answers';
import { bytesOf, readText } from './files';
import { activeEditor, closeAll, lines } from './receivedSupport';
import { Bench, type Observer } from './support';

const { executeCommand } = vscode.commands;

const TEXT = '// one\nexport const limit = 3;\n';

describe('files that are on no disk', () => {
  let bench: Bench;
  let observer: Observer;
  let folder: VirtualFolder;

  before(async () => {
    folder = new VirtualFolder('virtual-files');
    bench = await Bench.open();
    observer = await bench.observe('virtual');
    await executeCommand('liveChannels.joinChannel', 'virtual');
  });
  beforeEach(() => vscode.workspace.fs.writeFile(folder.uri('src/limit.ts'), bytesOf(TEXT)));
  afterEach(closeAll);
  after(async () => {
    await bench.close('virtual');
    folder.dispose();
  });

  it('are sent by their name, the selection of one and the whole of it', async () => {
    const editor = await vscode.window.showTextDocument(folder.uri('src/limit.ts'));
    editor.selection = new vscode.Selection(1, 0, 1, 23);
    await executeCommand('liveChannels.sendSelection', { channel: 'virtual', text: 'a line' });
    await executeCommand('liveChannels.sendFile', { channel: 'virtual', text: 'all of it' });
    const line = await observer.hears({ type: 'snippet', comment: 'a line' });
    const whole = await observer.hears({ type: 'snippet', comment: 'all of it' });
    assert.deepEqual([line['path'], whole['path'], whole['whole']], ['limit.ts', 'limit.ts', true]);
    const [range] = line['ranges'] as { startLine: number; code: string }[];
    assert.deepEqual([range?.startLine, range?.code], [2, 'export const limit = 3;']);
    assert.ok(!JSON.stringify([line, whole]).includes(folder.root.authority), 'nobody is told where they are');
  });

  it('are gone to, where the code that was received stands now', async () => {
    const { uri, exists } = await placeBelow(folder.root, 'src/limit.ts');
    assert.ok(exists);
    const received = { type: 'snippet', path: 'src/limit.ts', ranges: [lines(1, 'export const limit = 3;')] } as const;
    assert.ok(await goToCode(uri, { ...received, ranges: [...received.ranges] }, new Answers()));
    const { document, selection } = activeEditor();
    assert.deepEqual([document.uri.toString(), selection.start.line], [folder.uri('src/limit.ts').toString(), 1]);
  });

  it('are written from what was received, in the folder that was chosen', async () => {
    const snippets = [
      { path: 'src/limit.ts', whole: true as const, ranges: [lines(1, 'export const limit = 4;')] },
      { path: 'new/a.ts', whole: true as const, ranges: [lines(1, 'export const a = 1;')] },
    ];
    const body: Bundle = { type: 'bundle', title: 'limiter', snippets };
    const answers = new Answers({ yes: true, folder: folder.root });
    await saveBundle(
      {
        hint: { channel: 'virtual', entry: 'e0' },
        channel: { name: 'virtual' } as unknown as Channel,
        entry: { kind: 'message', id: 'e0', from: { self: false }, date: 0, body, state: 'sent' },
        body,
      },
      answers,
    );
    assert.deepEqual(answers.listed, ['src/limit.ts replaces a file', 'new/a.ts ']);
    assert.equal(await readText(folder.uri('src/limit.ts')), 'export const limit = 4;');
    assert.equal(await readText(folder.uri('new/a.ts')), 'export const a = 1;');
  });
});
