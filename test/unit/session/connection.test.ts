import { strict as assert } from 'node:assert';
import { AppError } from '../../../src/base/errors';
import { Backoff } from '../../../src/client/backoff';
import { createConnect, type SocketEvent, type SocketLike } from '../../../src/client/connect';
import { Connection, type ConnectionOptions, type Dialled } from '../../../src/session/connection';
import { DialGate } from '../../../src/session/dialGate';
import { linked } from '../../../src/session/link';
import { FakeClock, settled } from '../support/fakeClock';

/** A socket that does what the test says. */
class FakeSocket implements SocketLike {
  readyState = 0;
  readonly sent: string[] = [];
  private readonly listeners: [string, (event: SocketEvent) => void][] = [];

  addEventListener(type: string, listener: (event: SocketEvent) => void): void {
    this.listeners.push([type, listener]);
  }
  send(data: string): void {
    this.sent.push(data);
  }
  close(): void {
    this.readyState = 2;
  }
  emit(event: SocketEvent): void {
    for (const [type, listener] of this.listeners) if (type === event.type) listener(event);
  }
  open(): void {
    this.readyState = 1;
    this.emit({ type: 'open' });
  }
  end(error?: Error): void {
    this.readyState = 3;
    this.emit({ type: 'error', error });
    this.emit({ type: 'close', code: 1006, reason: '', wasClean: false });
  }
}

/** Counts what it is asked, as a socket that pings by itself. */
class Probed extends FakeSocket {
  readonly probes: number[] = [];
  probe(within: number): void {
    this.probes.push(within);
  }
}

function probesOf(socket: FakeSocket): number[] {
  assert.ok(socket instanceof Probed);
  return socket.probes;
}

