import { strict as assert } from 'node:assert';
import { WebSocket } from 'ws';
import type { SocketClass } from '../../../src/client/connect';
import { pingingSocket, type PingTimes } from '../../../src/node/sockets';
import { startRelay, type Relay } from '../../../src/relay/server';
import type { ConnectionOptions, ConnectionStatus } from '../../../src/session/connection';
import { until } from '../support/channel';
import { ChaosProxy } from '../support/chaosProxy';
import { lineTo, type Line } from '../support/connection';
import { RelayProcess } from '../support/relayProcess';

const SOON: PingTimes = { every: 60, timeout: 60 };

interface Way {
  Socket: SocketClass;
  options?: ConnectionOptions;
}

/** How silence is found: by the socket, or by what the channel says to itself. */
const WAYS: Record<string, (times: PingTimes) => Way> = {
  'sockets that ping': times => ({ Socket: pingingSocket(times) }),
  'sockets that cannot ping': times => ({ Socket: WebSocket, options: { heartbeat: times } }),
};

for (const [name, way] of Object.entries(WAYS)) {
  describe(`a connection over ${name}`, () => {
    let relay: Relay;
    let proxy: ChaosProxy;
    const lines: Line[] = [];

    before(async () => (relay = await startRelay()));
    after(() => relay.close());
    beforeEach(async () => (proxy = await ChaosProxy.start(() => relay.port)));
    afterEach(async () => {
      for (const { connection } of lines.splice(0)) connection.dispose();
      await proxy.close();
    });

    const open = async (times = SOON, url = () => proxy.url): Promise<Line> => {
      const { Socket, options } = way(times);
      const line = lineTo(url, Socket, options);
      lines.push(line);
      line.connection.open();
      await online(line);
      return line;
    };
    const reaches = ({ connection }: Line, state: ConnectionStatus['state']) =>
      until(connection.onDidChange, () => connection.status.state === state);
    const online = async (line: Line) => {
      await reaches(line, 'online');
      await until(line.connection.onDidReceive, () => line.uid() !== '');
    };
    const answers = async ({ connection }: Line) => {
      const back = new Promise<void>(resolve => {
        connection.onDidReceive(event => {
          if (event.kind === 'message' && event.event.message === 'there?') resolve();
        });
      });
      assert.equal(connection.send('there?'), true);
      await back;
    };

    it('comes back after a cut', async () => {
      const line = await open();
      proxy.cut();
      await reaches(line, 'reconnecting');
      await online(line);
      await answers(line);
    });

    it('comes back when connections are let in again', async () => {
      const line = await open();
      proxy.refuse();
      proxy.cut();
      let tries = 0;
      await until(line.connection.onDidChange, () => ++tries > 8);
      assert.equal(line.connection.status.state, 'reconnecting');
      proxy.refuse(false);
      await online(line);
      await answers(line);
    });

    for (const directions of [['up'], ['down'], ['up', 'down']] as const) {
      it(`finds a connection that swallows what goes ${directions.join(' and ')}`, async () => {
        const line = await open();
        proxy.halfOpen(...directions);
        await reaches(line, 'reconnecting');
        proxy.heal();
        await online(line);
        await answers(line);
      });
    }

    it('finds a stall that lasts too long', async () => {
      const line = await open();
      proxy.stall();
      await reaches(line, 'reconnecting');
      proxy.release();
      await online(line);
    });

    it('stays online while nothing is wrong, over many pings and a slow line', async () => {
      const line = await open({ every: 60, timeout: 5_000 });
      const states: string[] = [];
      line.connection.onDidChange(({ state }) => states.push(state));
      proxy.slow(20_000);
      proxy.latency(15);
      for (let round = 0; round < 10; round++) await answers(line);
      assert.deepEqual(states, []);
    });

    it('outlives a line that flaps', async () => {
      const line = await open();
      proxy.flap(40);
      let lost = 0;
      await until(line.connection.onDidChange, () => line.connection.status.state === 'reconnecting' && ++lost > 6);
      proxy.heal();
      await online(line);
      await answers(line);
    });

    it('finds a dead connection at once when it is woken', async () => {
      const { Socket, options } = way({ every: 60_000, timeout: 60_000 });
      const clock = { now: () => Date.now(), after: shortened };
      const line = lineTo(() => proxy.url, impatient(Socket), { ...options, clock });
      lines.push(line);
      line.connection.open();
      await online(line);
      proxy.halfOpen();
      line.connection.wake();
      await reaches(line, 'reconnecting');
    });

    // Windows knows no signal that stops a process.
    if (process.platform !== 'win32') {
      it('finds that the relay is stopped, and comes back when it goes on', async () => {
        const frozen = await RelayProcess.start();
        try {
          const line = await open(SOON, () => frozen.url);
          frozen.freeze();
          await reaches(line, 'reconnecting');
          frozen.thaw();
          await online(line);
          await answers(line);
        } finally {
          await frozen.kill();
        }
      });
    }
  });
}

/** The limit for an answer after waking up, 5 s, passes in 50 ms; the others are those of a real clock. */
function shortened(ms: number, act: () => void) {
  const timer = setTimeout(act, ms === 5_000 ? 50 : ms);
  return { dispose: () => clearTimeout(timer) };
}

function impatient(Given: SocketClass): SocketClass {
  return class extends Given {
    constructor(url: string) {
      super(url);
      const probe = this.probe?.bind(this);
      if (probe) this.probe = () => probe(50);
    }
  };
}
