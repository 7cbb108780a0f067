import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { OPTION_LIST } from '../../../src/relay/service/options';
import { startRelay } from '../../../src/relay/server';
import { Wire } from '../support/relay';

const ROOT = join(import.meta.dirname, '../../..');

interface Run {
  /** Resolves with what was printed on standard output as soon as it has a whole line. */
  readonly line: Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  stop: (signal: NodeJS.Signals) => void;
}

function runWith(input: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/node/relay.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
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

const run = (...args: string[]) => runWith('', args);

describe('the command line of the relay', function () {
  this.timeout(30_000);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints one line, serves, and on ${signal} closes with 1012 and exits 0`, async () => {
      const relay = run('--host', '127.0.0.1', '--port', '0');
      const line = await relay.line;
      assert.match(line, /^listening on ws:\/\/127\.0\.0\.1:\d+\/c\/\n$/);
      const base = line.trim().replace('listening on ', '');
      const wire = await Wire.join(base, 'secret-room', 'joinKey=secret-key');
      await assert.rejects(Wire.join(base, 'secret-room', 'joinKey=secret-guess'), /HTTP 403/);
      relay.stop(signal);
      assert.equal((await wire.closed).code, 1012);
      const { code, stdout, stderr } = await relay.ended;
      assert.equal(code, 0);
      assert.equal(stdout, line);
      const log = stderr
        .trim()
        .split('\n')
        .map(each => JSON.parse(each) as Record<string, unknown>);
      // Who is refused is told so before the log is.
      assert.deepEqual(log.map(({ level, msg }) => `${String(level)} ${String(msg)}`).sort(), [
        'info joined',
        'info left',
        'warning refused',
      ]);
      for (const { time } of log) assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
      assert.doesNotMatch(stderr, /secret|127\.0\.0\.1/);
    });
  }

  it('waits for clients that do not go only as long as it was told, and not at all after a second signal', async () => {
    const relay = run('--drain', '600');
    const wire = await Wire.join((await relay.line).trim().replace('listening on ', ''), 'room');
    const other = await Wire.join((await relay.line).trim().replace('listening on ', ''), 'room');
    wire.socket.pause();
    relay.stop('SIGTERM');
    assert.equal((await other.closed).code, 1012);
    relay.stop('SIGTERM');
    assert.equal((await relay.ended).code, 0);
    wire.socket.terminate();
    const short = run('--drain', '1');
    const deaf = await Wire.join((await short.line).trim().replace('listening on ', ''), 'room');
    deaf.socket.pause();
    short.stop('SIGTERM');
    assert.equal((await short.ended).code, 0);
    deaf.socket.terminate();
  });

  it('lists every option with --help', async () => {
    const { code, stdout, stderr } = await run('--help').ended;
    assert.deepEqual([code, stderr], [0, '']);
    const others = ['config', 'print-config', 'version', 'help'];
    for (const option of [...OPTION_LIST.map(([name]) => name), ...others]) {
      assert.match(stdout, new RegExp(`^  --${option}\\b`, 'm'));
    }
    for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line);
  });

  it('prints its version', async () => {
    const { code, stdout } = await run('--version').ended;
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('prints the hash of a key, another one each time', async () => {
    const runs = await Promise.all(['key', 'key\n'].map(input => runWith(input, ['hash-key']).ended));
    for (const { code, stdout } of runs) {
      assert.equal(code, 0);
      assert.match(stdout, /^\$scrypt\$ln=\d+,r=8,p=\d\$[^$\n]+\$[^$\n]+\n$/);
    }
    assert.notEqual(runs[0]?.stdout, runs[1]?.stdout);
    assert.equal((await runWith('', ['hash-key']).ended).code, 2);
  });

  for (const args of [
    ['--nonsense'],
    ['positional'],
    ['--port', 'http'],
    ['--tls-cert', '/nowhere', '--tls-key', '/nowhere'],
    ['--namespaces', '/nowhere'],
    ['--trust-proxy', 'nginx'],
    ['--config', '/nowhere'],
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

  it('applies its options, be they flags or in the environment', async () => {
    const args = ['--limit-size', '10', '--allow-origin', 'https://a.com', '--allow-origin', 'https://b.com'];
    const relay = runWith('', args, { LIVE_CHANNELS_LOG_LEVEL: 'silent' });
    const base = (await relay.line).trim().replace('listening on ', '');
    const wire = await Wire.connect(`${base}room`, { origin: 'https://b.com' });
    wire.send('"more than ten"');
    assert.match(String((await wire.error()).message), /at most 10 bytes/);
    relay.stop('SIGTERM');
    assert.equal((await relay.ended).stderr, '');
  });
});
