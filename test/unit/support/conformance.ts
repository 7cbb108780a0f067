import assert from 'node:assert/strict';
import { channelPath } from '../../../src/client/address';
import type { AnyEvent } from './client';
import { useRelay } from './relay';

/**
 * What a relay owes to any client, as `itty-protocol.md` has it, seen through the client's own events: a test of both.
 * Each client brings a way to join.
 */

/** What is needed of a client's socket. */
export interface ConformingSocket {
  on(type: string, listener: (event: AnyEvent) => unknown): unknown;
  send(message: unknown, uid?: string): unknown;
  push(message: unknown, uid?: string): unknown;
  close(): unknown;
}

/** One client under test: what it has heard, and what it can say. */
export class Participant {
  readonly events: AnyEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private seen = 0;

  constructor(private readonly socket: Pick<ConformingSocket, 'send' | 'push' | 'close'>) {}

  /** An event of the client, with the name it was heard under. */
  heard(heardAs: string, event: AnyEvent): void {
    this.events.push({ ...event, heardAs });
    for (const check of [...this.waiting]) check();
  }

  /** The next event, after those already returned, of this name that fits. */
  next(name: string, fits: (event: AnyEvent) => boolean = () => true): Promise<AnyEvent> {
    return new Promise(resolve => {
      const check = (): void => {
        for (; this.seen < this.events.length; this.seen += 1) {
          const event = this.events[this.seen];
          if (event?.['heardAs'] !== name || !fits(event)) continue;
          this.seen += 1;
          this.waiting.delete(check);
          resolve(event);
          return;
        }
      };
      this.waiting.add(check);
      check();
    });
  }

  get messages(): unknown[] {
    return this.events.filter(event => event['heardAs'] === 'message').map(event => event['message']);
  }

  send(message: unknown, uid?: string): void {
    // The public client takes an `undefined` for a uid of that name.
    if (uid === undefined) this.socket.send(message);
    else this.socket.send(message, uid);
  }

  push(message: unknown): void {
    this.socket.push(message);
  }

  /** Closes; done when the client was told so. */
  async close(): Promise<void> {
    await this.socket.close();
  }
}

/** The events that every client has. */
export const EVENTS = ['open', 'close', 'message', 'join', 'leave', 'error'] as const;

/** A participant by a client that runs in this process. */
export function participantOf(socket: ConformingSocket): Participant {
  const participant = new Participant(socket);
  for (const name of EVENTS) socket.on(name, event => participant.heard(name, event));
  return participant;
}

export type Options = Record<string, string | boolean>;

/** Joins the channel that has this URL; the options go into its query. */
export type JoinBy = (url: string, options: Options) => Participant | Promise<Participant>;

const PAYLOADS: readonly unknown[] = [
  'text',
  '',
  'ünï 🎉 \u001f \u0000 \u2028',
  0,
  -1.5e-7,
  true,
  null,
  [1, [2, [3]]],
  {},
  { type: 'chat', text: 'hi' },
  { a: { b: [null, 'c'] }, '': 1 },
];

