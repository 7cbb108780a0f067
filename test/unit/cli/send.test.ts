import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { MessageEntry } from '../../../src/protocol/transcript';
import { ChannelKey } from '../../../src/seal/channelKey';
import { Seal } from '../../../src/seal/seal';
import type { ChannelOptions } from '../../../src/session/channel';
import { writeInvitation } from '../../../src/session/invitation';
import { dialTo, join, until, type Joined } from '../support/channel';
import { command, Files, type Around, type Ended } from '../support/cli';
import { useRelay, Wire } from '../support/relay';

/** A token as GitHub makes them, which is nobody's. */
const TOKEN = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');

describe('live-channels send', function () {
  this.timeout(60_000);
  const under = useRelay();
  const people: Joined[] = [];
  let files: Files;

  beforeEach(() => {
    files = new Files();
  });
  afterEach(() => {
    for (const { channel } of people.splice(0)) channel.dispose();
    files.remove();
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
  const send = (args: readonly string[], around: Around = {}): Promise<Ended> => {
    const env = { LIVE_CHANNELS_SERVER: under.relay.url, LIVE_CHANNELS_AS: 'Robot', ...around.env };
    return command(['send', ...args], { folder: files.path, ...around, env }).ended;
  };
  /** Sends, and gives what somebody who is there is shown. */
  const received = async (args: readonly string[], around: Around = {}): Promise<MessageEntry> => {
    const ada = await enter('Ada');
    const { code, stderr, stdout } = await send(args, around);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    await until(ada.channel.transcript.onDidChange, () => ada.messages().length > 0);
    const [message] = ada.messages();
    assert.ok(message);
    assert.equal(message.from.name, 'Robot');
    return message;
  };

  it('sends words, and says to how many', async () => {
    const { body } = await received(['team', '--message', 'It **failed**']);
    assert.deepEqual(body, { type: 'text', text: 'It **failed**' });
    const { stderr } = await send(['team', '-m', 'again']);
    assert.equal(stderr, 'Sent a message to team: one other is there.\n');
    const { code, stderr: alone } = await send(['nowhere', '-m', 'hello']);
    assert.equal(code, 0);
    assert.match(alone, /nobody else is there, and it is not kept/);
    assert.equal((await send(['team', '-q', '-m', 'hush'])).stderr, '');
  });

  it('sends what git diff prints as changes, whatever the colours and prefixes that git is set to', async () => {
    files.write('src/a b.ts', 'one\ntwo\n').write('pic.png', Buffer.of(0, 1)).commit('Begin');
    files.write('src/a b.ts', 'one\nTWO\n').write('pic.png', Buffer.of(0, 2));
    const input = files.git('-c', 'diff.noprefix=true', 'diff', '--color=always');
    assert.ok(input.includes('\u001b['));
    const { body } = await received(['team', '-', '-m', 'Have a look'], { input });
    assert.ok(body.type === 'patch');
    assert.equal(body.title, 'src/a b.ts');
    assert.equal(body.comment, 'Have a look');
    assert.match(body.diff, /^diff --git a\/src\/a b\.ts b\/src\/a b\.ts\n/);
    assert.match(body.diff, /\n one\n-two\n\+TWO\n$/);
    assert.deepEqual(body.repository, { branch: 'main', commit: files.git('rev-parse', 'HEAD').trim() });
    const { stderr } = await send(['team'], { input });
    assert.match(stderr, /^Left out: pic\.png \(binary\)\.\nSent changes in src\/a b\.ts to team/);
  });

  it('sends what git show prints as a commit', async () => {
    files.write('a.txt', 'one\n').commit('The first\n\nand why');
    const { body } = await received(['team'], { input: files.git('show') });
    assert.ok(body.type === 'patch');
    const hash = files.git('rev-parse', 'HEAD').trim();
    assert.deepEqual(body.commit, { hash, message: 'The first\n\nand why', author: 'Ada' });
  });

  it('sends lines of a file with where they are from, and never where that is on this machine', async () => {
    files.write('src/deep/a.ts', 'one\r\ntwo\r\nthree\r\n').commit('Begin');
    const folder = joinPath(files.path, 'src');
    const { body } = await received(['team', 'deep/a.ts:2-3', '--language', 'typescript'], { folder });
    assert.deepEqual(body, {
      type: 'snippet',
      path: 'src/deep/a.ts',
      language: 'typescript',
      ranges: [{ startLine: 2, startColumn: 1, endLine: 3, endColumn: 6, code: 'two\nthree' }],
      repository: { branch: 'main', commit: files.git('rev-parse', 'HEAD').trim() },
    });
  });

  it('tells of a file outside of everything its name alone', async () => {
    const elsewhere = new Files().write('note:7', 'seven\n');
    try {
      const { body } = await received(['team', joinPath(elsewhere.path, 'note:7')]);
      assert.ok(body.type === 'snippet');
      assert.deepEqual([body.path, body.whole], ['note:7', true]);
    } finally {
      elsewhere.remove();
    }
  });

  it('sends an image as one, and what a program printed as code without its colours', async () => {
    const gif = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64');
    files.write('dot.gif', gif);
    const { body } = await received(['team', 'dot.gif']);
    assert.ok(body.type === 'image');
    assert.deepEqual([body.name, body.mime, body.data], ['dot.gif', 'image/gif', gif.toString('base64')]);
    for (const { channel } of people.splice(0)) channel.dispose();
    const printed = await received(['team', '--', '-'], { input: '\n\u001b[31mred\u001b[0m\r\n  two  \n\n' });
    assert.deepEqual(printed.body, {
      type: 'snippet',
      terminal: true,
      ranges: [{ startLine: 1, startColumn: 1, endLine: 2, endColumn: 6, code: 'red\n  two' }],
    });
  });

  it('sends one line as words, and more of them when told to', async () => {
    assert.deepEqual((await received(['team'], { input: 'done\n' })).body, { type: 'text', text: 'done' });
    for (const { channel } of people.splice(0)) channel.dispose();
    const { body } = await received(['team', '--text'], { input: '# One\n\ntwo\n' });
    assert.deepEqual(body, { type: 'text', text: '# One\n\ntwo' });
  });

  it('sends 7 MB in parts, whole', async () => {
    const input = `${randomBytes(3_500_000).toString('hex')}\nend\n`;
    const { body } = await received(['team'], { input });
    assert.ok(body.type === 'snippet');
    assert.equal(body.ranges[0]?.code, input.trimEnd());
  });

  it('reads no more than a message holds, and nothing that is no text', async () => {
    const large = await send(['team'], { input: Buffer.alloc(9 * 1024 * 1024, 'a') });
    assert.deepEqual(large, {
      code: 2,
      stdout: '',
      stderr: 'The input is more than 8 MB and a message holds 8 MB: send a part of it (live-channels send --help)\n',
    });
    for (const input of [randomBytes(1_000), 'a\0b', Buffer.of(0xff, 0x41)]) {
      const { code, stderr } = await send(['team'], { input });
      assert.equal(code, 2);
      assert.match(stderr, /^The input is no text: only texts in UTF-8 and images/);
    }
    files.write('large.bin', Buffer.alloc(9 * 1024 * 1024));
    assert.match((await send(['team', 'large.bin'])).stderr, /^large\.bin is 9 MB and a message holds 8 MB/);
  });

  it('says in one sentence what is missing', async () => {
    files.write('a.ts', 'one\ntwo\n').write('empty.ts', '').write('folder/x', 'x');
    const faults: [string[], RegExp, Around?][] = [
      [['team'], /^The input is empty: there is nothing to send/, { input: '' }],
      [['team'], /^The input is empty/, { input: ' \n\n' }],
      [['team'], /^What is to be sent\? Name a FILE/, { terminal: true }],
      [['team', 'empty.ts'], /^empty\.ts is empty/],
      [['team', 'none.ts'], /^none\.ts cannot be read: there is no such file/],
      [['team', 'none.ts:3-4'], /^none\.ts cannot be read: there is no such file/],
      [['team', 'folder'], /^folder is a folder: name a file in it/],
      [['team', 'a.ts:2-3'], /^a\.ts has 2 lines: ask for what is there, not for lines 2-3/],
      [['team', 'a.ts:0'], /^There are no lines 0-0: they count from 1/],
      [['team', 'a.ts:3-2'], /^There are no lines 3-2/],
      [['team', 'a.ts', 'b.ts'], /^'b\.ts' is one word too many/],
      [['a//b', '-m', 'x'], /no channel name/],
      [['team', '-m', 'x', '--server', 'http://user:geheim@host'], /^The server is no relay address/],
    ];
    for (const [args, sentence, around] of faults) {
      const { code, stdout, stderr } = await send(args, around);
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, sentence);
      assert.match(stderr, /^[^\n]+\(live-channels send --help\)\n$/);
      assert.doesNotMatch(stdout + stderr, /geheim/);
    }
  });

  it('keeps back what looks like a secret or is never to be sent, unless told otherwise', async () => {
    files.write('.gitignore', 'local.ts\n').write('a.ts', `one\nconst token = '${TOKEN}';\n`).commit('Begin');
    files.write('local.ts', 'mine\n').write('.env', 'A=1\n').write('secret/x.ts', 'x\n');
    files.write('b.ts', 'b\n');
    const ada = await enter('Ada');
    const kept: [string[], RegExp, Around?][] = [
      [['team', 'a.ts'], /\n {2}a\.ts:2 GitHub token\n/],
      [['team', 'a.ts:2'], /\n {2}a\.ts:2 GitHub token\n/],
      [['team', 'b.ts', '-m', `it is ${TOKEN}`], /\n {2}the message GitHub token\n/],
      [['team', '-m', TOKEN], /\n {2}The message GitHub token\n/],
      [['team', '.env'], /\n {2}\.env never to be sent \(\*\*\/\.env\*\)\n/],
      [['team', 'local.ts'], /\n {2}local\.ts ignored by git\n/],
      [['team'], /\n {2}a\.ts GitHub token\n/, { input: files.git('show') }],
      [['team'], /\n {2}The input:2 GitHub token\n/, { input: `one\n${TOKEN}\n` }],
    ];
    for (const [args, found, around] of kept) {
      const { code, stderr } = await send(args, around);
      assert.equal(code, 3, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, /^Not sent, as this may not be meant for others:\n/);
      assert.match(stderr, found);
      assert.match(stderr, /add --allow-secrets\n$/);
      assert.ok(!stderr.includes(TOKEN));
    }
    assert.deepEqual(ada.texts(), []);
    assert.equal((await send(['team', 'a.ts:2', '--allow-secrets'])).code, 0);
    await ada.shown(`const token = '${TOKEN}';`);
  });

  it('keeps back what is kept elsewhere and only linked here', async function () {
    const elsewhere = new Files().write('there.ts', 'there\n');
    try {
      symlinkSync(joinPath(elsewhere.path, 'there.ts'), joinPath(files.path, 'here.ts'));
      const { code, stderr } = await send(['team', 'here.ts']);
      assert.equal(code, 3);
      assert.match(stderr, /here\.ts a symbolic link to somewhere else/);
    } finally {
      elsewhere.remove();
    }
  });

  it('sends to one person by name or by connection, and waits until they have it', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const { code, stderr } = await send(['team', '--to', 'ada', '-m', 'for you']);
    assert.deepEqual([code, stderr], [0, 'Sent a message to ada in team.\n']);
    assert.equal((await ada.shown('for you')).to?.self, true);
    await enter('Ada');
    const double = await send(['team', '--to', 'Ada', '-m', 'for you']);
    assert.equal(double.code, 2);
    assert.match(double.stderr, /^2 people are called 'Ada': name one by the connection, --to \S+ or \S+ /);
    const uid = ada.channel.view.people[0]?.uid ?? '';
    assert.equal((await send(['team', '--to', uid, '-m', 'and you'])).code, 0);
    await ada.shown('and you');
    assert.deepEqual(grace.texts(), []);
    const nobody = await send(['team', '--to', 'Alan', '--timeout', '1', '-m', 'hello?']);
    assert.deepEqual(
      [nobody.code, nobody.stderr],
      [1, "Not sent: nobody there is called 'Alan' (gave up after 1 s)\n"],
    );
  });

  it('sends to a plain client, which tells nobody what it has', async () => {
    const plain = await Wire.join(under.base, 'team', 'as=Plain&announce=true');
    const sent = send(['team', '--to', 'Plain', '-m', 'for you']);
    const { message } = await plain.next(({ message }) => JSON.stringify(message ?? '').includes('for you'));
    assert.ok(message);
    assert.equal((await sent).code, 0);
    plain.socket.close();
  });

  it('sends into a private channel by its invitation, in a file or in the environment', async () => {
    const key = await ChannelKey.random();
    const seal = await Seal.create({ key });
    const ada = await enter('Ada', seal.channel, { seal });
    const text = writeInvitation({ server: under.relay.url, name: 'Our plans', key: key.secret });
    files.write('invitation', `Join us:\n${text}\n`).write('keys.json', JSON.stringify({ invitation: text }));
    const env = { LIVE_CHANNELS_SERVER: undefined };
    for (const [index, around] of [
      { args: ['--key-file', joinPath(files.path, 'invitation')] },
      { args: ['--key-file', joinPath(files.path, 'keys.json')] },
      { args: [], env: { LIVE_CHANNELS_KEY: text } },
    ].entries()) {
      const said = `sealed ${index}`;
      const args = ['Our plans', '-m', said, ...around.args];
      assert.deepEqual(await send(args, { env: { ...env, ...around.env } }), {
        code: 0,
        stdout: '',
        stderr: 'Sent a message to Our plans: one other is there.\n',
      });
      assert.equal((await ada.shown(said)).from.name, 'Robot');
    }
    const direct = await send(['Our plans', '--to', 'Ada', '-m', 'only you'], {
      env: { ...env, LIVE_CHANNELS_KEY: text },
    });
    assert.equal(direct.code, 0);
    assert.equal((await ada.shown('only you')).to?.self, true);
    const other = await send(['plans', '-m', 'x'], { env: { LIVE_CHANNELS_KEY: text } });
    assert.deepEqual(
      [other.code, other.stderr.split(' (')[0]],
      [2, "The invitation is for 'Our plans', not for 'plans'"],
    );
  });

  it('sends nothing when a variable is set and empty, as a CI gives what it does not have', async () => {
    const listener = await Wire.join(under.base, 'team', '');
    for (const name of ['LIVE_CHANNELS_KEY', 'LIVE_CHANNELS_KEY_FILE', 'LIVE_CHANNELS_SERVER']) {
      const { code, stderr } = await send(['team', '-m', 'not for all'], { env: { [name]: '' } });
      assert.equal(code, 2, stderr);
      assert.match(stderr, new RegExp(`^${name} is set and empty: give it`));
    }
    assert.equal((await send(['team', '-m', 'last'])).code, 0);
    const { message } = await listener.next(frame => frame.message !== undefined);
    assert.match(JSON.stringify(message), /last/);
    listener.socket.close();
  });

  it('sends into a private channel by its passphrase', async () => {
    const passphrase = 'five words that nobody knows';
    const seal = await Seal.create({ key: await ChannelKey.fromPassphrase('plans', passphrase) });
    const ada = await enter('Ada', seal.channel, { seal });
    const { code } = await send(['plans', '-m', 'sealed'], {
      env: { LIVE_CHANNELS_KEY: JSON.stringify({ passphrase }) },
    });
    assert.equal(code, 0);
    await ada.shown('sealed');
  });

  it('tells a key that is missing or wrong from all else', async () => {
    const first = await Wire.join(under.base, 'closed', 'joinKey=right&sendKey=speak');
    const refused = await send(['closed', '-m', 'x']);
    assert.equal(refused.code, 4);
    assert.match(
      refused.stderr,
      /refuses the join: this channel needs a join key: give it, or the right one, with --key-file\n$/,
    );
    const wrong = await send(['closed', '-m', 'x'], { env: { LIVE_CHANNELS_KEY: '{"joinKey": "geheim"}' } });
    assert.equal(wrong.code, 4);
    assert.doesNotMatch(wrong.stderr, /geheim/);
    const mute = await send(['closed', '-m', 'x'], { env: { LIVE_CHANNELS_KEY: '{"joinKey": "right"}' } });
    assert.equal(mute.code, 4);
    assert.match(mute.stderr, /^It was not passed on\. .*sendKey.*: give it with --key-file/);
    const keys = '{"joinKey": "right", "sendKey": "speak"}';
    assert.equal((await send(['closed', '-m', 'x'], { env: { LIVE_CHANNELS_KEY: keys } })).code, 0);
    first.socket.close();
  });

  it('never repeats what a file of keys holds', async () => {
    for (const text of [
      'geheim',
      '{"joinkey": "geheim"}',
      '{"geheim": 1}',
      '[]',
      '{}',
      'livechannels1.geheim',
      '{"joinKey": 1}',
    ]) {
      files.write('keys', text);
      const { code, stderr } = await send(['team', '-m', 'x', '--key-file', joinPath(files.path, 'keys')]);
      assert.equal(code, 2, text);
      assert.doesNotMatch(stderr, /geheim/);
    }
    assert.match((await send(['team', '-m', 'x', '--key-file', 'none'])).stderr, /^The key file cannot be read: /);
  });
});
