import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../../..');
const script = join(root, 'src/node/relay.ts');
/** Ends it when this process is gone without a goodbye. */
const watch = pathToFileURL(join(root, 'test/vscode/watchParent.mjs')).href;

/** The relay's command line as a process of its own, that can be stopped dead, woken, killed and started anew. */
export class RelayProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(port = 0): Promise<RelayProcess> {
    const options = ['--port', String(port), '--log-level', 'silent', '--limit-joins', '0'];
    const args = ['--import', watch, '--import', 'tsx', script, ...options];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    for await (const line of createInterface(child.stdout)) {
      const found = /:(\d+)\/c\/$/.exec(line);
      if (found) return new RelayProcess(child, Number(found[1]));
    }
    throw new Error('The relay did not start.');
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Stops it in its tracks: the system keeps its connections open, and nobody answers. Not on Windows. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** No farewell. Done when it is gone. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}
