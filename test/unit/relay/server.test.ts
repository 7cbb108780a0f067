import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { LogEntry } from '../../../src/relay/log';
import { PING } from '../../../src/relay/heartbeat';
import { startRelay } from '../../../src/relay/server';
import { useRelay, UPGRADE, Wire } from '../support/relay';

describe('a relay', () => {
  const under = useRelay();
  const joined = (channel: string, query = '') => Wire.join(under.base, channel, query);

  it('gives each connection another uid that cannot be guessed', async () => {
    const uids = new Set<string>();
    for (let i = 0; i < 50; i += 1) uids.add((await joined(`room${i}`)).uid);
    assert.equal(uids.size, 50);
    // 128 bits in base 64.
    for (const uid of uids) assert.match(uid, /^[A-Za-z0-9_-]{22}$/);
  });

  it('passes a payload on as the bytes it came in', async () => {
    const [sender, reader] = [await joined('room', 'as=%22A%22'), await joined('room')];
    const odd = ' { "a" : 1.0e0 ,"a":"\\u0041\\/", "ü":"🎉", "\\ud800":0, "big":12345678901234567890 }\n';
    sender.send(odd);
    await reader.message();
    const text = reader.texts.at(-1) ?? '';
    assert.ok(text.startsWith(`{"message":${odd},"uid":"${sender.uid}","alias":"\\"A\\"","date":`), text);
  });

  it('keeps channels apart, and the order of each sender', async () => {
    const [a, b, other] = [await joined('room'), await joined('room'), await joined('other')];
    for (let i = 0; i < 30; i += 1) a.send(String(i));
    await a.settled();
    a.send('"end"');
    await b.next(frame => frame.message === 'end');
    const got = b.frames.filter(frame => frame.type === undefined).map(frame => frame.message);
    assert.deepEqual(got, [...Array(30).keys(), 'end']);
    await other.settled();
    assert.equal(other.frames.filter(frame => frame.type !== 'error').length, 1);
  });

  it('sends a directed message to that one user, without echo', async () => {
    const [a, b, c] = [await joined('room', 'echo=true'), await joined('room', 'echo=true'), await joined('room')];
    a.send(`\u001f${b.uid}\u001f{"secret":1}`);
    assert.deepEqual((await b.message()).message, { secret: 1 });
    a.send(`\u001f${a.uid}\u001f"to myself"`);
    assert.equal((await a.message()).message, 'to myself');
    for (const wire of [a, b, c]) await wire.settled();
    assert.deepEqual(
      [a, b, c].map(wire => wire.frames.filter(frame => frame.type === undefined).length),
      [1, 1, 0],
    );
  });

  it('does not reach a user of another channel by uid', async () => {
    const [a, elsewhere] = [await joined('room'), await joined('other')];
    a.send(`\u001f${elsewhere.uid}\u001f1`);
    assert.ok(String((await a.error()).message).includes(elsewhere.uid));
    await elsewhere.settled();
    assert.equal(
      elsewhere.frames.some(frame => frame.type === undefined),
      false,
    );
  });

  it('answers bad frames with an error, tells nobody else, and goes on', async () => {
    const watching = await joined('room');
    const frames: (string | Buffer)[] = [
      'no json',
      '',
      '{"a":1',
      '1,"uid":"forged"',
      '}{',
      '\u001f',
      '\u001f\u001f1',
      '\u001fonly one separator',
      `\u001f${watching.uid}\u001f`,
      `\u001f${watching.uid}\u001fno json`,
      `\u001f${watching.uid}\u001f1\u001f`,
      '\ufeff1',
      'NaN',
      "{'a':1}",
      Buffer.from('{"binary":1}'),
      JSON.stringify('x'.repeat(99_999)),
      JSON.stringify('ü'.repeat(50_000)),
    ];
    for (const frame of frames) {
      const bad = await joined('room');
      bad.send(frame);
      const error = await bad.error();
      assert.equal(typeof error.message, 'string', String(frame).slice(0, 20));
      bad.send('"fine"');
      await watching.next(({ message }) => message === 'fine');
      bad.socket.terminate();
    }
    const messages = watching.frames.filter(frame => frame.type === undefined);
    assert.ok(messages.every(({ message }) => message === 'fine'));
    assert.equal(
      watching.frames.some(frame => frame.type === 'error'),
      false,
    );
  });

  it('takes a frame of exactly 100,000 bytes, and JSON as deep as that allows', async () => {
    const [a, b] = [await joined('room'), await joined('room')];
    a.send(JSON.stringify('x'.repeat(99_998)));
    assert.equal(String((await b.message()).message).length, 99_998);
    a.send('['.repeat(50_000) + ']'.repeat(50_000));
    await b.message();
  });

  it('closes with 1008 after three warnings, and tells the others of a leave only', async () => {
    const [bad, watching] = [await joined('room'), await joined('room')];
    for (let i = 0; i < 4; i += 1) bad.send('no json');
    assert.equal((await bad.closed).code, 1008);
    assert.equal(bad.frames.filter(frame => frame.type === 'error').length, 4);
    await watching.next(frame => frame.type === 'leave');
    assert.equal(watching.frames.length, 2);
  });

  it('closes with 1009 on a frame far too large, and with 1007 on text that is not UTF-8', async () => {
    const watching = await joined('room');
    const large = await joined('room');
    large.send(`"${'x'.repeat(400_000)}"`);
    assert.equal((await large.closed).code, 1009);
    const malformed = await joined('room');
    malformed.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });
    assert.equal((await malformed.closed).code, 1007);
    await watching.settled();
    assert.equal(
      watching.frames.some(frame => frame.type === undefined),
      false,
    );
  });

  it('survives frames that break the WebSocket protocol', async () => {
    const watching = await joined('room');
    for (const bytes of [
      [0x81, 0x01, 0x31],
      [0xff, 0xff, 0xff, 0xff],
      [0x8f, 0x80, 0, 0, 0, 0],
      [0x80, 0x80, 0, 0, 0, 0],
    ]) {
      await new Promise<void>(resolve => {
        const socket = connectTcp(under.relay.port, '127.0.0.1');
        const headers = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`GET /c/room HTTP/1.1\r\nHost: h\r\n${headers.join('')}\r\n`);
        socket.once('data', () => socket.write(Buffer.from(bytes)));
        socket.on('error', () => undefined).on('close', () => resolve());
        socket.on('data', () => undefined);
      });
      await watching.next(frame => frame.type === 'leave');
    }
  });

  it('joins a message that came in fragments', async () => {
    const [a, b] = [await joined('room'), await joined('room')];
    a.socket.send('{"part', { fin: false });
    a.socket.ping();
    a.socket.send('":1}', { fin: true });
    assert.deepEqual((await b.message()).message, { part: 1 });
  });

  it('keeps keys for as long as the channel lives, and no longer', async () => {
    const first = await joined('room', 'joinKey=one&sendKey=send');
    const second = await joined('room', 'joinKey=one');
    second.send('1');
    assert.match(String((await second.error()).message), /sendKey/);
    second.send(`\u001f${first.uid}\u001f1`);
    await second.error();
    const third = await joined('room', 'joinKey=one&sendKey=send');
    third.send('"allowed"');
    assert.equal((await first.message()).message, 'allowed');
    // The first one's leave changes nothing.
    first.socket.close();
    await second.next(frame => frame.type === 'leave');
    await assert.rejects(joined('room', 'joinKey=two'), /403/);
    second.socket.close();
    third.socket.close();
    await Promise.all([second.closed, third.closed]);
    const anew = await joined('room', 'joinKey=two');
    assert.equal(anew.frames[0]?.users, 1);
    await assert.rejects(joined('room', 'joinKey=one'), /403/);
    anew.send('1');
    await anew.settled();
    assert.equal(anew.frames.filter(frame => frame.type === 'error').length, 1, 'no sendKey any more');
  });

  it('sets no keys by those who come later', async () => {
    const first = await joined('room');
    await joined('room', 'joinKey=mine&sendKey=mine');
    const third = await joined('room');
    third.send('"free"');
    assert.equal((await first.message()).message, 'free');
  });

  it('ends with the number it began with after many came and went', async function () {
    this.timeout(20_000);
    const watching = await joined('room');
    for (let round = 0; round < 10; round += 1) {
      const wires = await Promise.all(Array.from({ length: 20 }, () => joined('room', 'announce=true&list=true')));
      for (const [i, { socket }] of wires.entries()) {
        if (i % 2) socket.terminate();
        else socket.close();
      }
      await watching.next(frame => frame.type === 'leave' && frame.total === 1);
    }
    assert.equal(under.relay.connections, 1);
    const counts = watching.frames.map(frame => frame.type);
    assert.equal(counts.filter(type => type === 'join').length, 201);
    assert.equal(counts.filter(type => type === 'leave').length, 200);
  });

  it('closes every socket with the code it is told, once', async () => {
    const wires = [await joined('room'), await joined('room'), await joined('other')];
    await Promise.all([under.relay.close(1012), under.relay.close(1001)]);
    assert.deepEqual(await Promise.all(wires.map(async wire => (await wire.closed).code)), [1012, 1012, 1012]);
    assert.equal(under.relay.connections, 0);
    assert.ok(wires.every(wire => wire.frames.every(frame => frame.type !== 'leave')));
  });
});

