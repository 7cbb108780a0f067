import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { whenWeEnd } from './cleanup';

export interface SpawnOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * `inherit` shows it as it comes, `errors` the same all on standard error, `quiet` only what comes on standard error;
   * `pipe` leaves it to the caller to read.
   */
  readonly output?: 'inherit' | 'errors' | 'quiet' | 'pipe' | 'ignore';
  /** For Windows' .cmd files, which nothing else can start; arguments are quoted then. */
  readonly shell?: boolean;
}

/** A started program and all that it started in turn. */
export interface ProcessTree {
  readonly child: ChildProcess;
  /** The exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Ends the whole tree: asks, and insists after `grace` milliseconds. */
  kill(grace?: number): Promise<void>;
}

/** Where a program's standard output and standard error go; 2 is our own standard error. */
const streams = {
  inherit: { out: 'inherit', err: 'inherit' },
  errors: { out: 2, err: 2 },
  quiet: { out: 'ignore', err: 2 },
  pipe: { out: 'pipe', err: 'pipe' },
  ignore: { out: 'ignore', err: 'ignore' },
} as const;

/** Starts a program as the head of a process group of its own, so that all of it can be ended, ours or its children's. */
export function startTree(command: string, args: readonly string[], options: SpawnOptions = {}): ProcessTree {
  const { out, err } = streams[options.output ?? 'pipe'];
  const quoted = (text: string) => (options.shell ? `"${text}"` : text);
  const child = spawn(quoted(command), args.map(quoted), {
    stdio: ['ignore', out, err],
    detached: process.platform !== 'win32',
    windowsHide: true,
    shell: options.shell ?? false,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env && { env: options.env }),
  });
  const exited = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
  // Whoever waits for the end hears of a failed start; nobody has to.
  exited.catch(() => undefined);

  const gone = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const undo = whenWeEnd({
    gently: () => endTree(child, 3000),
    now: () => signalTree(child.pid, 'SIGKILL'),
  });
  // Once the head of the group is gone the rest of it must go as well, and the number of the group may be given anew.
  void exited.then(
    () => signalTree(child.pid, 'SIGKILL'),
    () => undefined,
  );
  return { child, exited, kill: grace => (grace === undefined || gone() ? undo() : endTree(child, grace).then(undo)) };
}

/** Runs a program to its end with its output shown as it comes. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const tree = startTree(command, args, { output: 'inherit', ...options });
  const code = await tree.exited;
  await tree.kill();
  return typeof code === 'number' ? code : 1;
}

/** The output of a program that is expected to end by itself, or undefined when it cannot be run or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, args, { encoding: 'utf8', windowsHide: true });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

async function endTree(child: ChildProcess, grace: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  signalTree(child.pid, 'SIGTERM');
  const insist = setTimeout(() => signalTree(child.pid, 'SIGKILL'), grace);
  await exit;
  clearTimeout(insist);
}

/** Ends a process that is not our child, and what it started, if it is still there. */
export function killProcess(pid: number): void {
  if (process.platform === 'win32') {
    signalTree(pid, 'SIGTERM');
    return;
  }
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended by itself.
  }
}

function signalTree(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    // Windows knows no groups and no signals; taskkill walks the tree by parent.
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is empty already.
  }
}