/** Runs the suite with one client. */
export function conformance(client: string, joinBy: JoinBy): void {
  describe(`the relay with ${client}`, function () {
    this.timeout(20_000);
    const under = useRelay({ allowOrigins: ['*'] });
    const here: Participant[] = [];
    afterEach(() => Promise.all(here.splice(0).map(participant => participant.close())));

    /** Starts to join. */
    async function enter(channel: string, options: Options = {}): Promise<Participant> {
      const participant = await joinBy(under.base + channelPath(channel), options);
      here.push(participant);
      return participant;
    }

    /** Joins, and is told so. */
    async function join(
      channel: string,
      options: Options = {},
    ): Promise<{ who: Participant; own: AnyEvent; uid: string }> {
      const who = await enter(channel, options);
      const own = await who.next('join');
      return { who, own, uid: String(own['uid']) };
    }

    it('tells the joiner of their own coming, with the count in both generations’ ways', async () => {
      const { own } = await join('room');
      assert.deepEqual([own['type'], own['users'], own['total'], own['self']], ['join', 1, 1, true]);
      assert.ok(typeof own['uid'] === 'string' && own['uid'] !== '');
      assert.ok(Math.abs(Number(own['date']) - Date.now()) < 60_000);
    });

    it('names in joins and leaves those who announce themselves, and nobody else', async () => {
      const { who } = await join('room');
      const announced = await join('room', { as: 'Ada', announce: true });
      const joined = await who.next('join');
      assert.deepEqual([joined['users'], joined['uid'], joined['alias']], [2, announced.uid, 'Ada']);
      await announced.who.close();
      const left = await who.next('leave');
      assert.deepEqual([left['users'], left['uid'], left['alias']], [1, announced.uid, 'Ada']);
      const anonymous = await join('room', { as: 'Bob' });
      assert.deepEqual(Object.keys(await who.next('join')).sort(), ['date', 'heardAs', 'total', 'type', 'users']);
      await anonymous.who.close();
      assert.deepEqual(Object.keys(await who.next('leave')).sort(), ['date', 'heardAs', 'total', 'type', 'users']);
    });

    it('lists the announced for those who ask for it', async () => {
      const ada = await join('room', { alias: 'Ada', announce: true });
      await join('room');
      const { own, uid } = await join('room', { list: true, announce: true });
      assert.equal(own['total'], 3);
      assert.deepEqual(own['users'], [
        { uid: ada.uid, alias: 'Ada' },
        { uid, self: true },
      ]);
    });

    for (const payload of PAYLOADS) {
      it(`carries ${JSON.stringify(payload)}`, async () => {
        const [a, b] = [await join('room', { as: 'Ada' }), await join('room')];
        a.who.send(payload);
        const event = await b.who.next('message');
        assert.deepEqual([event['message'], event['uid'], event['alias']], [payload, a.uid, 'Ada']);
        assert.equal(typeof event['date'], 'number');
      });
    }

    it('echoes to those who want it, and keeps the order', async () => {
      const [a, b] = [await join('room', { echo: true }), await join('room')];
      for (let i = 0; i < 30; i += 1) a.who.send(i);
      a.who.send('end');
      await a.who.next('message', event => event['message'] === 'end');
      await b.who.next('message', event => event['message'] === 'end');
      assert.deepEqual(a.who.messages, [...Array(30).keys(), 'end']);
      assert.deepEqual(b.who.messages, a.who.messages);
      b.who.send('not to myself');
      await a.who.next('message', event => event['message'] === 'not to myself');
      assert.equal(b.who.messages.includes('not to myself'), false);
    });

    it('carries what is for one to that one', async () => {
      const [a, b, c] = [await join('room'), await join('room'), await join('room')];
      a.who.send('for b', b.uid);
      a.who.send('for all');
      await b.who.next('message', event => event['message'] === 'for all');
      await c.who.next('message', event => event['message'] === 'for all');
      assert.deepEqual([b.who.messages, c.who.messages], [['for b', 'for all'], ['for all']]);
    });

    it('answers with an error event that has the uid which is not there', async () => {
      const { who } = await join('room');
      who.send('x', 'nobody-here');
      const event = await who.next('error', ({ type }) => type === 'error');
      assert.match(String(event['message']), /nobody-here/);
    });

    it('asks for the keys of the first joiner', async () => {
      const first = await join('room', { joinKey: 'j & ü', sendKey: 's' });
      const refused = await enter('room', { joinKey: 'wrong' });
      await refused.next('close');
      assert.equal(
        refused.events.some(event => event['heardAs'] === 'join'),
        false,
      );
      const reader = await join('room', { joinKey: 'j & ü' });
      reader.who.send('x');
      assert.match(String((await reader.who.next('error'))['message']), /sendKey/);
      const writer = await join('room', { joinKey: 'j & ü', sendKey: 's' });
      writer.who.send('y');
      await first.who.next('message');
      assert.deepEqual(first.who.messages, ['y']);
    });

    it('pushes and goes', async () => {
      const { who } = await join('room');
      const pushing = await enter('room', { as: 'P' });
      pushing.push('said');
      assert.equal((await who.next('message'))['message'], 'said');
      await who.next('leave');
    });

    for (const channel of ['a:b/c', 'ü 🎉', '100%', 'a?b#c&d', 'a+b', '"quoted"']) {
      it(`has a channel of the name ${channel}`, async () => {
        const [a, b] = [await join(channel), await join(channel)];
        assert.equal(b.own['users'], 2);
        a.who.send(1);
        await b.who.next('message');
      });
    }
  });
}
