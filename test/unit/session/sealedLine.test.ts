import { strict as assert } from 'node:assert';
import type { Content } from '../../../src/protocol/content';
import type { Resent } from '../../../src/protocol/passing';
import { ChannelKey } from '../../../src/seal/channelKey';
import { Seal } from '../../../src/seal/seal';
import type { ConnectionState } from '../../../src/protocol/panel';
import { systemClock } from '../../../src/session/clock';
import type { ServerEvent } from '../../../src/session/connection';
import type { PacedFrame } from '../../../src/session/pace';
import type { Ignored } from '../../../src/session/passage';
import { SealedLine } from '../../../src/session/sealedLine';
import { pack, unpack } from '../../../src/session/transfer';
import { uncaughtWhile } from '../support/client';
import { encodeClientFrame } from '../../../src/protocol/itty';
import { settled } from '../support/fakeClock';

/** A line whose connection the test holds in its hands. */
class Held {
  state: ConnectionState = 'online';
  readonly out: { message: unknown; uid: string | undefined }[] = [];
  readonly heard: ServerEvent[] = [];
  readonly ignored: Ignored[] = [];
  readonly met: string[] = [];
  hear = (event: ServerEvent): void => void this.heard.push(event);
  readonly line: SealedLine;

  constructor(
    readonly seal: Seal,
    readonly uid: string,
  ) {
    const send = (message: unknown, to?: string) => this.out.push({ message, uid: to }) > 0;
    const status = () => ({ state: this.state });
    const connection = {
      send,
      get status() {
        return status();
      },
    };
    this.line = new SealedLine(connection, seal, {
      clock: systemClock,
      enqueue: make => {
        const frame = this.line.measured(make)();
        if (frame) this.line.send(frame.message, frame.uid);
      },
      hear: event => this.hear(event),
      met: (uid, name) => void this.met.push(`${name ?? ''} at ${uid}`),
      ignored: why => void this.ignored.push(why),
      offered: () => undefined,
      ownUid: () => this.uid,
      ownName: () => this.uid.toUpperCase(),
    });
    this.line.connected();
  }

  get messages(): unknown[] {
    return this.heard.flatMap(({ kind, event }) => (kind === 'message' ? [event.message] : []));
  }
}

