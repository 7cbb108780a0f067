import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Place } from '../../src/protocol/presence';
import { accepted, activeEditor, closeAll, write } from './receivedSupport';
import { Bench, delay, inWorker, setting, workspaceFile, type Frame, type Observer } from './support';

const { executeCommand } = vscode.commands;

let channels = 0;
/** What others say of themselves is told and shown a moment after it came. Milliseconds. */
const TOLD = 700;
/** Long enough to be scrolled through. */
const LONG = Array.from({ length: 400 }, (_, n) => `line ${n + 1}`).join('\n');

interface Said {
  status: string;
  place?: Place;
}

/** What the window under test has said of itself, in order. */
function said({ frames }: Observer): Said[] {
  return frames.flatMap(({ message }) => {
    const { type, presence, ...rest } = (message ?? {}) as Record<string, unknown>;
    if (type === 'presence') return [rest as unknown as Said];
    return type === 'hello' && presence !== undefined ? [presence as Said] : [];
  });
}

function isSaid({ message }: Frame, wanted: (said: Said) => boolean): boolean {
  const { type, presence, ...rest } = (message ?? {}) as Record<string, unknown>;
  if (type === 'presence') return wanted(rest as unknown as Said);
  return type === 'hello' && presence !== undefined && wanted(presence as Said);
}

/** A plain client that says where it is, as a peer does. */
class Walker {
  private n = 0;
  private seq = 0;
  private readonly session: string;

  private constructor(
    readonly channel: string,
    readonly observer: Observer,
    private readonly uid: string,
    /** The window under test. */
    private readonly other: string,
  ) {
    this.session = `walker-${uid}`;
  }

  /** In a channel of which nothing is known yet. */
  static async meet(bench: Bench): Promise<Walker> {
    const channel = `people-${++channels}`;
    const observer = await bench.observe(channel, 'as=Grace&announce=true');
    const { uid = '' } = await observer.sees(({ type }) => type === 'join');
    await executeCommand('liveChannels.joinChannel', channel);
    const { uid: other = '' } = await observer.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
    const walker = new Walker(channel, observer, uid, other);
    observer.send({ type: 'hello', session: walker.session, seen: {}, last: 0, met: {} });
    return walker;
  }

  get hint() {
    const { channel, uid } = this;
    return { channel, uid };
  }

  says(place?: Place): void {
    const { session } = this;
    this.observer.send({ type: 'presence', session, n: ++this.n, status: 'active', ...(place && { place }) });
  }

  /** Says a place, and waits until it was heard. */
  async isHeard(place?: Place): Promise<void> {
    const { session } = this;
    const seq = ++this.seq;
    const id = `${session}-${seq}`;
    this.says(place);
    this.observer.send({ type: 'chat', text: 'x', id, session, seq, at: Date.now(), direct: true }, this.other);
    await this.observer.hears({ type: 'receipt', id });
    await delay(TOLD);
  }

  /** From then on the first frame that is looked for is a later one. */
  forget(): void {
    this.observer.frames.length = 0;
  }

  hears(wanted: (said: Said) => boolean): Promise<Frame> {
    return this.observer.sees(frame => isSaid(frame, wanted));
  }
}

function at(path: string, top: number, bottom = top + 20): Place {
  const cursor = { startLine: top + 2, startColumn: 1, endLine: top + 2, endColumn: 5 };
  return { path, top, bottom, selections: [cursor] };
}

/** Waits for something that VS Code does not tell of. */
async function until(happened: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 120_000;
  while (!happened()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await delay(50);
  }
}

const shows = (path: string) => vscode.window.activeTextEditor?.document.uri.path.endsWith(`/${path}`) === true;
const topLine = () => (activeEditor().visibleRanges[0]?.start.line ?? -1) + 1;
/** A line may be in sight in part. */
const isTop = (line: number) => Math.abs(topLine() - line) <= 1;

/** Says a place and follows there, as soon as the window under test has heard of it. */
async function followed(walker: Walker, place: Place): Promise<void> {
  walker.says(place);
  await until(() => shows(place.path), `${place.path} to be shown`);
}

describe('how one is', () => {
  let bench: Bench;
  let walker: Walker;

  beforeEach(async () => {
    bench = await Bench.open();
    walker = await Walker.meet(bench);
  });
  afterEach(async () => {
    await executeCommand('liveChannels.setStatus', 'automatic');
    await bench.close(walker.channel);
  });

  it('is told to others, and “do not disturb” until it is taken back', async () => {
    await executeCommand('liveChannels.setStatus', 'busy');
    await walker.hears(({ status }) => status === 'busy');
    walker.forget();
    await executeCommand('liveChannels.setStatus', 'automatic');
    await walker.hears(({ status }) => status !== 'busy');
    assert.notEqual(said(walker.observer).at(-1)?.status, 'busy');
  });
});

