import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { run } from '../../../src/cli/main';
import { socketClass } from '../../../src/node/sockets';

const root = join(import.meta.dirname, '../../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Around {
  /** What is piped into it; nothing without it. */
  input?: string | Buffer;
  env?: NodeJS.ProcessEnv;
  folder?: string;
  terminal?: boolean;
}

/** A command that runs, and what it has printed so far. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Waits until it has printed that, anywhere. */
  prints(text: string | RegExp): Promise<void>;
}

/** What was printed, and who waits for more of it. */
class Printed {
  readonly texts = { stdout: '', stderr: '' };
  private readonly waiting = new Set<() => void>();

  take(where: 'stdout' | 'stderr', text: string): void {
    this.texts[where] += text;
    for (const check of [...this.waiting]) check();
  }

  prints(wanted: string | RegExp): Promise<void> {
    return new Promise(resolve => {
      const check = (): void => {
        const all = this.texts.stdout + this.texts.stderr;
        if (typeof wanted === 'string' ? !all.includes(wanted) : !wanted.test(all)) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}

/** The command in this process, with all that it has around it given: what it does without a process of its own. */
export function command(args: readonly string[], around: Around = {}): Running & { end: (code: number) => void } {
  const printed = new Printed();
  const output = (where: 'stdout' | 'stderr') =>
    new Writable({
      decodeStrings: false,
      write(text: string, _, done) {
        printed.take(where, text);
        done();
      },
    });
  let end: (code: number) => void = () => undefined;
  const ending = new Promise<number>(resolve => (end = resolve));
  const { input, env = {}, folder = tmpdir(), terminal = false } = around;
  const code = run({
    ...{ args, env, folder, socket: socketClass, version: '1.2.3', ending },
    input: {
      stream: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
      kind: terminal ? 'terminal' : input === undefined ? 'none' : 'given',
    },
    output: { stream: output('stdout'), isTerminal: terminal },
    errors: { stream: output('stderr'), isTerminal: terminal },
  });
  return {
    ended: code.then(number => ({ code: number, ...printed.texts })),
    prints: text => printed.prints(text),
    end,
  };
}

/** The command as a process of its own. */
export function commandProcess(args: readonly string[], around: Around = {}): Running & { child: ChildProcess } {
  const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, join(root, 'src/node/cli.ts'), ...args], {
    cwd: around.folder ?? root,
    env: { ...process.env, ...around.env },
  });
  const printed = new Printed();
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.take('stdout', text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.take('stderr', text));
  child.stdin.on('error', () => undefined).end(around.input ?? '');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<Ended>(resolve => {
    child.once('close', code => {
      process.off('exit', kill);
      resolve({ code, ...printed.texts });
    });
  });
  return { ended, prints: text => printed.prints(text), child };
}

/** A folder of files, a git repository if it is to be, that goes after the test. */
export class Files {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'live-channels-cli-')));

  write(path: string, content: string | Buffer): this {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
    return this;
  }

  git(...args: string[]): string {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...args], { cwd: this.path, encoding: 'utf8' });
  }

  /** Begins a repository with all there is in its first commit. */
  commit(message: string): this {
    this.git('init', '--quiet', '--initial-branch', 'main');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', message);
    return this;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