describe('the line of a private channel', () => {
  let ada: Held;
  let grace: Held;

  beforeEach(async () => {
    const key = await ChannelKey.random();
    ada = new Held(await Seal.create({ key }), 'ada');
    grace = new Held(await Seal.create({ key }), 'grace');
  });
  afterEach(() => {
    for (const { line } of [ada, grace]) line.dispose();
  });

  /** Lets all that is being sealed and opened come out. */
  const still = async () => {
    for (let before = -1, now = 0; before !== now;) {
      before = now;
      for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setTimeout(resolve, 1));
      now = ada.out.length + grace.out.length + ada.heard.length + grace.heard.length;
    }
  };
  /** Passes on what both have said, to whom it is for. */
  const pass = async () => {
    await still();
    for (const [from, to] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      for (const { message, uid } of from.out.splice(0)) {
        const event: ServerEvent = { kind: 'message', event: { message, uid: from.uid, date: 1 } };
        if (uid !== from.uid) to.line.received(event);
        if (uid === undefined || uid === from.uid) from.line.received(event);
      }
    }
    await still();
  };
  const meet = async () => {
    ada.line.joined();
    for (let round = 0; round < 4; round++) await pass();
    assert.deepEqual([ada.met, grace.met], [['GRACE at grace'], ['ADA at ada']]);
  };

  it('keeps the order of what goes out and of what comes in, whatever their lengths', async () => {
    await meet();
    const said = Array.from({ length: 60 }, (_, at) => `${at} ${'x'.repeat(at % 3 === 0 ? 60_000 : at)}`);
    for (const text of said) assert.equal(ada.line.send(text), true);
    await pass();
    assert.deepEqual(grace.messages, said);
    assert.deepEqual(ada.messages, said, 'as it comes back');
  });

  it('says no without a connection, and lets nothing out or in that was begun on the one before', async () => {
    await meet();
    ada.line.send('late');
    ada.line.disconnected();
    ada.line.connected();
    await still();
    assert.deepEqual(ada.out, []);
    ada.state = 'reconnecting';
    assert.equal(ada.line.send('x'), false);
    ada.line.disconnected();
    ada.state = 'online';
    assert.equal(ada.line.send('x'), false);
    grace.line.send('hello');
    await still();
    const [frame] = grace.out;
    assert.ok(frame);
    grace.line.received({ kind: 'message', event: { message: frame.message, uid: 'grace', date: 1 } });
    grace.line.disconnected();
    await still();
    assert.deepEqual(grace.messages, []);
  });

  it('counts the bytes that go over the wire, and never too few', async () => {
    await meet();
    const content = (length: number): Content => ({
      ...{ type: 'chat', id: 'i'.repeat(64), session: ada.seal.session, seq: 2 ** 50, at: 2 ** 50 },
      text: 'ü'.repeat(length),
    });
    for (const length of [0, 100, 300, 1_000, 8_000, 20_000]) {
      const frame: PacedFrame = { message: content(length), uid: 'grace' };
      const counted = ada.line.measured(() => frame)()?.bytes ?? 0;
      ada.line.send(frame.message, frame.uid);
      while (ada.out.length === 0) await still();
      const [sent] = ada.out.splice(0);
      const bytes = Buffer.byteLength(encodeClientFrame(sent?.message, sent?.uid));
      assert.ok(bytes <= counted && counted < 2 * bytes + 3_000, `${bytes} of ${counted}`);
    }
    assert.equal(ada.line.measured(() => undefined)(), undefined);
  });

  it('says of somebody who is not known what a server says', async () => {
    await meet();
    assert.equal(ada.line.send('x', 'nobody'), true);
    await still();
    const [event] = ada.heard.splice(0);
    assert.ok(event?.kind === 'error' && event.event.message.includes('nobody'));
    assert.deepEqual(ada.out, []);
  });

  it('goes on when somebody who listens fails', async () => {
    await meet();
    const { hear } = grace;
    grace.hear = event => {
      hear(event);
      if (grace.messages.length === 1) throw new Error('a fault of the listener');
    };
    const uncaught = await uncaughtWhile(async () => {
      ada.line.send('one');
      ada.line.send('two');
      await pass();
    });
    assert.equal(uncaught.length, 1);
    assert.deepEqual(grace.messages, ['one', 'two']);
  });

  it('opens so much at a time and no more', async () => {
    const c = 'A'.repeat(98_000);
    for (let n = 1; n <= 700; n++) {
      const message = { type: 'sealed', v: 1, s: 'AAAAAAAAAAAAAAAAAAAAAA', n, c };
      grace.line.received({ kind: 'message', event: { message, uid: 'eve', date: 1 } });
    }
    await settled();
    assert.equal(grace.ignored.filter(why => why === 'flood').length, 700 - Math.floor(64_000_000 / c.length));
    while (grace.ignored.length < 700) await settled();
    assert.deepEqual([...new Set(grace.ignored)], ['flood', 'unreadable']);
  });

  it('takes no name from a server', async () => {
    grace.line.received({
      kind: 'join',
      event: { type: 'join', users: [{ uid: 'a', alias: 'Ada' }], uid: 'a', alias: 'Ada', date: 1 } as never,
    });
    await still();
    assert.deepEqual(grace.heard, [
      { kind: 'join', event: { type: 'join', users: [{ uid: 'a' }], uid: 'a', date: 1 } },
    ]);
  });

  it('lets content in parts through with the proof of its author and not without', async () => {
    const content: Content = { type: 'chat', text: 'long', id: 'c', session: ada.seal.session, seq: 1, at: 1 };
    const packed = await pack(content, ada.line.envelope);
    const arrived = await unpack(packed, grace.line.envelope);
    assert.equal(arrived?.name, 'ADA');
    assert.deepEqual({ ...arrived.content, proof: undefined }, { ...content, proof: undefined });
    assert.equal(await unpack(await pack(content), grace.line.envelope), undefined);
    assert.equal(
      await unpack(await pack({ ...arrived.content, text: 'wrong' } as Content), grace.line.envelope),
      undefined,
    );
    const resent: Resent = { type: 'resent', session: 'other', content: arrived.content, name: 'Somebody', date: 5 };
    const given = await unpack(await pack(resent, grace.line.envelope), grace.line.envelope);
    assert.deepEqual([given?.name, given?.date], ['ADA', 5]);
    const forged = { ...resent, content };
    assert.equal(await unpack(await pack(forged, grace.line.envelope), grace.line.envelope), undefined);
  });
});