describe('a relay with narrow limits', () => {
  const under = useRelay({ limits: { rate: 5, rateWindow: 60_000, warnings: 3, size: 50, reader: 1_000_000 } });

  it('answers who is too fast, drops what is too much, and tells nobody else', async () => {
    const [fast, watching] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
    for (let i = 0; i < 20; i += 1) fast.send(String(i));
    assert.match(String((await fast.error()).message), /Too fast/);
    await watching.next(frame => frame.message === 4);
    watching.send('"calm"');
    await fast.next(frame => frame.message === 'calm');
    const got = watching.frames.filter(frame => frame.type === undefined).map(frame => frame.message);
    assert.deepEqual(got, [0, 1, 2, 3, 4]);
    assert.equal(fast.frames.filter(frame => frame.type === 'error').length, 1, 'one warning a burst');
    assert.equal(fast.socket.readyState, fast.socket.OPEN);
  });

  it('counts bytes, not characters', async () => {
    const wire = await Wire.join(under.base, 'room');
    wire.send(JSON.stringify('ü'.repeat(25)));
    assert.match(String((await wire.error()).message), /Too large: at most 50 bytes/);
    const other = await Wire.join(under.base, 'room');
    wire.send(JSON.stringify('ü'.repeat(24)));
    await other.message();
  });
});

