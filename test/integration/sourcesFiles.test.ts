import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activeFile, filesOrFolderParcel } from '../../src/ui/send/files';
import { listFolder } from '../../src/ui/send/folder';
import { imageFileParcel, pastedImageParcel } from '../../src/ui/send/images';
import { PeopleDrop } from '../../src/ui/people/drop';
import { fromBase64, joinBytes } from '../../src/base/encoding';
import { link, removeAll } from './files';
import { open, pressEnter, refused, write } from './sourceSupport';
import { Bench, inWorker, workspaceFile, type Observer } from './support';

const { executeCommand } = vscode.commands;
const { fs } = vscode.workspace;

const PNG_TEXT = 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAC0lEQVR42mNgQAcAABIAAeRVjecAAAAASUVORK5CYII=';
const PNG = fromBase64(PNG_TEXT) ?? new Uint8Array();

interface Sent {
  path: string;
  whole: boolean;
  language: string;
  ranges: { code: string }[];
}

describe('files', () => {
  let bench: Bench;
  let observer: Observer;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.enter('room');
  });
  after(async () => {
    await bench.close('room');
    for (const name of ['things', '.gitignore']) await removeAll(workspaceFile(name));
  });
  afterEach(() => executeCommand('workbench.action.closeAllEditors'));

  it('several at once arrive as one bundle, in the order of the selection, lines ended with LF', async () => {
    const uris = [
      await write('things/b.py', 'two = 2\r\n'),
      await write('things/a.txt', '\ufeffone\r\n'),
      workspaceFile('src/bucket.ts'),
    ];
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'three files' }, uris);
    const bundle = await observer.hears({ type: 'bundle', comment: 'three files' });
    assert.equal(bundle['title'], '');
    const snippets = bundle['snippets'] as Sent[];
    assert.deepEqual(
      snippets.map(({ path, language, whole }) => [path, language, whole]),
      [
        ['things/b.py', 'python', true],
        ['things/a.txt', 'plaintext', true],
        ['src/bucket.ts', 'typescript', true],
      ],
    );
    assert.deepEqual(
      snippets.slice(0, 2).map(({ ranges: [range] }) => range?.code),
      ['two = 2\n', 'one\n'],
    );
  });

  it('one arrives as a snippet, by the Explorer’s menu without a target to the channel that Enter takes', async () => {
    const uri = await write('things/menu.txt', 'from the menu\n');
    await pressEnter(executeCommand('liveChannels.sendFile', uri, [uri]));
    const snippet = await observer.hears({ type: 'snippet', path: 'things/menu.txt' });
    assert.equal(snippet['whole'], true);
  });

  it('of a folder are listed before they go, without what is not to go', async () => {
    await fs.delete(workspaceFile('things'), { recursive: true });
    await write('.gitignore', 'things/build/\n*.log\n');
    await write('things/a.ts', 'let a = 1;\n');
    await write('things/deep/er/b.ts', 'let b = 2;\n');
    await write('things/deep/er/big.txt', 'x'.repeat(1_100_000));
    if (!inWorker) {
      await write('things/build/out.js', 'out()\n');
      await write('things/some.log', 'log\n');
    }
    await write('things/.env', 'NAME=value\n');
    await write('things/empty.txt', '');
    await write('things/data.bin', new Uint8Array([1, 0, 2]));
    await write('things/.git/config', '[core]\n');
    await link(workspaceFile('src'), workspaceFile('things/out'));
    await link(workspaceFile('src/bucket.ts'), workspaceFile('things/link.ts'));
    const { files, leftOut, cut } = await listFolder(workspaceFile('things'));
    assert.deepEqual(
      files.map(({ name, size }) => [name, size]),
      [
        ['a.ts', 11],
        ['deep/er/b.ts', 11],
      ],
    );
    assert.equal(cut, false);
    const reasons = Object.fromEntries(leftOut.map(({ name, why }) => [name, why.replace(/ \(.*/, '')]));
    assert.deepEqual(reasons, {
      '.env': 'never to be sent',
      'data.bin': 'binary',
      'deep/er/big.txt': 'too large',
      'empty.txt': 'empty',
      'link.ts': 'a link',
      out: 'a link',
      ...(!inWorker && { build: 'ignored by git', 'some.log': 'ignored by git' }),
    });
  });

  it('of a folder that cannot be read are left out with that reason', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('half-locked', new HalfLocked(), { isReadonly: true });
    const { files, leftOut } = await listFolder(vscode.Uri.parse('half-locked:/top'));
    provider.dispose();
    assert.deepEqual(
      files.map(({ name }) => name),
      ['open.txt'],
    );
    assert.deepEqual(leftOut, [
      { name: 'shut.txt', why: 'cannot be read' },
      { name: 'locked/', why: 'cannot be read' },
    ]);
  });

  it('of a folder go as a bundle with its name', async () => {
    await pressEnter(
      executeCommand('liveChannels.sendFile', { channel: 'room', text: 'a folder' }, [workspaceFile('things')]),
    );
    const bundle = await observer.hears({ type: 'bundle', comment: 'a folder' });
    assert.equal(bundle['title'], 'things');
    assert.deepEqual(
      (bundle['snippets'] as Sent[]).map(({ path }) => path),
      ['things/a.ts', 'things/deep/er/b.ts'],
    );
  });

  it('of a folder are 200 at most, and that there are more is said', async () => {
    for (let index = 0; index < 203; index++) await write(`things/many/${index}.txt`, 'x\n');
    const { files, cut } = await listFolder(workspaceFile('things/many'));
    assert.deepEqual([files.length, cut], [200, true]);
    await fs.delete(workspaceFile('things/many'), { recursive: true });
  });

  it('that cannot go are said in a sentence', async () => {
    const parcel = (...uris: vscode.Uri[]) => filesOrFolderParcel(uris);
    await fs.createDirectory(workspaceFile('things/nothing'));
    await assert.rejects(parcel(workspaceFile('things/nothing')), refused(/^things\/nothing has no file to send\.$/));
    const build = workspaceFile('things/only');
    await write('things/only/a.bin', new Uint8Array([0]));
    await assert.rejects(parcel(build), refused(/^things\/only has no file to send\. Left out: a\.bin \(binary\)\.$/));
    await assert.rejects(
      parcel(workspaceFile('things/gone.txt')),
      refused(/^things\/gone\.txt is not there any more\.$/),
    );
    await assert.rejects(parcel(workspaceFile('things/empty.txt')), refused(/^This file is empty\.$/));
    const two = [workspaceFile('things/a.ts'), workspaceFile('things/empty.txt')];
    await assert.rejects(parcel(...two), refused(/^things\/empty\.txt is empty: take it out of the selection\.$/));
    await assert.rejects(parcel(build, workspaceFile('src')), refused(/^Send one folder at a time/));
    assert.throws(activeFile, refused(/^No editor is open/));
  });

  it('that are images arrive as images, whatever they are called', async () => {
    const uri = await write('things/picture.jpg', PNG);
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'a picture' }, [uri]);
    const image = await observer.hears({ type: 'image', comment: 'a picture' });
    const { name, mime, width, height, data } = image;
    assert.deepEqual([name, mime, width, height, data], ['picture.jpg', 'image/png', 3, 2, PNG_TEXT]);
  });

  it('that are images and code go together, each as what it is', async () => {
    const uris = [await write('things/p.png', PNG), workspaceFile('src/bucket.ts'), workspaceFile('README.md')];
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'mixed' }, uris);
    assert.equal(((await observer.hears({ type: 'bundle', comment: 'mixed' }))['snippets'] as Sent[]).length, 2);
    assert.equal((await observer.hears({ type: 'image', name: 'p.png' }))['comment'], undefined);
  });

  it('that are no image, or too large a one, are refused in a sentence', async () => {
    const fake = await write('things/fake.png', 'not a picture');
    await assert.rejects(imageFileParcel(fake), refused(/^fake\.png is no image that can be shown/));
    const large = await write('things/large.png', joinBytes([PNG, new Uint8Array(4 * 1024 * 1024)]));
    await assert.rejects(imageFileParcel(large), refused(/^large\.png is 4\.0 MB and an image may have 4 MB/));
    await assert.rejects(imageFileParcel(workspaceFile('no.png')), refused(/^no\.png is not there any more\.$/));
  });

  it('that are no files arrive too: an image that was pasted into the page', async () => {
    await executeCommand('liveChannels.sendImage', { channel: 'room', text: 'pasted' }, PNG_TEXT);
    const image = await observer.hears({ type: 'image', comment: 'pasted' });
    assert.deepEqual([image['name'], image['width']], ['Pasted image.png', 3]);
    assert.throws(() => pastedImageParcel('no base 64!'), refused(/^What was pasted is no image: copy one/));
    assert.throws(() => pastedImageParcel(btoa('<svg/>')), refused(/^Pasted image is no image that can be shown/));
  });

  it('an SVG goes as text', async () => {
    const uri = await write('things/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>\n');
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'an svg' }, [uri]);
    assert.equal((await observer.hears({ comment: 'an svg' }))['type'], 'snippet');
  });

  it('in front are sent from any editor: a picture’s has no text', async () => {
    const uri = await write('things/front.png', PNG);
    await executeCommand('vscode.open', uri);
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'in front' });
    assert.equal((await observer.hears({ comment: 'in front' }))['type'], 'image');
  });

  it('of a virtual document are sent by their text', async () => {
    const provider = { provideTextDocumentContent: () => 'virtual text\n' };
    const registered = vscode.workspace.registerTextDocumentContentProvider('made-up', provider);
    const uri = vscode.Uri.parse('made-up:/some/where/virtual.txt');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'virtual' });
    const snippet = await observer.hears({ comment: 'virtual' });
    assert.equal(snippet['path'], 'virtual.txt');
    assert.match(JSON.stringify(snippet['ranges']), /virtual text/);
    registered.dispose();
  });

  it('that are open and deleted meanwhile go as the editor has them', async () => {
    const uri = await write('things/deleted.txt', 'still here\n');
    const editor = await open('things/deleted.txt');
    await editor.edit(edit => edit.insert(new vscode.Position(0, 0), 'changed, '));
    await fs.delete(uri);
    await executeCommand('liveChannels.sendFile', { channel: 'room', text: 'deleted' });
    assert.match(JSON.stringify(await observer.hears({ comment: 'deleted' })), /changed, still here/);
    await executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('dropped on a channel or a person go there', async () => {
    const drop = async (uid?: string) => {
      const data = new vscode.DataTransfer();
      const list = `# a comment\r\n${workspaceFile('src/bucket.ts').toString()}\r\n`;
      data.set('text/uri-list', new vscode.DataTransferItem(list));
      const person = { uid: uid ?? '', name: 'Observer', self: false };
      const unmarked = {
        isAmbiguous: false,
        isFollowed: false,
        silence: undefined,
        verification: 'unverified',
      } as const;
      const node =
        uid === undefined
          ? ({ kind: 'channel', channel: 'room' } as const)
          : ({ kind: 'person', channel: 'room', uid, key: uid, person, ...unmarked } as const);
      await pressEnter(new PeopleDrop().handleDrop(node, data));
    };
    const before = observer.frames.length;
    await drop();
    const { uid } = await observer.sees(frame => frame.type === 'join');
    await drop(uid);
    const isFile = ({ message }: { message?: unknown }) => (message as Sent | undefined)?.path === 'src/bucket.ts';
    await observer.sees(frame => isFile(frame) && (frame.message as { direct?: true }).direct === true);
    const directs = observer.frames
      .slice(before)
      .filter(isFile)
      .map(({ message }) => (message as { direct?: true }).direct);
    assert.deepEqual(directs, [undefined, true]);
  });
});

/** A folder with a file and with what its owner keeps from us. */
class HalfLocked implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  stat({ path }: vscode.Uri): vscode.FileStat {
    const type = path.endsWith('.txt') ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: 0, size: 5 };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    if (uri.path !== '/top') throw vscode.FileSystemError.NoPermissions(uri);
    return [
      ['locked', vscode.FileType.Directory],
      ['open.txt', vscode.FileType.File],
      ['shut.txt', vscode.FileType.File],
    ];
  }

  readFile(uri: vscode.Uri): Uint8Array {
    if (uri.path.endsWith('shut.txt')) throw vscode.FileSystemError.NoPermissions(uri);
    return new TextEncoder().encode('open\n');
  }

  watch = () => ({ dispose: () => undefined });
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
