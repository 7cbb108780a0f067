import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { HELP } from '../../../src/cli/help';
import { SEND, TAIL } from '../../../src/cli/options';
import { command, commandProcess, Files } from '../support/cli';
import { useRelay, Wire } from '../support/relay';
import { RelayProcess } from '../support/relayProcess';

describe('the command line live-channels', function () {
  this.timeout(60_000);
  const under = useRelay();

  it('lists each command and every option, in lines that fit', async () => {
    for (const [args, options] of [
      [['--help'], ['version', 'help']],
      [['-h'], []],
      [['send', '--help'], Object.keys(SEND)],
      [['tail', '-h'], Object.keys(TAIL)],
    ] as const) {
      const { code, stdout, stderr } = await command(args).ended;
      assert.deepEqual([code, stderr], [0, '']);
      for (const option of options) assert.match(stdout, new RegExp(`^  (-\\w, )?--${option}\\b`, 'm'));
      for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line);
    }
    assert.match(HELP[''], /send CHANNEL/);
    assert.equal((await command(['--version']).ended).stdout, '1.2.3\n');
  });

  it('says in one sentence what was typed wrongly, and what may have been meant', async () => {
    const faults: [string[], string][] = [
      [[], 'What is to be done? The commands are send, tail, relay (live-channels --help)\n'],
      [['sned'], "There is no command 'sned'; did you mean 'send'? (live-channels --help)\n"],
      [['dance'], "There is no command 'dance'; there are send, tail, relay (live-channels --help)\n"],
      [['send'], 'Which channel? Name it behind the command (live-channels send --help)\n'],
      [
        ['tail', 'a', 'b'],
        "'b' is one word too many: put what has spaces in it into quotes (live-channels tail --help)\n",
      ],
      [['tail', 'a', '--jsn'], "There is no option '--jsn'; did you mean '--json'? (live-channels tail --help)\n"],
      [['tail', 'a', '-x'], "There is no option '-x' (live-channels tail --help)\n"],
      [['tail', 'a', '--json=yes'], "Option '--json' takes no value (live-channels tail --help)\n"],
      [['tail', 'a', '--count'], "Option '--count' needs a value: N (live-channels tail --help)\n"],
      [['tail', 'a', '--server='], "Option '--server' must not be empty (live-channels tail --help)\n"],
      [['send', 'a', '--constructor', 'x'], "There is no option '--constructor' (live-channels send --help)\n"],
      [
        ['tail', 'a', '--count', '1.5'],
        "Option '--count' must be a whole number from 1 to 1000000000 (live-channels tail --help)\n",
      ],
    ];
    for (const [args, stderr] of faults) {
      assert.deepEqual(await command(args).ended, { code: 2, stdout: '', stderr });
    }
  });

  it('sends what is piped into the process, and ends with what became of it', async () => {
    const files = new Files().write('a.txt', 'one\n').commit('Begin').write('a.txt', 'two\n');
    try {
      const wire = await Wire.join(under.base, 'team');
      const env = { LIVE_CHANNELS_SERVER: under.relay.url, LIVE_CHANNELS_AS: 'Robot' };
      const around = { env, folder: files.path };
      const sent = commandProcess(['send', 'team'], { ...around, input: files.git('diff') }).ended;
      const { message } = await wire.next(({ message: each }) => JSON.stringify(each ?? '').includes('"patch"'));
      assert.equal((message as { title: string }).title, 'a.txt');
      assert.deepEqual(await sent, {
        code: 0,
        stdout: '',
        stderr: 'Sent changes in a.txt to team: one other is there.\n',
      });
      assert.equal((await commandProcess(['send', 'team', 'none'], around).ended).code, 2);
      wire.socket.close();
    } finally {
      files.remove();
    }
  });

  it('sends once more what a relay took with it that went away', async () => {
    const relay = await RelayProcess.start();
    const wire = await Wire.join(`${relay.url}/c/`, 'team');
    const env = { LIVE_CHANNELS_SERVER: relay.url, LIVE_CHANNELS_AS: 'Robot' };
    const input = randomBytes(2_000_000).toString('hex');
    const running = command(['send', 'team', '--timeout', '60'], { env, input: `${input}\nend\n` });
    await wire.next(({ message }) => JSON.stringify(message ?? '').includes('"part"'));
    await relay.kill();
    await running.prints('Trying again.');
    const again = await RelayProcess.start(relay.port);
    try {
      const { code, stderr } = await running.ended;
      assert.equal(code, 0, stderr);
      assert.match(stderr, /Trying again\.\n(.*\n)*Sent the input to team/);
    } finally {
      await again.kill();
    }
  });

  it('is the relay as well, with the same options', async () => {
    const relay = commandProcess(['relay', '--port', '0', '--log-level', 'silent']);
    await relay.prints(/listening on ws:.*\n/);
    const { code } = await commandProcess(['relay', '--prot', '1']).ended;
    assert.equal(code, 2);
    if (process.platform === 'win32') relay.child.kill();
    else {
      relay.child.kill('SIGTERM');
      assert.match((await relay.ended).stdout, /^listening on ws:\/\/127\.0\.0\.1:\d+\/c\/\n$/);
      assert.equal((await relay.ended).code, 0);
    }
  });
});