describe('a relay without limits', () => {
  const under = useRelay({ limits: { rate: 0, warnings: 0, size: 0, reader: 0, buffer: 0, channel: 0, channels: 0 } });

  it('lets all through', async () => {
    const [a, b] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
    a.send(JSON.stringify('x'.repeat(1_000_000)));
    for (let i = 0; i < 500; i += 1) a.send(String(i)).send('no json');
    a.send('"end"');
    await b.next(frame => frame.message === 'end');
    assert.equal(b.frames.filter(frame => frame.type === undefined).length, 502);
  });
});

describe('a relay and those who do not read', () => {
  const under = useRelay({ limits: { rate: 0, reader: 500_000 } });

  it('cuts off a slow reader, and the others lose nothing', async function () {
    this.timeout(20_000);
    const [sender, reader, slow] = [
      await Wire.join(under.base, 'room'),
      await Wire.join(under.base, 'room'),
      await Wire.join(under.base, 'room'),
    ];
    slow.socket.pause();
    const large = 'x'.repeat(90_000);
    const left = reader.next(frame => frame.type === 'leave').then(() => true);
    const stillThere = (): Promise<boolean> =>
      Promise.race([left.then(() => false), sender.settled().then(() => true)]);
    let sent = 0;
    do {
      sender.send(JSON.stringify(large));
      sent += 1;
    } while ((await stillThere()) && sent < 1000);
    await left;
    sender.send('"end"');
    await reader.next(frame => frame.message === 'end');
    assert.equal(reader.frames.filter(frame => frame.type === undefined).length, sent + 1);
    assert.equal(under.relay.connections, 2);
    slow.socket.resume();
    assert.ok([1006, 1013].includes((await slow.closed).code));
  });
});

describe('a relay and those who do not answer', () => {
  const under = useRelay({ ping: { every: 700, timeout: 500 } });

  it('drops a socket that answers no ping, and keeps those that do', async function () {
    this.timeout(10_000);
    const [watching, dead] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
    dead.socket.pause();
    await watching.next(frame => frame.type === 'leave');
    dead.socket.terminate();
    assert.equal(under.relay.connections, 1);
    assert.equal(watching.socket.readyState, watching.socket.OPEN);
  });

  it('waits for less than 40 s in all, unless told', () => assert.ok(PING.every + PING.timeout < 40_000));

  it('stops although a client does not answer the closing handshake', async function () {
    this.timeout(10_000);
    const relay = await startRelay();
    const deaf = await Wire.join(`${relay.url}/c/`, 'room');
    deaf.socket.pause();
    await relay.close();
    deaf.socket.terminate();
  });
});

describe("a relay's log", () => {
  const lines: string[] = [];
  const under = useRelay({ log: entry => lines.push(entry.toString()) });

  it('has no keys, names, channels or content in it', async () => {
    const wire = await Wire.join(under.base, 'secret-room', 'as=secret-name&joinKey=secret-key&sendKey=secret-key');
    await assert.rejects(Wire.join(under.base, 'secret-room', 'joinKey=secret-guess'));
    wire.send('"secret-text"').send('secret-nonsense').send('\u001fsecret-uid\u001f1');
    await wire.settled();
    wire.socket.close();
    await wire.closed;
    await Wire.join(under.base, 'room');
    assert.deepEqual(lines, [
      'joined connections=1',
      'refused status=403',
      'left code=1005 connections=0',
      'joined connections=1',
    ]);
  });

  it('writes an entry as one line', () => {
    assert.equal(
      new LogEntry('info', 'joined', { connections: 1, message: 'a' }).toString(),
      'joined connections=1 message=a',
    );
  });
});
