import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { AppError } from '../../../src/base/errors';
import type { Disposable } from '../../../src/base/lifecycle';
import { startRelay, type Relay } from '../../../src/relay/server';
import type { ChannelFailure, ChannelOptions } from '../../../src/session/channel';
import type { StoredMessage } from '../../../src/session/outbox';
import { systemClock, type Clock } from '../../../src/session/clock';
import { snippetDraft } from '../../../src/snippet/snippet';
import { dialTo, join, until, type Joined } from '../support/channel';

const noop = () => undefined;

/** Knows how many timers there are. */
class CountingClock implements Clock {
  private readonly waiting = new Set<Disposable>();

  get timers(): number {
    return this.waiting.size;
  }

  now(): number {
    return systemClock.now();
  }

  after(ms: number, act: () => void): Disposable {
    const timer = systemClock.after(ms, () => {
      this.waiting.delete(waiting);
      act();
    });
    const waiting: Disposable = {
      dispose: () => {
        this.waiting.delete(waiting);
        timer.dispose();
      },
    };
    this.waiting.add(waiting);
    return waiting;
  }
}

describe('a joined channel', () => {
  let relay: Relay;
  const people: Joined[] = [];
  const sockets: WebSocket[] = [];

  beforeEach(async () => (relay = await startRelay({})));
  afterEach(async () => {
    for (const { channel } of people.splice(0)) channel.dispose();
    for (const socket of sockets.splice(0)) socket.terminate();
    await relay.close();
  });

  const enter = async (name: string, more = {}): Promise<Joined> => {
    const person = join(
      dialTo(() => relay.url, 'room', more),
      'room',
      name,
    );
    people.push(person);
    await person.online();
    return person;
  };
  /** A plain itty client that says what it likes. */
  const plain = async (query = ''): Promise<WebSocket> => {
    const socket = new WebSocket(`${relay.url}/c/room${query}`);
    sockets.push(socket);
    await once(socket, 'open');
    return socket;
  };
  const names = ({ channel }: Joined) => channel.view.people.map(({ name }) => name);
  const uidOf = ({ channel }: Joined): string => channel.view.people[0]?.uid ?? '';
  const failureOf = ({ channel }: Joined): Promise<ChannelFailure> =>
    new Promise(resolve => channel.onDidFail(resolve));

  it('carries talk and code, and says when the server has them', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    ada.channel.send({ type: 'chat', text: 'hello' });
    assert.equal((await grace.shown('hello')).from.name, 'Ada');
    assert.equal((await ada.reached('hello', 'sent')).from.self, true);

    const range = { startLine: 3, startColumn: 1, endLine: 3, endColumn: 4, code: 'foo' };
    grace.channel.send(snippetDraft({ path: 'a.ts', language: 'typescript' }, [range], 'see'));
    const { body } = await ada.shown('foo');
    assert.deepEqual(body, { type: 'snippet', path: 'a.ts', language: 'typescript', comment: 'see', ranges: [range] });
    assert.deepEqual(ada.texts(), ['hello', 'foo']);
    assert.deepEqual(grace.texts(), ['hello', 'foo']);
  });

  it('knows who is there, who comes and who goes, oneself first', async () => {
    const ada = await enter('Ada');
    const grace = await enter('Grace');
    await until(ada.channel.onDidChange, () => names(ada).length === 2);
    assert.deepEqual(names(ada), ['Ada', 'Grace']);
    assert.deepEqual(names(grace), ['Grace', 'Ada']);
    const unnamed = await plain();
    await until(ada.channel.onDidChange, () => ada.channel.view.anonymous === 1);
    unnamed.close();
    await until(ada.channel.onDidChange, () => ada.channel.view.anonymous === 0);
    grace.channel.dispose();
    await until(ada.channel.onDidChange, () => names(ada).length === 1);
    const lines = ada.channel.transcript.entries.map(entry => entry.kind);
    assert.deepEqual(lines, ['join', 'join', 'leave', 'leave']);
  });

  it('takes a direct message to its addressee alone', async () => {
    const [ada, grace, eve] = [await enter('Ada'), await enter('Grace'), await enter('Eve')];
    await until(ada.channel.onDidChange, () => names(ada).includes('Grace'));
    ada.channel.send({ type: 'chat', text: 'for you' }, uidOf(grace));
    const got = await grace.shown('for you');
    assert.equal(got.to?.self, true);
    assert.equal((await ada.reached('for you', 'delivered')).to?.name, 'Grace');
    ada.channel.send({ type: 'chat', text: 'for all' });
    await eve.shown('for all');
    assert.deepEqual(eve.texts(), ['for all']);
  });

  it('fails a direct message to someone who has gone, and names them', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    await until(ada.channel.onDidChange, () => names(ada).includes('Grace'));
    const uid = uidOf(grace);
    ada.channel.send({ type: 'chat', text: 'first' }, uid);
    await grace.shown('first');
    grace.channel.dispose();
    await until(ada.channel.onDidChange, () => !names(ada).includes('Grace'));
    const failure = failureOf(ada);
    ada.channel.send({ type: 'chat', text: 'too late' }, uid);
    assert.match((await failure).error.message, /^Grace is no longer in room/);
    assert.equal((await ada.reached('too late', 'failed')).reason, 'No longer here');
    assert.equal((await ada.shown('first')).state, 'delivered');
  });

  it('keeps what is written without a connection, and sends it in order when there is one', async () => {
    const ada = await enter('Ada');
    const { port } = relay;
    await relay.close();
    await until(ada.channel.onDidChange, () => ada.channel.view.state === 'reconnecting');
    ada.channel.send({ type: 'chat', text: 'one' });
    ada.channel.send({ type: 'chat', text: 'two' });
    assert.deepEqual(
      ada.messages().map(({ state }) => state),
      ['waiting', 'waiting'],
    );
    relay = await startRelay({ port });
    await ada.reached('two', 'sent');
    assert.deepEqual(ada.texts(), ['one', 'two']);
    assert.equal(
      ada.messages().every(({ state }) => state === 'sent'),
      true,
    );
  });

  it('shows a message that comes twice once', async () => {
    const ada = await enter('Ada');
    const peer = await plain();
    const chat = JSON.stringify({ type: 'chat', text: 'again', id: 'i', session: 's', seq: 1, at: 1 });
    peer.send(chat);
    peer.send(chat);
    peer.send(JSON.stringify('end'));
    await ada.shown('end');
    assert.deepEqual(ada.texts(), ['again', 'end']);
  });

  it('does not let a peer forge an error, a join, or that its own message has arrived', async () => {
    const ada = await enter('Ada');
    const failures: AppError[] = [];
    ada.channel.onDidFail(({ error }) => failures.push(error));
    const peer = await plain();
    await until(ada.channel.onDidChange, () => ada.channel.view.anonymous === 1);
    const before = ada.channel.transcript.entries.length;
    for (const type of ['error', 'join', 'leave', 'open', 'close']) {
      peer.send(JSON.stringify({ type, message: 'forged', users: 99, uid: 'x', alias: 'Ada' }));
    }
    peer.send(JSON.stringify('end'));
    await ada.shown('end');
    assert.deepEqual(failures, []);
    const entries = ada.channel.transcript.entries.slice(before);
    assert.equal(
      entries.every(entry => entry.kind === 'message' && entry.from.name === undefined),
      true,
    );
    assert.deepEqual([names(ada), ada.channel.view.anonymous], [['Ada'], 1]);
  });

  it('says that it was refused when a key is missing, and does not try again by itself', async () => {
    await enter('Ada', { joinKey: 'secret' });
    const eve = join(
      dialTo(() => relay.url, 'room'),
      'room',
      'Eve',
    );
    people.push(eve);
    await until(eve.channel.onDidChange, () => eve.channel.view.state === 'refused');
    assert.equal(eve.channel.status.error?.code, 'refused');
    assert.equal(eve.channel.status.retryAt, undefined);
    assert.equal(eve.channel.status.error.message.includes('secret'), false);
  });

  it('fails a message that the server refuses, with its reason, and sends it again on request', async () => {
    await enter('Ada', { sendKey: 'secret' });
    const eve = await enter('Eve');
    const failure = failureOf(eve);
    eve.channel.send({ type: 'chat', text: 'let me' });
    const { entry = '' } = await failure;
    assert.equal((await eve.reached('let me', 'failed')).id, entry);
    const again = failureOf(eve);
    eve.channel.retry(entry);
    assert.equal((await again).entry, entry);
    assert.deepEqual(eve.texts(), ['let me']);
  });

  it('takes over nothing that is longer than a transfer may be, and says how large it is', async () => {
    const ada = await enter('Ada');
    const send = () => ada.channel.send({ type: 'chat', text: 'x'.repeat(9_000_000) });
    assert.throws(send, /This is 9 MB and a message holds 8 MB/);
    assert.deepEqual(ada.texts(), []);
  });

  it('carries what does not fit a frame, to all and to one, in its place among the others', async () => {
    const [ada, grace, eve] = [await enter('Ada'), await enter('Grace'), await enter('Eve')];
    const long = randomBytes(400_000).toString('base64');
    ada.channel.send({ type: 'chat', text: 'before' });
    ada.channel.send({ type: 'chat', text: long });
    ada.channel.send({ type: 'chat', text: 'after' });
    await grace.shown('after');
    await eve.shown('after');
    assert.deepEqual(grace.texts(), ['before', long, 'after']);
    assert.deepEqual(eve.texts(), ['before', long, 'after']);
    await ada.reached(long, 'sent');
    await until(ada.channel.onDidChange, () => names(ada).includes('Grace'));
    const other = randomBytes(200_000).toString('base64');
    ada.channel.send({ type: 'chat', text: other }, uidOf(grace));
    await ada.reached(other, 'delivered');
    assert.equal(grace.texts().at(-1), other);
    assert.equal(eve.texts().includes(other), false);
    for (const { channel } of [ada, grace, eve]) {
      assert.deepEqual(
        channel.transcript.entries.filter(({ kind }) => kind === 'transfer'),
        [],
      );
    }
  });

  it('goes on with what was on its way when the relay is gone and back', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const long = randomBytes(3_000_000).toString('base64');
    ada.channel.send({ type: 'chat', text: long });
    const { transcript } = grace.channel;
    await until(transcript.onDidChange, () => transcript.entries.some(({ kind }) => kind === 'transfer'));
    const { port } = relay;
    await relay.close();
    ada.channel.send({ type: 'chat', text: 'after' });
    relay = await startRelay({ port });
    await grace.shown('after');
    await ada.reached(long, 'sent');
    assert.deepEqual(grace.texts(), [long, 'after']);
  });

  it('takes back what is going out in parts, and others wait for nothing', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    ada.channel.send({ type: 'chat', text: randomBytes(5_000_000).toString('base64') });
    const { transcript } = grace.channel;
    await until(transcript.onDidChange, () => transcript.entries.some(({ kind }) => kind === 'transfer'));
    ada.channel.cancel(ada.messages()[0]?.id ?? '');
    ada.channel.send({ type: 'chat', text: 'never mind' });
    await grace.shown('never mind');
    assert.deepEqual([ada.texts(), grace.texts()], [['never mind'], ['never mind']]);
    assert.deepEqual(
      grace.channel.transcript.entries.filter(({ kind }) => kind === 'missing'),
      [],
    );
  });

  it('is given what was said while its window was reloaded', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    grace.channel.send({ type: 'chat', text: 'mine' });
    await ada.shown('mine');
    ada.channel.send({ type: 'chat', text: 'one' });
    await grace.shown('one');
    grace.channel.dispose();
    ada.channel.send({ type: 'chat', text: 'two' });
    const options = { formerly: [grace.channel.session] };
    const again = join(
      dialTo(() => relay.url, 'room'),
      'room',
      'Grace',
      options,
    );
    people.push(again);
    await again.shown('two');
    assert.deepEqual(again.texts(), ['mine', 'one', 'two']);
    assert.deepEqual(
      again.messages().map(({ from }) => from.self),
      [true, false, false],
    );
  });

  it('waits for nothing any more once it is left, be it from within what it tells, and takes nothing up', async () => {
    const grace = await enter('Grace');
    const draft = { type: 'chat' as const, text: 'too late' };
    for (const moment of ['state', 'said'] as const) {
      const clock = new CountingClock();
      let stored: (messages: StoredMessage[]) => void = () => undefined;
      const load = () => new Promise<StoredMessage[]>(resolve => (stored = resolve));
      const dial = dialTo(() => relay.url, 'room');
      const { channel, texts } = join(dial, 'room', 'Ada', { clock, store: { load, put: noop, remove: noop } });
      const { onDidChange } = moment === 'state' ? channel : channel.transcript;
      const left = new Promise<void>(resolve => {
        onDidChange(() => {
          if (channel.status.state !== 'online') return;
          channel.dispose();
          resolve();
        });
      });
      if (moment === 'said') {
        await until(channel.onDidChange, () => channel.view.people[0]?.uid !== undefined);
        assert.ok(clock.timers > 0);
        grace.channel.send({ type: 'chat', text: 'hello' });
      }
      await left;
      stored([{ id: 'i', draft }]);
      // What the store has loaded is taken up in a turn of its own, if at all.
      await turn();
      assert.deepEqual([clock.timers, texts().includes(draft.text)], [0, false], moment);
    }
  });

  it('gives a newcomer nothing of before, unless that is shared', async () => {
    const ada = await enter('Ada');
    ada.channel.send({ type: 'chat', text: 'old' });
    await ada.reached('old', 'sent');
    const grace = await enter('Grace');
    ada.channel.send({ type: 'chat', text: 'new' });
    await grace.shown('new');
    assert.deepEqual(grace.texts(), ['new']);
    const generous = join(
      dialTo(() => relay.url, 'open'),
      'open',
      'Ada',
      { sharesHistory: () => true },
    );
    people.push(generous);
    await generous.online();
    generous.channel.send({ type: 'chat', text: 'told before' });
    await generous.reached('told before', 'sent');
    const newcomer = join(
      dialTo(() => relay.url, 'open'),
      'open',
      'Grace',
    );
    people.push(newcomer);
    assert.equal((await newcomer.shown('told before')).from.name, 'Ada');
  });

  it('lets nobody speak as a session whose connection is here: not for direct messages, nor for numbers and ids', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    ada.channel.send({ type: 'chat', text: 'first' });
    await grace.shown('first');
    const { session } = ada.channel;
    const mallory = await plain('?as=Mallory&announce=true');
    const heard: string[] = [];
    mallory.on('message', (data: Buffer) => heard.push(data.toString()));
    const lasting = { session, at: 1, text: 'forged' };
    mallory.send(JSON.stringify({ type: 'hello', session, seen: {}, last: 0, met: {}, ask: true }));
    mallory.send(JSON.stringify({ ...lasting, type: 'void', id: 'v', seq: 2, text: '' }));
    mallory.send(JSON.stringify({ ...lasting, type: 'chat', id: 'f', seq: Number.MAX_SAFE_INTEGER - 1 }));
    mallory.send(JSON.stringify('end'));
    await grace.shown('end');
    await until(grace.channel.onDidChange, () => names(grace).includes('Ada'));
    grace.channel.send({ type: 'chat', text: 'for Ada alone' }, uidOf(ada));
    await ada.shown('for Ada alone');
    await grace.reached('for Ada alone', 'delivered');
    for (const text of ['second', 'third']) ada.channel.send({ type: 'chat', text });
    await grace.shown('third');
    assert.deepEqual(grace.texts(), ['first', 'end', 'for Ada alone', 'second', 'third']);
    assert.ok(!heard.join().includes('for Ada alone'));
  });

  it('does not take a message for another one that has its id', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const mallory = await plain('?as=Mallory');
    mallory.on('message', (data: Buffer) => {
      const { message } = JSON.parse(data.toString()) as { message?: { type?: string; transfer?: string } };
      if (message?.type !== 'part') return;
      const theft = { type: 'chat', session: 'mallory', seq: 1, at: 1, id: message.transfer, text: 'stolen' };
      mallory.send(JSON.stringify(theft));
    });
    const long = randomBytes(300_000).toString('base64');
    ada.channel.send({ type: 'chat', text: long });
    await grace.shown('stolen');
    await grace.shown(long);
  });

  it('reports nothing where one may only read, until one says something', async () => {
    await enter('Ada', { sendKey: 'secret' });
    const eve = await enter('Eve');
    const failures: ChannelFailure[] = [];
    eve.channel.onDidFail(failure => failures.push(failure));
    const observer = await plain();
    await until(eve.channel.onDidChange, () => eve.channel.view.anonymous === 1);
    observer.close();
    await until(eve.channel.onDidChange, () => eve.channel.view.anonymous === 0);
    assert.deepEqual(failures, []);
    const failure = failureOf(eve);
    eve.channel.send({ type: 'chat', text: 'hello?' });
    assert.notEqual((await failure).entry, undefined);
  });

  it('carries what is said about messages afterwards, and who says it', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    ada.channel.send({ type: 'chat', text: 'helo' });
    const { id } = await grace.shown('helo');
    await ada.reached('helo', 'sent');
    grace.channel.react(id, '👍', true);
    ada.channel.edit(ada.messages()[0]?.id ?? '', 'hello');
    assert.equal((await grace.shown('hello')).edited, true);
    const entry = () => ada.messages()[0];
    await until(ada.channel.transcript.onDidChange, () => entry()?.reactions !== undefined);
    assert.deepEqual(entry()?.reactions, [{ emoji: '👍', names: ['Grace'], count: 1, own: false }]);
    assert.deepEqual(grace.messages()[0]?.reactions, [{ emoji: '👍', names: ['Grace'], count: 1, own: true }]);
    assert.throws(() => grace.channel.edit(id, 'forged'), /Only who wrote/);
    ada.channel.delete(entry()?.id ?? '');
    await until(grace.channel.transcript.onDidChange, () => grace.messages()[0]?.deleted === true);
    assert.equal(grace.texts()[0], '');
  });

  it('carries an edit that does not fit a frame', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    ada.channel.send({ type: 'chat', text: 'short' });
    await grace.shown('short');
    await ada.reached('short', 'sent');
    const long = randomBytes(200_000).toString('base64');
    ada.channel.edit(ada.messages()[0]?.id ?? '', long);
    await grace.shown(long);
    await ada.reached(long, 'sent');
    assert.deepEqual(grace.texts(), [long]);
  });

  it('does not give a newcomer what was deleted, nor an edit as an entry', async () => {
    const open = (name: string, more: Partial<ChannelOptions> = {}) => {
      const one = join(
        dialTo(() => relay.url, 'open'),
        'open',
        name,
        more,
      );
      people.push(one);
      return one;
    };
    const ada = open('Ada', { sharesHistory: () => true });
    await ada.online();
    for (const text of ['secret', 'wrong', 'last']) ada.channel.send({ type: 'chat', text });
    await ada.reached('last', 'sent');
    const [secret, wrong] = ada.messages();
    ada.channel.delete(secret?.id ?? '');
    ada.channel.edit(wrong?.id ?? '', 'right');
    await ada.reached('right', 'sent');
    const heard: string[] = [];
    const grace = open('Grace');
    grace.channel.transcript.onDidChange(({ entry }) => heard.push(JSON.stringify(entry)));
    await grace.shown('last');
    await grace.shown('right');
    assert.deepEqual(grace.texts(), ['right', 'last']);
    assert.ok(!heard.join().includes('secret'));
  });

  it('knows how the others are, whom they write to, and that who comes back is the same', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const view = (one: Joined, name: string) => one.channel.view.people.find(person => person.name === name);
    const place = { path: 'src/a.ts', top: 1, bottom: 40, selections: [] };
    grace.channel.setPresence({ status: 'busy', place });
    await until(ada.channel.onDidChange, () => view(ada, 'Grace')?.place !== undefined);
    const { status, session } = view(ada, 'Grace') ?? {};
    assert.deepEqual([status, session], ['busy', grace.channel.session]);
    assert.deepEqual(grace.channel.view.people[0]?.status, 'busy');
    grace.channel.typing(true, uidOf(ada));
    await until(ada.channel.onDidChange, () => view(ada, 'Grace')?.typing === true);
    grace.channel.send({ type: 'chat', text: 'hello' }, uidOf(ada));
    await until(ada.channel.onDidChange, () => view(ada, 'Grace')?.typing === undefined);
    const before = view(ada, 'Grace')?.uid;
    grace.channel.reconnect();
    await until(ada.channel.onDidChange, () => {
      const now = view(ada, 'Grace');
      return now?.uid !== undefined && now.uid !== before && now.session === session;
    });
    assert.equal(view(ada, 'Grace')?.status, 'busy');
  });

  it('hides who is blocked, until they no longer are', async () => {
    const [ada, eve] = [await enter('Ada'), await enter('Eve')];
    eve.channel.setPresence({ status: 'active', place: { path: 'a.ts', top: 1, bottom: 2, selections: [] } });
    const view = () => ada.channel.view.people.find(({ name }) => name === 'Eve');
    await until(ada.channel.onDidChange, () => view()?.place !== undefined);
    ada.channel.setBlocked(({ session }) => session === eve.channel.session);
    assert.equal(view()?.place, undefined);
    eve.channel.send({ type: 'chat', text: 'listen' });
    await until(ada.channel.transcript.onDidChange, () => ada.messages()[0]?.blocked === true);
    assert.deepEqual(ada.texts(), ['']);
    ada.channel.setBlocked(() => false);
    assert.deepEqual(ada.texts(), ['listen']);
  });
});
