import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AppError } from '../../src/base/errors';
import type { ChannelInfo, LiveChannelsApi, ReceivedMessage } from '../../src/ui/api/liveChannels';
import { changeAccess, sample, type Sample } from './apiSupport';
import { Bench, type Observer } from './support';

const { executeCommand } = vscode.commands;

/** Written out, a scanner would find it in this repository. */
const TOKEN = ['ghp', 'zQ7mK2xV9tB4nL8wR3yC6uH1sD5fG0jPaE2k'].join('_');

/** What VS Code says instead of showing a modal question while it runs an extension's tests. */
const ASKED = /refused to show dialog/;

function refused(code: AppError['code'], words: RegExp): (thrown: unknown) => boolean {
  return thrown => {
    // It is the error of another bundle of the same code: what an extension goes by is its code and its words.
    const { code: found, message } = thrown as AppError;
    assert.equal(found, code, String(thrown));
    assert.match(message, words);
    return true;
  };
}

/** The next event that is wanted. */
function next<T>(
  event: (listener: (value: T) => void) => { dispose(): void },
  wanted: (value: T) => boolean = () => true,
): Promise<T> {
  return new Promise(resolve => {
    const listening = event(value => {
      if (!wanted(value)) return;
      listening.dispose();
      resolve(value);
    });
  });
}

