import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { startRelay } from '../../../src/relay/server';
import { Wire } from '../support/relay';

const ROOT = join(import.meta.dirname, '../../..');

interface Run {
  /** Resolves with what was printed on standard output as soon as it has a whole line. */
  readonly line: Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  stop: (signal: NodeJS.Signals) => void;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node/relay.ts', ...args], { cwd: ROOT });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
  const line = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
      if (stdout.includes('\n')) resolve(stdout);
    });
    void ended.then(() => reject(new Error(`It ended before it served: ${stderr}`)));
  });
  // Not every test waits for it.
  line.catch(() => undefined);
  return { line, ended, stop: signal => child.kill(signal) };
}

describe('the command line of the relay', function () {
  this.timeout(30_000);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints one line, serves, and on ${signal} closes with 1001 and exits 0`, async () => {
      const relay = run('--host', '127.0.0.1', '--port', '0');
      const line = await relay.line;
      assert.match(line, /^listening on ws:\/\/127\.0\.0\.1:\d+\/c\/\n$/);
      const wire = await Wire.join(line.trim().replace('listening on ', ''), 'secret-room', 'joinKey=secret-key');
      relay.stop(signal);
      assert.equal((await wire.closed).code, 1001);
      const { code, stdout, stderr } = await relay.ended;
      assert.equal(code, 0);
      assert.equal(stdout, line);
      assert.match(stderr, /joined connections=1/);
      assert.doesNotMatch(stderr, /secret/);
    });
  }

  it('lists every option with --help', async () => {
    const { code, stdout, stderr } = await run('--help').ended;
    assert.deepEqual([code, stderr], [0, '']);
    const options = [
      'host',
      'port',
      'allow-origin',
      'limit-rate',
      'limit-size',
      'limit-buffer',
      'quiet',
      'version',
      'help',
    ];
    for (const option of options) assert.match(stdout, new RegExp(`--${option}\\b`));
  });

  it('prints its version', async () => {
    const { code, stdout } = await run('--version').ended;
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  for (const args of [
    ['--nonsense'],
    ['positional'],
    ['--port', '65536'],
    ['--port', 'http'],
    ['--port', '-1'],
    ['--port'],
    ['--host', ''],
    ['--limit-rate', '1.5'],
    ['--quiet=yes'],
  ]) {
    it(`refuses ${args.join(' ')} with one line and exit code 2`, async () => {
      const { code, stdout, stderr } = await run(...args).ended;
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^[^\n]+\n$/);
    });
  }

  it('says with one line and exit code 1 that a port is in use', async () => {
    const other = await startRelay();
    const { code, stdout, stderr } = await run('--port', String(other.port)).ended;
    await other.close();
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^[^\n]*EADDRINUSE[^\n]*\n$/);
  });

  it('applies its options', async () => {
    const relay = run(
      '--limit-size',
      '10',
      '--allow-origin',
      'https://a.com',
      '--allow-origin',
      'https://b.com',
      '--quiet',
    );
    const base = (await relay.line).trim().replace('listening on ', '');
    const wire = await Wire.connect(`${base}room`, { origin: 'https://b.com' });
    wire.send('"more than ten"');
    assert.match(String((await wire.error()).message), /at most 10 bytes/);
    relay.stop('SIGTERM');
    assert.equal((await relay.ended).stderr, '');
  });
});