describe('where one is', () => {
  let bench: Bench;
  let walker: Walker;

  beforeEach(async () => {
    await write('long.txt', LONG);
    await write('.gitignore', 'secret.txt\n');
    await write('secret.txt', LONG);
    await write('.env', 'A=1\n');
    bench = await Bench.open();
    walker = await Walker.meet(bench);
  });
  afterEach(async () => {
    await setting('liveChannels.shareLocation', undefined);
    await executeCommand('liveChannels.stopSharingLocation', { channel: walker.channel });
    await bench.close(walker.channel);
    await closeAll();
    for (const file of ['long.txt', 'secret.txt', '.env', '.gitignore']) {
      await vscode.workspace.fs.delete(workspaceFile(file));
    }
  });

  const open = async (path: string, line = 1) => {
    const position = new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(workspaceFile(path), { selection: new vscode.Range(position, position) });
  };
  const paths = () => said(walker.observer).flatMap(({ place }) => place?.path ?? []);

  it('is nobody’s business unless one says so', async () => {
    await open('long.txt', 3);
    await executeCommand('liveChannels.setStatus', 'busy');
    await walker.hears(({ status }) => status === 'busy');
    await executeCommand('liveChannels.setStatus', 'automatic');
    assert.deepEqual(paths(), []);
  });

  it('is shown in a channel from one’s own command on, with the lines in sight and the cursor', async () => {
    await open('long.txt', 100);
    await executeCommand('liveChannels.shareLocation', { channel: walker.channel });
    const { message } = await walker.hears(({ place }) => place?.path === 'long.txt');
    const { place } = message as Said;
    assert.ok(place && place.top <= 100 && place.bottom >= 100, JSON.stringify(place));
    assert.deepEqual(place.selections, [{ startLine: 100, startColumn: 1, endLine: 100, endColumn: 1 }]);
  });

  it('is taken back with the command to stop', async () => {
    await open('long.txt', 5);
    await executeCommand('liveChannels.shareLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place !== undefined);
    walker.forget();
    await executeCommand('liveChannels.stopSharingLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place === undefined);
    await open('long.txt', 50);
    await executeCommand('liveChannels.setStatus', 'call');
    await walker.hears(({ status }) => status === 'call');
    await executeCommand('liveChannels.setStatus', 'automatic');
    assert.deepEqual(paths(), []);
  });

  it('is shown by the setting, and not where a channel was excepted from it', async () => {
    await open('long.txt', 5);
    await setting('liveChannels.shareLocation', true);
    await walker.hears(({ place }) => place?.path === 'long.txt');
    walker.forget();
    await executeCommand('liveChannels.stopSharingLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place === undefined);
    assert.deepEqual(paths(), []);
  });

  it('is never told of a file that git ignores or that is never to be sent', async () => {
    await open('long.txt', 5);
    await executeCommand('liveChannels.shareLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place?.path === 'long.txt');
    for (const file of ['.env', ...(inWorker ? [] : ['secret.txt'])]) {
      walker.forget();
      await open(file, 1);
      await walker.hears(({ place }) => place === undefined);
      await open('long.txt', 9);
      await walker.hears(({ place }) => place?.path === 'long.txt');
      assert.deepEqual([...new Set(paths())], ['long.txt'], file);
    }
  });

  it('is never told of a file outside of the workspace, or of none', async () => {
    await open('long.txt', 5);
    await executeCommand('liveChannels.shareLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place !== undefined);
    walker.forget();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: LONG }));
    await walker.hears(({ place }) => place === undefined);
    assert.deepEqual(paths(), []);
    await executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is not told more than twice a second, however fast one moves', async () => {
    await open('long.txt', 1);
    await executeCommand('liveChannels.shareLocation', { channel: walker.channel });
    await walker.hears(({ place }) => place !== undefined);
    walker.forget();
    const began = Date.now();
    for (let line = 1; line <= 300; line++) {
      activeEditor().selection = new vscode.Selection(line, 0, line, 0);
      await delay(5);
    }
    await walker.hears(({ place }) => place?.selections[0]?.startLine === 301);
    const seconds = (Date.now() - began) / 1_000;
    assert.ok(paths().length <= 2 * seconds + 1, `${paths().length} in ${seconds} s`);
  });
});

describe('where others are', () => {
  let bench: Bench;
  let walker: Walker;

  beforeEach(async () => {
    await write('long.txt', LONG);
    await write('other.txt', LONG);
    bench = await Bench.open();
    walker = await Walker.meet(bench);
  });
  afterEach(async () => {
    await executeCommand('liveChannels.stopFollowing');
    await bench.close(walker.channel);
    await closeAll();
    for (const file of ['long.txt', 'other.txt']) await vscode.workspace.fs.delete(workspaceFile(file));
  });

  /** Follows as soon as the window under test knows where they are. */
  const follow = async (place: Place) => {
    await walker.isHeard(place);
    await executeCommand('liveChannels.followPerson', walker.hint);
    await until(() => shows(place.path), `${place.path} to be shown`);
  };

  it('is gone to with the cursor where theirs is', async () => {
    await walker.isHeard(at('long.txt', 200));
    await executeCommand('liveChannels.goToPerson', walker.hint);
    assert.ok(shows('long.txt'));
    const { line, character } = activeEditor().selection.active;
    assert.deepEqual([line, character], [201, 4]);
  });

  it('is not opened by itself', async () => {
    await walker.isHeard(at('long.txt', 200));
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('is followed from line to line and from file to file', async () => {
    await follow(at('long.txt', 100));
    await until(() => isTop(100), 'line 100 at the top');
    walker.says(at('long.txt', 300));
    await until(() => isTop(300), 'line 300 at the top');
    await followed(walker, at('other.txt', 50));
    await until(() => isTop(50), 'line 50 at the top');
    await followed(walker, at('long.txt', 7));
    await until(() => isTop(7), 'line 7 at the top');
  });

  it('leaves the cursor of the person where it was', async () => {
    await vscode.window.showTextDocument(workspaceFile('long.txt'));
    const selected = new Promise(resolve => {
      const listener = vscode.window.onDidChangeTextEditorSelection(({ selections: [selection] }) => {
        if (selection?.active.line === 3) resolve(listener.dispose());
      });
    });
    activeEditor().selection = new vscode.Selection(3, 0, 3, 0);
    await selected;
    await follow(at('long.txt', 200));
    await until(() => isTop(200), 'line 200 at the top');
    assert.equal(activeEditor().selection.active.line, 3);
  });

  const stillFollows = async (): Promise<boolean> => {
    await walker.isHeard(at('other.txt', 11));
    return shows('other.txt');
  };

  it('is followed no longer when the command says so', async () => {
    await follow(at('long.txt', 100));
    await executeCommand('liveChannels.stopFollowing');
    assert.equal(await stillFollows(), false);
  });

  it('is followed no longer when one scrolls', async () => {
    await follow(at('long.txt', 100));
    await until(() => isTop(100), 'line 100 at the top');
    await executeCommand('editorScroll', { to: 'down', by: 'line', value: 30 });
    await until(() => topLine() > 120, 'one’s own scroll');
    assert.equal(await stillFollows(), false);
  });

  it('is followed no longer when one goes to another editor', async () => {
    await follow(at('long.txt', 100));
    await vscode.window.showTextDocument(workspaceFile('src/bucket.ts'));
    assert.equal(await stillFollows(), false);
  });

  it('is followed no longer when one closes what was shown', async () => {
    await follow(at('long.txt', 100));
    await executeCommand('workbench.action.closeActiveEditor');
    assert.equal(await stillFollows(), false);
  });

  it('is followed on when a file is not there, and never outside of the workspace', async () => {
    await follow(at('long.txt', 100));
    for (const path of ['missing.txt', '../outside.txt', '/etc/passwd', '.git/config']) {
      walker.says(at(path, 1));
      await followed(walker, at('other.txt', 30));
      await followed(walker, at('long.txt', 60));
    }
    const names = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(names, ['long.txt']);
  });
});

describe('people one does not want to hear', () => {
  let bench: Bench;
  let walker: Walker;

  beforeEach(async () => {
    bench = await Bench.open();
    walker = await Walker.meet(bench);
  });
  afterEach(async () => {
    await executeCommand('liveChannels.unblockPerson', walker.hint);
    await bench.close(walker.channel);
  });

  it('are not followed', async () => {
    await walker.isHeard(at('src/bucket.ts', 1));
    await executeCommand('liveChannels.followPerson', walker.hint);
    await until(() => shows('src/bucket.ts'), 'src/bucket.ts to be shown');
    await accepted('liveChannels.blockPerson', walker.hint);
    await closeAll();
    await walker.isHeard(at('src/rateLimiter.ts', 1));
    await executeCommand('liveChannels.followPerson', walker.hint);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