describe('the API for other extensions', () => {
  let bench: Bench;
  let observer: Observer;
  let other: Sample;
  let api: LiveChannelsApi;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.observe('room');
    await executeCommand('liveChannels.joinChannel', 'room');
    other = await sample();
    ({ api } = other);
  });
  after(() => bench.close('room', 'builds'));

  it('has one version, and wants to know who asks', async () => {
    await assert.rejects(other.getApi(2), refused('input', /^Live Channels has version 1 of its API and no other/));
    const ours: unknown = vscode.extensions.getExtension('live-channels.live-channels')?.exports;
    const { getApi } = ours as { getApi: (...given: unknown[]) => Promise<unknown> };
    for (const caller of [undefined, {}, { extension: { id: 'made.up' }, subscriptions: [] }]) {
      await assert.rejects(getApi(1, caller), refused('input', /has to know who asks/));
    }
  });

  it('hands out functions, and nothing that leads further', () => {
    assert.deepEqual(
      Object.entries(api).filter(([key, value]) => key !== 'version' && typeof value !== 'function'),
      [],
    );
    assert.ok(Object.isFrozen(api));
  });

  it('asks before anything is read or sent, by name, and does nothing meanwhile', async () => {
    await assert.rejects(api.channels(), ASKED);
    await assert.rejects(api.sendText('room', 'too early'), ASKED);
    await assert.rejects(api.loadConnect(), ASKED);
    const heard: ReceivedMessage[] = [];
    const listening = api.onDidReceive(message => heard.push(message));
    observer.send({ type: 'chat', text: 'not for you' });
    await changeAccess();
    await api.sendText('room', 'now');
    await observer.hears({ text: 'now' });
    listening.dispose();
    assert.deepEqual(heard, []);
    assert.equal(JSON.stringify(observer.frames).includes('too early'), false);
  });

  it('tells which channels there are, and who is in them', async () => {
    const [room] = await api.channels();
    assert.deepEqual(
      { ...room, people: undefined },
      { name: 'room', privacy: 'open', state: 'online', people: undefined },
    );
    const people = await api.people('room');
    assert.deepEqual(
      people.map(({ name, self }) => [name, self]),
      [
        ['Ada', true],
        ['Observer', false],
      ],
    );
    await assert.rejects(api.people('nowhere'), refused('input', /^No channel called nowhere is joined/));
  });

  it('joins behind the channel in front, and leaves', async () => {
    const came = next(api.onDidChangeChannels);
    const watcher = await bench.observe('builds');
    assert.equal((await api.join('builds')).name, 'builds');
    await came;
    await watcher.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
    const went = next(api.onDidChangeChannels);
    await api.leave('builds');
    await went;
    await watcher.sees(frame => frame.type === 'leave');
    await assert.rejects(api.join(''), refused('input', /./));
  });

  it('sends text and code, to all and to one', async () => {
    const [, person] = await api.people('room');
    assert.ok(person?.uid);
    await api.sendText('room', 'only you', { to: person.uid });
    assert.equal((await observer.hears({ text: 'only you' }))['direct'], true);
    await api.sendSnippet('room', {
      code: 'a\r\nb',
      language: 'python',
      path: 'src/x.py',
      startLine: 3,
      comment: 'look',
    });
    const { path, language, ranges } = await observer.hears({ type: 'snippet', comment: 'look' });
    assert.deepEqual([path, language], ['src/x.py', 'python']);
    assert.deepEqual(ranges, [{ startLine: 3, startColumn: 1, endLine: 4, endColumn: 2, code: 'a\nb' }]);
    await assert.rejects(api.sendText('room', 'gone', { to: 'nobody' }), refused('input', /no longer in room/));
  });

  it('sends nothing that the guard asks about, and no path that leads out of the workspace', async () => {
    await assert.rejects(api.sendText('room', `the token is ${TOKEN}`), ASKED);
    await assert.rejects(api.sendSnippet('room', { code: 'PORT=1', path: '.env' }), ASKED);
    for (const path of ['/etc/passwd', '../other/a.ts', 'C:\\a.ts', '.git/config']) {
      await assert.rejects(api.sendSnippet('room', { code: 'x', path }), refused('input', /cannot be sent as a path/));
    }
    await assert.rejects(api.sendSnippet('room', { code: 5 } as never), refused('input', /^This is no snippet/));
    assert.equal(JSON.stringify(observer.frames).includes(TOKEN), false);
  });

  it('tells what comes in, who comes, and how the connection is', async () => {
    const message = next(api.onDidReceive, ({ text }) => text === 'see this');
    const ranges = [{ startLine: 7, startColumn: 1, endLine: 7, endColumn: 2, code: 'x' }];
    const lasting = { id: 'i1', session: 's1', seq: 1, at: Date.now() };
    observer.send({ type: 'snippet', text: 'see this', comment: 'see this', path: 'a.ts', ranges, ...lasting });
    const { from, kind, snippets, direct } = await message;
    assert.deepEqual([from.name, kind, direct], ['Observer', 'snippet', false]);
    assert.deepEqual(snippets, [{ code: 'x', path: 'a.ts', startLine: 7, endLine: 7 }]);

    const people = next(api.onDidChangePeople);
    await bench.observe('room', 'as=Grace&announce=true');
    assert.deepEqual(await people, { channel: 'room' });

    const states: ChannelInfo['state'][] = [];
    const listening = api.onDidChangeState(({ state }) => states.push(state));
    const back = next(api.onDidChangeState, ({ state }) => state === 'online');
    await executeCommand('liveChannels.reconnect', { channel: 'room' });
    await back;
    listening.dispose();
    assert.ok(states.length >= 2, states.join());
  });

  it('gives connect() itself, for the server that is set, and closes what was opened with it', async () => {
    const connect = await api.loadConnect();
    const socket = connect<{ score: { points: number } }>('room', { as: 'Build Reporter' });
    socket.send({ type: 'score', points: 3 });
    await observer.hears({ type: 'score', points: 3 });
    const closed = new Promise(resolve => socket.on('close', resolve));
    await changeAccess();
    await closed;
    const again = new Promise<{ error?: unknown }>(resolve => connect('room').on('close', resolve));
    assert.match(String((await again).error), /access to Live Channels has ended/);
  });

  it('fails with a code and a sentence once it was denied, and is silent', async () => {
    await assert.rejects(
      api.channels(),
      refused('denied', /^Build Reporter may not use your channels: run “Live Channels/),
    );
    await assert.rejects(api.requestAccess(), refused('denied', /Manage Access/));
    const heard: ReceivedMessage[] = [];
    const listening = api.onDidReceive(message => heard.push(message));
    const told = next(api.onDidReceive, ({ text }) => text === 'after');
    // To the window alone, which says when it is there: before access is given again.
    const { uid } = observer.frames.filter(({ type, alias }) => type === 'join' && alias === 'Ada').at(-1) ?? {};
    const lasting = { id: 'i2', session: 's1', seq: 1, at: Date.now(), direct: true };
    observer.send({ type: 'chat', text: 'while denied', ...lasting }, uid);
    await observer.hears({ type: 'receipt', id: 'i2' });
    await changeAccess();
    observer.send({ type: 'chat', text: 'after' });
    await told;
    listening.dispose();
    assert.deepEqual(
      heard.map(({ text }) => text),
      ['after'],
    );
  });

  it('ends with its caller', async () => {
    const { api: own, end } = await other.lasting();
    const heard: string[] = [];
    own.onDidReceive(({ text }) => heard.push(text));
    const connect = await own.loadConnect();
    const socket = connect('room').open();
    const closed = new Promise(resolve => socket.on('close', resolve));
    end();
    await closed;
    const told = next(api.onDidReceive, ({ text }) => text === 'the last');
    observer.send({ type: 'chat', text: 'the last' });
    await told;
    assert.deepEqual(heard, []);
    await assert.rejects(own.channels(), refused('input', /^This API was disposed/));
  });
});