describe('a connection', () => {
  const made: Connection[] = [];
  afterEach(() => {
    for (const connection of made.splice(0)) connection.dispose();
  });

  /** Waits are 400, 800 … ms of bounds 500, 1000 … */
  const setUp = (options: ConnectionOptions & { Socket?: typeof FakeSocket } = {}) => {
    const { Socket = FakeSocket, ...rest } = options;
    const clock = new FakeClock();
    const sockets: FakeSocket[] = [];
    const states: string[] = [];
    const plan: { next?: () => Promise<Dialled> } = {};
    class Watched extends Socket {
      constructor() {
        super();
        sockets.push(this);
      }
    }
    const usual = () => {
      const { Socket: Class, link } = linked(Watched);
      const socket = createConnect({ WebSocket: Class, base: 'ws://h/c/' })<Record<string, unknown>>('room');
      return Promise.resolve({ socket, link, server: 'h' });
    };
    const connection = new Connection(() => (plan.next ?? usual)(), new Backoff({ random: () => 0.8 }), {
      clock,
      ...rest,
    });
    made.push(connection);
    connection.onDidChange(({ state }) => states.push(state));
    const latest = (): FakeSocket => {
      const socket = sockets.at(-1);
      assert.ok(socket);
      return socket;
    };
    const goOnline = async () => {
      connection.open();
      await settled();
      latest().open();
    };
    return { connection, clock, sockets, states, plan, usual, latest, goOnline };
  };

  it('opens, says so, and carries messages', async () => {
    const { connection, goOnline, states, latest } = setUp();
    assert.equal(connection.send('early'), false);
    await goOnline();
    assert.deepEqual(states, ['connecting', 'online']);
    assert.equal(connection.send('to all'), true);
    assert.equal(connection.send('to one', 'u'), true);
    assert.deepEqual(latest().sent, ['"to all"', '\u001fu\u001f"to one"']);
  });

  it('tries again with growing waits, and says when', async () => {
    const { connection, clock, goOnline, latest, states } = setUp();
    await goOnline();
    for (const wait of [400, 800, 1600]) {
      latest().end();
      assert.deepEqual([connection.status.state, connection.status.retryAt], ['reconnecting', clock.now() + wait]);
      clock.advance(wait);
      assert.equal(connection.status.retryAt, undefined);
      await settled();
    }
    latest().open();
    assert.equal(states.at(-1), 'online');
  });

  it('starts from the shortest wait after 10 s of connection, and only then', async () => {
    const { connection, clock, goOnline, latest } = setUp();
    const waitAfter = async (held: number): Promise<number> => {
      clock.advance(held);
      latest().end();
      const wait = (connection.status.retryAt ?? 0) - clock.now();
      clock.advance(wait);
      await settled();
      latest().open();
      return wait;
    };
    await goOnline();
    assert.equal(await waitAfter(9_999), 400);
    // The stable timer of the connection that was lost must not count for the next one.
    assert.equal(await waitAfter(9_999), 800);
    assert.equal(await waitAfter(10_000), 400);
  });

  it('does not try again by itself when it is refused, not even when woken', async () => {
    const { connection, clock, sockets, latest } = setUp();
    connection.open();
    await settled();
    latest().end(new Error('Unexpected server response: 403'));
    connection.wake();
    clock.advance(3_600_000);
    await settled();
    assert.deepEqual([connection.status.state, connection.status.error?.code], ['refused', 'refused']);
    assert.equal(sockets.length, 1);
    connection.open();
    await settled();
    assert.equal(sockets.length, 2);
  });

  it('gives a dial up that never settles, and one that throws', async () => {
    const { connection, clock, plan, usual, sockets } = setUp();
    plan.next = () => new Promise(() => undefined);
    connection.open();
    clock.advance(14_999);
    assert.equal(connection.status.state, 'connecting');
    clock.advance(1);
    assert.equal(connection.status.state, 'reconnecting');
    assert.match(connection.status.error?.message ?? '', /not answered for 15 s/);
    plan.next = () => {
      throw new AppError('relay', 'No relay here.');
    };
    clock.advance(400);
    await settled();
    assert.equal(connection.status.state, 'refused');
    plan.next = usual;
    assert.equal(sockets.length, 0);
  });

  it('gives a socket up that never opens, and does not hear it when it opens after all', async () => {
    const { connection, clock, sockets, states } = setUp();
    connection.open();
    await settled();
    clock.advance(15_000);
    assert.equal(connection.status.state, 'reconnecting');
    sockets[0]?.open();
    assert.equal(connection.status.state, 'reconnecting');
    clock.advance(400);
    await settled();
    sockets[1]?.open();
    sockets[0]?.end();
    assert.deepEqual(states, ['connecting', 'reconnecting', 'connecting', 'online']);
  });

  it('leaves nothing behind when it is disposed of while dialling', async () => {
    const { connection, clock, plan, sockets, states, usual } = setUp();
    let settle: (dialled: Dialled) => void = () => undefined;
    plan.next = () => new Promise(resolve => (settle = resolve));
    connection.open();
    connection.dispose();
    settle(await usual());
    await settled();
    connection.open();
    connection.restart();
    connection.wake();
    await settled();
    assert.deepEqual([sockets.length, clock.pending, states], [0, 0, ['connecting']]);
  });

  it('does not begin anew when it is opened twice', async () => {
    const { connection, sockets, latest, clock } = setUp();
    connection.open();
    connection.open();
    await settled();
    connection.open();
    latest().open();
    connection.open();
    assert.equal(sockets.length, 1);
    latest().end();
    connection.open();
    connection.open();
    await settled();
    connection.open();
    assert.equal(sockets.length, 2);
    clock.advance(400);
    await settled();
    assert.equal(sockets.length, 2);
  });

  for (const act of ['close', 'dispose', 'restart', 'open', 'wake'] as const) {
    for (const at of ['connecting', 'online', 'reconnecting'] as const) {
      it(`bears ${act}() by a listener when it is ${at}`, async () => {
        const { connection, clock, latest, sockets } = setUp();
        const order: string[] = [];
        let done = false;
        connection.onDidChange(({ state }) => {
          if (state !== at || done) return;
          done = true;
          connection[act]();
        });
        connection.onDidChange(({ state }) => order.push(state));
        connection.open();
        await settled();
        if (sockets.length > 0 && connection.status.state === 'connecting') latest().open();
        if (connection.status.state === 'online') latest().end();
        clock.advance(60_000);
        await settled();
        assert.equal(order.at(-1), act === 'dispose' ? order.at(-1) : connection.status.state);
        if (act === 'close') assert.equal(connection.status.state, 'closed');
        if (act === 'close' || act === 'dispose') assert.equal(clock.pending, 0);
        else assert.ok(sockets.length > 0);
      });
    }
  }

  describe('that is woken', () => {
    it('tries at once when it waits, every 5 s at most', async () => {
      const { connection, clock, goOnline, latest, sockets } = setUp();
      await goOnline();
      latest().end();
      connection.wake();
      await settled();
      assert.deepEqual([sockets.length], [2]);
      // Fails again, and the focus flaps: the next try comes when 5 s are over or the back-off says so.
      for (let flap = 0; flap < 50; flap++) {
        if (latest().readyState === 0) latest().end();
        connection.wake();
        clock.advance(100);
        await settled();
      }
      assert.ok(sockets.length <= 5, `${sockets.length} sockets`);
      assert.equal(connection.hasBeenOnline, true);
    });

    it('brings a late try forward to the end of these 5 s', async () => {
      const { connection, clock, goOnline, latest } = setUp();
      await goOnline();
      for (let tries = 0; tries < 6; tries++) {
        latest().end();
        connection.open();
        await settled();
      }
      latest().end();
      const since = clock.now();
      connection.wake();
      await settled();
      latest().end();
      assert.ok((connection.status.retryAt ?? 0) - since > 20_000);
      connection.wake();
      assert.equal(connection.status.retryAt, since + 5_000);
      connection.wake();
      assert.equal(connection.status.retryAt, since + 5_000);
    });

    it('tries at once after a sleep, in which its timer stood still', async () => {
      const { connection, clock, goOnline, latest, sockets } = setUp();
      await goOnline();
      latest().end();
      clock.jump(3_600_000);
      connection.wake();
      await settled();
      assert.equal(sockets.length, 2);
    });

    it('asks a socket that pings for life, every 5 s at most', async () => {
      const { connection, clock, goOnline, latest } = setUp({ Socket: Probed, ping: () => assert.fail('pinged') });
      await goOnline();
      connection.wake();
      connection.wake();
      assert.deepEqual(probesOf(latest()), [5_000]);
      clock.advance(5_000);
      connection.wake();
      connection.wake();
      assert.deepEqual(probesOf(latest()), [5_000, 5_000]);
      // Whoever sets the clock back does not put it off by that.
      clock.jump(-3_600_000);
      connection.wake();
      connection.wake();
      assert.deepEqual(probesOf(latest()), [5_000, 5_000, 5_000]);
      clock.advance(60_000);
    });

    it('finds a socket that cannot ping dead within 5 s', async () => {
      let pings = 0;
      const { connection, clock, goOnline } = setUp({ ping: () => ++pings > 0 });
      await goOnline();
      connection.wake();
      assert.equal(pings, 1);
      clock.advance(5_000);
      assert.deepEqual([connection.status.state, connection.status.error?.code], ['reconnecting', 'unreachable']);
      assert.match(connection.status.error?.message ?? '', /^h does not answer any more/);
    });

    it('does nothing when it is idle or closed', async () => {
      const { connection, clock, sockets } = setUp();
      connection.wake();
      connection.close();
      connection.wake();
      await settled();
      assert.deepEqual([sockets.length, clock.pending], [0, 0]);
    });
  });

  it('takes any frame for life, and pings again and again', async () => {
    let pings = 0;
    const { connection, clock, goOnline, latest } = setUp({ ping: () => ++pings > 0 });
    await goOnline();
    for (let round = 1; round <= 5; round++) {
      clock.advance(20_000);
      assert.equal(pings, round);
      latest().emit({ type: 'message', data: '{"type":"join","users":1,"date":1}' });
    }
    assert.equal(connection.status.state, 'online');
    clock.advance(30_000);
    assert.equal(connection.status.state, 'reconnecting');
  });

  it('waits for its turn at the gate, and gives it away when it is closed meanwhile', async () => {
    const clock = new FakeClock();
    const gate = new DialGate(clock);
    const all = Array.from({ length: 4 }, () => setUp({ gate, clock }));
    for (const { connection } of all) connection.open();
    await settled();
    all[1]?.connection.close();
    clock.advance(0);
    const opened = () => all.map(({ sockets }) => sockets.length);
    assert.deepEqual(opened(), [1, 0, 0, 0]);
    clock.advance(125);
    assert.deepEqual(opened(), [1, 0, 1, 0]);
    clock.advance(125);
    assert.deepEqual(opened(), [1, 0, 1, 1]);
  });
});
