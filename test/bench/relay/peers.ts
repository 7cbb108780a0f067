import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findRedisServer } from '../../vscode/redisServer';
import { freePort } from '../../vscode/ports';
import { root } from '../../vscode/build';
import { RAW_TCP, REDIS, SOCKET_IO, webSocketWire, type Wire } from './wires';

/** A server in a process of its own. */
export interface Running {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** One of those that are measured. */
export interface Peer {
  readonly name: string;
  readonly wire: Wire;
  start(): Promise<Running>;
}

/** The limits are raised, not switched off: all are counted. */
const RAISED = {
  'limit-joins': 1_000_000,
  'limit-address': 100_000,
  'limit-channel': 100_000,
  'limit-channels': 100_000,
  'limit-rate': 1_000_000,
};
const KEYS = '?joinKey=may-join';

async function run(command: string, args: readonly string[], line: RegExp): Promise<Running> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], windowsHide: true });
  if (!child.stdout || child.pid === undefined) throw new Error(`${command} could not be started.`);
  const ended = once(child, 'exit');
  // Read to its end, or the pipe fills up.
  const lines = createInterface(child.stdout);
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', text => {
      const found = line.exec(text);
      if (found) resolve(Number(found[1]));
    });
    void ended.then(() => reject(new Error(`${command} ended.`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { port, pid: child.pid, stop };
}

function node(...args: string[]): Promise<Running> {
  return run(process.execPath, args, /^listening on ws:.*:(\d+)\//);
}

function own(name: string): Promise<Running> {
  return node('--import', 'tsx', join(__dirname, 'servers', `${name}.ts`));
}

/** The relay as it is built, with what an operator may say. `npm run bench:relay -- --node-flag …` reaches its Node. */
function relay(flags: readonly string[]): Peer {
  const options = Object.entries(RAISED).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return {
    name: 'relay',
    // The first one, who publishes, sets the keys.
    wire: webSocketWire(`${KEYS}&sendKey=may-send`, KEYS),
    start: () => node(...flags, join(root, 'dist', 'relay.mjs'), '--log-level', 'silent', ...options),
  };
}

async function startRedis(command: string): Promise<Running> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxclients', '15000'];
  const running = await run(command, options, /(Ready to accept|Server initialized)/);
  return { ...running, port };
}

/** The bare `ws` comes first: the others are told as ratios to it. */
export function allPeers(nodeFlags: readonly string[]): Peer[] {
  const redis = findRedisServer();
  return [
    { name: 'bare ws', wire: webSocketWire(''), start: () => own('bareWs') },
    relay(nodeFlags),
    { name: 'socket.io', wire: SOCKET_IO, start: () => own('socketIo') },
    ...(redis === undefined ? [] : [{ name: 'Redis', wire: REDIS, start: () => startRedis(redis) }]),
    { name: 'raw TCP', wire: RAW_TCP, start: () => own('tcp') },
  ];
}
