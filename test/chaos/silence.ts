import { WebSocket } from 'ws';
import type { SocketClass } from '../../src/client/connect';
import { socketClass } from '../../src/node/sockets';
import { until } from '../unit/support/channel';
import { ChaosProxy } from '../unit/support/chaosProxy';
import { lineTo } from '../unit/support/connection';
import { RelayProcess } from '../unit/support/relayProcess';

/**
 * How long it takes with the real times until a dead connection is known: `node --import tsx test/chaos/silence.ts`.
 * Half a minute; exits with 1 when any takes more than 35 s.
 */

const LIMIT = 35_000;

/** How silence is found: by the socket's own pings, and by what a channel says to itself. */
const SOCKETS: Record<string, SocketClass> = { 'sockets that ping': socketClass, 'sockets that cannot': WebSocket };

interface Death {
  name: string;
  /** Makes the relay at this port silent; gives the address to connect to. */
  url: (relay: RelayProcess, proxy: ChaosProxy) => string;
  kill: (relay: RelayProcess, proxy: ChaosProxy) => void;
}

const DEATHS: readonly Death[] = [
  { name: 'relay stopped', url: relay => relay.url, kill: relay => relay.freeze() },
  { name: 'route gone', url: (_, proxy) => proxy.url, kill: (_, proxy) => proxy.halfOpen() },
  { name: 'nothing comes back', url: (_, proxy) => proxy.url, kill: (_, proxy) => proxy.halfOpen('down') },
];

async function measure(kind: string, Socket: SocketClass, death: Death): Promise<boolean> {
  const relay = await RelayProcess.start();
  const proxy = await ChaosProxy.start(() => relay.port);
  const { connection, uid } = lineTo(() => death.url(relay, proxy), Socket);
  try {
    connection.open();
    await until(connection.onDidReceive, () => uid() !== '');
    const since = Date.now();
    death.kill(relay, proxy);
    await until(connection.onDidChange, () => connection.status.state === 'reconnecting');
    const took = Date.now() - since;
    console.log(`${kind}, ${death.name}: reconnecting after ${(took / 1000).toFixed(1)} s`);
    return took <= LIMIT;
  } finally {
    connection.dispose();
    await proxy.close();
    await relay.kill();
  }
}

const all = Object.entries(SOCKETS).flatMap(([kind, Socket]) => DEATHS.map(death => measure(kind, Socket, death)));
Promise.all(all).then(
  results => process.exit(results.every(Boolean) ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
