import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { ChannelKey } from '../../../src/seal/channelKey';
import { Seal } from '../../../src/seal/seal';
import type { ChannelOptions } from '../../../src/session/channel';
import { writeInvitation } from '../../../src/session/invitation';
import { patchDraft } from '../../../src/snippet/drafts';
import { snippetDraft } from '../../../src/snippet/snippet';
import { dialTo, join, until, type Joined } from '../support/channel';
import { command, commandProcess, type Around, type Ended } from '../support/cli';
import { useRelay, Wire } from '../support/relay';
import { RelayProcess } from '../support/relayProcess';

/** What a terminal would obey: sequences, strings with their end, 8-bit controls, and what turns the direction. */
const HOSTILE = '\u001b[2J\u001b]0;title\u0007\u009b31m\u0090q\u009c\b\b\u202eevil\u2066';
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

interface Event {
  v: number;
  event: string;
  channel: string;
  date: string;
  [name: string]: unknown;
}

function events({ stdout }: Pick<Ended, 'stdout'>): Event[] {
  const lines = stdout.split('\n');
  assert.equal(lines.pop(), '');
  return lines.map(line => JSON.parse(line) as Event);
}

describe('live-channels tail', function () {
  this.timeout(60_000);
  const under = useRelay();
  const people: Joined[] = [];

  afterEach(() => {
    for (const { channel } of people.splice(0)) channel.dispose();
  });

  const enter = async (name: string, room = 'team', more: Partial<ChannelOptions> = {}): Promise<Joined> => {
    const person = join(
      dialTo(() => under.relay.url, room),
      room,
      name,
      more,
    );
    people.push(person);
    await person.online();
    return person;
  };
  const environment = () => ({ LIVE_CHANNELS_SERVER: under.relay.url, LIVE_CHANNELS_AS: 'Robot' });
  const tail = (args: readonly string[], around: Around = {}) =>
    command(['tail', ...args], { ...around, env: { ...environment(), ...around.env } });
  const say = ({ channel }: Joined, text: string, uid?: string): void => channel.send({ type: 'chat', text }, uid);
  const robot = ({ channel }: Joined) => channel.view.people.find(({ name }) => name === 'Robot');

  it('prints one event a line, each with its version, until as many messages came as were asked for', async () => {
    const ada = await enter('Ada');
    const running = tail(['team', '--json', '--count', '4']);
    await running.prints('"state":"online"');
    say(ada, 'one');
    await running.prints('"one"');
    const [own] = ada.messages();
    ada.channel.edit(own?.id ?? '', 'two');
    ada.channel.react(own?.id ?? '', '👍', true);
    await running.prints('"reactions"');
    ada.channel.delete(own?.id ?? '');
    say(ada, 'for you', robot(ada)?.uid);
    const range = { startLine: 3, startColumn: 1, endLine: 3, endColumn: 2, code: 'x' };
    ada.channel.send(snippetDraft({ path: 'src/a.ts' }, [range], 'see'));
    ada.channel.send(patchDraft({ title: 'a', diff: 'diff --git a/a b/a\n' }, ''));
    const ended = await running.ended;
    assert.equal(ended.code, 0);
    const all = events(ended);
    for (const { v, channel, date } of all) {
      assert.deepEqual([v, channel], [1, 'team']);
      assert.ok(Math.abs(Date.parse(date) - Date.now()) < 120_000, date);
    }
    const id = all.find(({ event }) => event === 'message')?.['id'];
    const around = ['v', 'channel', 'date', 'from'];
    const bare = all.map(event => Object.fromEntries(Object.entries(event).filter(([name]) => !around.includes(name))));
    assert.deepEqual(bare.slice(0, 5), [
      { event: 'connection', state: 'online' },
      { event: 'message', id, text: 'one', body: { type: 'text', text: 'one' } },
      { event: 'edit', id, text: 'two' },
      { event: 'reactions', id, reactions: [{ emoji: '👍', count: 1, names: ['Ada'] }] },
      { event: 'delete', id },
    ]);
    const messages = all.filter(({ event }) => event === 'message');
    assert.deepEqual(messages.map(({ text, direct }) => [text, direct]).slice(1), [
      ['for you', true],
      ['see', undefined],
      ['a', undefined],
    ]);
    assert.deepEqual(messages[2]?.['body'], { type: 'snippet', path: 'src/a.ts', comment: 'see', ranges: [range] });
    assert.equal((messages[0]?.['from'] as { name: string }).name, 'Ada');
  });

  it('prints for people: a line each, what is longer indented, and who comes and goes', async () => {
    const running = tail(['team', '--count', '4']);
    await running.prints('Listening to team; others there: 0.');
    const ada = await enter('Ada');
    say(ada, 'one\n12:00 Grace: two');
    const range = { startLine: 3, startColumn: 1, endLine: 4, endColumn: 2, code: 'x\ny' };
    ada.channel.send(snippetDraft({ path: 'src/a.ts' }, [range], 'see'));
    ada.channel.send(patchDraft({ title: 'a', diff: 'diff --git a/a b/a\n' }, ''));
    say(ada, Array.from({ length: 300 }, (_, at) => `line ${at}`).join('\n'));
    const { stdout, code } = await running.ended;
    assert.equal(code, 0);
    const lines = stdout.replaceAll(/^\d\d:\d\d /gm, 'TIME ').split('\n');
    assert.deepEqual(lines.slice(0, 10), [
      'TIME · Ada joined',
      'TIME Ada: one',
      '  12:00 Grace: two',
      'TIME Ada: see',
      '  [src/a.ts:3-4]',
      '  x',
      '  y',
      'TIME Ada:',
      '  [changes in a]',
      '  diff --git a/a b/a',
    ]);
    assert.equal(lines.at(-2), '  … and 100 more lines (--json has all)');
  });

  it('lets nobody drive the terminal, by what they say or are called', async () => {
    const [text, json] = [tail(['team', '--count', '3']), tail(['team', '--count', '3', '--json'])];
    const runs = [text, json];
    for (const run of runs) await run.prints('Listening');
    const wire = await Wire.join(under.base, 'team', `announce=true&as=${encodeURIComponent(`A${HOSTILE}\nB`)}`);
    wire.send(JSON.stringify(`say ${HOSTILE}\u2028next`));
    const ada = await enter(`Ada${HOSTILE}`);
    ada.channel.send({
      type: 'snippet',
      text: 'x',
      path: HOSTILE,
      ranges: [{ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: `c${HOSTILE}` }],
    });
    ada.channel.send(patchDraft({ title: HOSTILE, diff: `diff ${HOSTILE}` }, HOSTILE));
    for (const { ended } of runs) {
      const { stdout, stderr, code } = await ended;
      assert.equal(code, 0);
      assert.doesNotMatch(stdout + stderr, OBEYED);
      assert.match(stdout, /say.*evil/);
    }
    const [first] = events(await json.ended).filter(({ event }) => event === 'message');
    // For a program it is what was said, to the letter.
    assert.equal(first?.['text'], `say ${HOSTILE}\u2028next`);
    wire.socket.close();
  });

  it('has colours on a terminal only, and not where NO_COLOR is set', async () => {
    const ada = await enter('Ada');
    const runs = [{ terminal: true }, { terminal: true, env: { NO_COLOR: '1' } }, {}].map(around =>
      tail(['team', '--count', '1'], around),
    );
    for (const run of runs) await run.prints('Listening');
    say(ada, 'hello');
    const outputs = await Promise.all(runs.map(async ({ ended }) => (await ended).stdout.includes('\u001b[')));
    assert.deepEqual(outputs, [true, false, false]);
  });

  it('begins with what others have kept and give, in its order', async () => {
    const ada = await enter('Ada', 'team', { sharesHistory: () => true });
    for (const text of ['one', 'two', 'three']) say(ada, text);
    await ada.reached('three', 'sent');
    const { stdout, code } = await tail(['team', '--json', '--count', '3']).ended;
    assert.equal(code, 0);
    assert.deepEqual(
      events({ stdout }).flatMap(({ event, text }) => (event === 'message' ? [text] : [])),
      ['one', 'two', 'three'],
    );
  });

  it('reads a private channel, and what is said in it for it alone', async () => {
    const key = await ChannelKey.random();
    const seal = await Seal.create({ key });
    const ada = await enter('Ada', seal.channel, { seal });
    const text = writeInvitation({ server: under.relay.url, name: 'plans', key: key.secret });
    const running = tail(['plans', '--count', '2'], {
      env: { LIVE_CHANNELS_KEY: text, LIVE_CHANNELS_SERVER: undefined },
    });
    await running.prints('Listening to plans');
    await until(ada.channel.onDidChange, () => robot(ada) !== undefined);
    say(ada, 'sealed');
    await running.prints('Ada: sealed');
    say(ada, 'alone', robot(ada)?.uid);
    const { stdout } = await running.ended;
    assert.match(stdout, /Ada \(only to you\): alone\n$/);
  });

  it('says why it cannot connect, and which key is missing', async () => {
    const gone = await tail(['team', '--timeout', '1', '--server', 'ws://127.0.0.1:1']).ended;
    assert.equal(gone.code, 1);
    assert.match(gone.stderr, /^127\.0\.0\.1:1 cannot be reached: nobody listens there\. Trying again\.\n/);
    assert.match(gone.stderr, /\nNot connected: 127\.0\.0\.1:1 cannot be reached: .*\(gave up after 1 s\)\n$/);
    const first = await Wire.join(under.base, 'closed', 'joinKey=right');
    const refused = await tail(['closed']).ended;
    assert.equal(refused.code, 4);
    const { code } = await tail(['closed', '--for', '1'], { env: { LIVE_CHANNELS_KEY: '{"joinKey":"right"}' } }).ended;
    assert.equal(code, 0);
    first.socket.close();
  });

  it('goes on when the relay went away and came back, and says so', async () => {
    const relay = await RelayProcess.start();
    const running = tail(['team', '--json', '--count', '1', '--server', relay.url]);
    await running.prints('"state":"online"');
    await relay.kill();
    await running.prints('"state":"lost"');
    const again = await RelayProcess.start(relay.port);
    try {
      const ada = join(
        dialTo(() => again.url, 'team'),
        'team',
        'Ada',
      );
      people.push(ada);
      await running.prints('Connected again.');
      await ada.online();
      say(ada, 'back');
      const ended = await running.ended;
      assert.equal(ended.code, 0);
      assert.deepEqual(
        events(ended).flatMap(({ event, state }) => (event === 'connection' ? [state] : [])),
        ['online', 'lost', 'online'],
      );
    } finally {
      await again.kill();
    }
  });

  describe('as a process', () => {
    it('ends quietly when nobody reads what it prints any more', async () => {
      const ada = await enter('Ada');
      const running = commandProcess(['tail', 'team', '--json', '-q'], { env: environment() });
      await running.prints('"state":"online"');
      running.child.stdout?.destroy();
      await once(running.child.stdout as NodeJS.EventEmitter, 'close');
      const timer = setInterval(() => say(ada, 'anybody?'), 100);
      try {
        const { code, stderr } = await running.ended;
        assert.deepEqual([code, stderr], [0, '']);
      } finally {
        clearInterval(timer);
      }
    });

    it('leaves when it is interrupted, and ends as shells expect it', async function () {
      // There are no signals on Windows: a process is ended there.
      if (process.platform === 'win32') return;
      const ada = await enter('Ada');
      for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
      ] as const) {
        const running = commandProcess(['tail', 'team'], { env: environment() });
        await running.prints('Listening');
        await until(ada.channel.onDidChange, () => robot(ada) !== undefined);
        running.child.kill(signal);
        assert.equal((await running.ended).code, code);
        await until(ada.channel.onDidChange, () => robot(ada) === undefined);
      }
    });
  });
});
