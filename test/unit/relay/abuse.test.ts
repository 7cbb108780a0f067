import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { PendingSockets } from '../../../src/relay/pendingSockets';
import { HANDSHAKE, startRelay, type Relay } from '../../../src/relay/server';
import { ask, UPGRADE, useRelay, Wire } from '../support/relay';

const HEADERS = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\r\n`);

/** Sends bytes to a port as they are, and waits until the other side has ended it. */
async function throwAt(relay: Relay, bytes: string | Buffer): Promise<void> {
  const socket = connect(relay.port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.end(bytes);
  if (!socket.closed) await once(socket, 'close');
}

/** A socket that has joined a channel by a handshake of its own, for bytes that no client would send. */
async function rawJoin(relay: Relay, channel: string): Promise<Socket> {
  const socket = connect(relay.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`GET /c/${channel} HTTP/1.1\r\nHost: h\r\n${HEADERS.join('')}\r\n`);
  await once(socket, 'data');
  return socket;
}

/** A client's frame with a mask of zeros; the first byte is FIN, the reserved bits and the opcode. */
function frame(first: number, payload: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(payload);
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0x80 | 126, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from([first, ...length, 0, 0, 0, 0]), bytes]);
}

/** What a closing frame from the server says. */
async function closeCode(socket: Socket): Promise<number | undefined> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  if (!socket.closed) await once(socket, 'close');
  const all = Buffer.concat(parts);
  const at = all.lastIndexOf(0x88);
  return at < 0 ? undefined : all.readUInt16BE(at + 2);
}

describe('a relay, against anything', function () {
  this.timeout(60_000);
  const under = useRelay();

  /** Whoever else is there has noticed comings and goings only, and is still served. */
  async function isUnharmed(watching: Wire): Promise<void> {
    await watching.settled();
    for (const { type, message } of watching.frames) {
      assert.ok(type === 'join' || type === 'leave' || (type === 'error' && String(message).includes('nobody-')));
    }
  }

  it('survives handshakes of all kinds', async () => {
    const watching = await Wire.join(under.base, 'room');
    const path = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webPath(),
      fc.constantFrom('/c/room', '/c/%00', '/c/..%2f..', `/c/${'a'.repeat(9_000)}`, '*', 'http://h:1/c/x', '//c/x'),
    );
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const header = fc.oneof(
      fc.constantFrom(...HEADERS),
      fc.tuple(text, text).map(([name, value]) => `${name}: ${value}\r\n`),
      fc.constantFrom(
        'Content-Length: -1\r\n',
        'Transfer-Encoding: chunked\r\n',
        'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\r\n',
        'Sec-WebSocket-Protocol: a, a\r\n',
        `X: ${'y'.repeat(20_000)}\r\n`,
        'Expect: 100-continue\r\n',
      ),
    );
    const query = fc.webQueryParameters().map(each => `?${each}`);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'CONNECT', 'HEAD', 'OPTIONS', 'get', 'BREW'),
        path,
        fc.option(query, { nil: '' }),
        fc.array(header, { maxLength: 12 }),
        fc.string({ unit: 'binary', maxLength: 50 }),
        async (method, target, options, headers, rest) => {
          await throwAt(
            under.relay,
            `${method} ${target}${options} HTTP/1.1\r\nHost: h\r\n${headers.join('')}\r\n${rest}`,
          );
        },
      ),
      { numRuns: 300 },
    );
    await isUnharmed(watching);
    assert.equal(under.relay.connections, 1);
    assert.equal(under.relay.channels, 1);
  });

  it('survives frames of all kinds', async () => {
    const watching = await Wire.join(under.base, 'room');
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(each => Buffer.from(each)),
      fc.tuple(fc.nat(255), fc.string({ unit: 'binary', maxLength: 300 })).map(([first, text]) => frame(first, text)),
      fc.constantFrom(
        frame(0x01, '{"part"'),
        frame(0x00, ':'),
        frame(0x80, '1}'),
        frame(0x89, 'ping'),
        frame(0x8a, 'pong'),
        frame(0xc1, randomBytes(100)),
        Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        frame(0x88, Buffer.from([0x03, 0xe8])),
        frame(0x88, Buffer.from([0x00])),
        frame(0x81, '\u001f'.repeat(50)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 8 }), async frames => {
        const socket = await rawJoin(under.relay, 'room');
        socket.end(Buffer.concat(frames)).resume();
        if (!socket.closed) await once(socket, 'close');
      }),
      { numRuns: 300 },
    );
    while (under.relay.connections > 1) await watching.next(({ type }) => type === 'leave');
    // A fuzzed frame may be a message after all: only JSON gets this far, as `frames` has parsed it.
    assert.ok(watching.frames.length > 300);
    await watching.settled();
  });

  it('bounds the pieces of a message, and keeps to the rules of control frames', async () => {
    const watching = await Wire.join(under.base, 'room');
    const many = await rawJoin(under.relay, 'room');
    many.write(frame(0x01, '"'));
    for (let i = 0; i < 2_000; i += 1) many.write(frame(0x00, 'x'));
    assert.equal(await closeCode(many), 1008);
    for (const [broken, code] of [
      [frame(0x09, 'a ping in pieces'), 1002],
      [frame(0x89, 'x'.repeat(126)), 1002],
      [frame(0x00, 'goes on with nothing'), 1002],
      [Buffer.concat([frame(0x01, '1'), frame(0x01, '2')]), 1002],
      [frame(0xc1, 'compressed, which nobody agreed on'), 1002],
    ] as const) {
      const socket = await rawJoin(under.relay, 'room');
      socket.write(broken);
      assert.equal(await closeCode(socket), code);
    }
    await isUnharmed(watching);
  });

  it('never agrees to compression, so that nothing small becomes large', async () => {
    const wire = await Wire.connect(`${under.base}room`, { perMessageDeflate: true });
    assert.equal(wire.socket.extensions, '');
  });

  it('piles up no answers for who sends pings and does not read', async () => {
    const watching = await Wire.join(under.base, 'room');
    const socket = await rawJoin(under.relay, 'room');
    socket.pause();
    const pings = Buffer.concat(Array<Buffer>(1_000).fill(frame(0x89, 'x'.repeat(125))));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 300; i += 1) {
      if (!socket.write(pings)) await once(socket, 'drain');
    }
    await isUnharmed(watching);
    assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000, 'of 38 MB of pings');
    socket.destroy();
  });

  it('tells nobody else of uids that are guessed', async () => {
    const [watching, guessing] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
    for (let i = 0; i < 30; i += 1) guessing.send(`\u001f${randomBytes(16).toString('base64url')}\u001f"boo"`);
    for (const near of [`${watching.uid}x`, watching.uid.slice(1), watching.uid.toLowerCase(), ` ${watching.uid}`]) {
      guessing.send(`\u001f${near}\u001f"boo"`);
    }
    await guessing.settled();
    assert.equal(guessing.frames.filter(({ type }) => type === 'error').length, 35);
    await isUnharmed(watching);
  });

  it('forgets ten thousand channels when nobody is in them any more', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `name-${i}`);
    const visit = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        assert.equal((await ask(under.relay, `/c/${name}`, UPGRADE)).status, 101);
      }
    };
    await Promise.all(Array.from({ length: 50 }, visit));
    const last = await Wire.join(under.base, 'last');
    while (under.relay.connections > 1) await last.settled();
    assert.equal(under.relay.channels, 1);
  });
});

describe('a relay and handshakes that stall', function () {
  this.timeout(20_000);

  it('ends them after a while', async () => {
    const impatient = { ...HANDSHAKE, headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };
    const relay = await startRelay({ server: createServer(impatient) });
    const socket = connect(relay.port, '127.0.0.1').on('error', () => undefined);
    const dripping = setInterval(() => socket.write('X: y\r\n'), 20);
    socket.write('GET /c/room HTTP/1.1\r\n');
    socket.resume();
    await once(socket, 'close');
    clearInterval(dripping);
    await relay.close();
  });

  it('lets only so many wait, and ends the oldest for a new one', async () => {
    const server = createServer();
    const pending = new PendingSockets(server, 3);
    server.on('upgrade', (_, socket) => {
      pending.done(socket);
      socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const open = async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
      return socket.resume();
    };
    const sockets = [await open(), await open(), await open()];
    const [first, second] = sockets;
    const gone = once(first ?? server, 'close');
    sockets.push(await open());
    await gone;
    assert.ok(second && !second.destroyed);
    // Who gets on is none of them any more.
    const joined = once(second, 'data');
    second.write(`GET / HTTP/1.1\r\nHost: h\r\n${HEADERS.join('')}\r\n`);
    await joined;
    sockets.push(await open());
    assert.deepEqual(
      sockets.slice(2).map(({ destroyed }) => destroyed),
      [false, false, false],
    );
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

describe('a relay whose readers are slow together', function () {
  this.timeout(30_000);
  const under = useRelay({ limits: { rate: 0, reader: 0, buffer: 3_000_000 } });

  it('cuts off the slowest, holds no more than it may, and the others lose nothing', async () => {
    const [sender, reader] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
    const slow = await Promise.all(Array.from({ length: 5 }, () => Wire.join(under.base, 'room')));
    for (const { socket } of slow) socket.pause();
    const large = JSON.stringify('x'.repeat(90_000));
    let sent = 0;
    let most = 0;
    while (under.relay.connections > 2 && sent < 2_000) {
      sender.send(large);
      await sender.settled();
      sent += 1;
      most = Math.max(most, under.relay.waiting);
    }
    assert.equal(under.relay.connections, 2);
    assert.ok(most > 1_000_000 && most <= 6_000_000, `${most} bytes`);
    sender.send('"end"');
    await reader.next(({ message }) => message === 'end');
    assert.equal(reader.frames.filter(({ type }) => type === undefined).length, sent + 1);
    assert.equal(under.relay.waiting, 0);
    for (const { socket } of slow) socket.terminate();
  });
});

const onPosix = process.platform === 'win32' ? describe.skip : describe;
onPosix('a relay and a client that was stopped dead', function () {
  this.timeout(20_000);
  const under = useRelay({ ping: { every: 700, timeout: 500 } });

  it('tells the others that it left', async () => {
    const watching = await Wire.join(under.base, 'room');
    const script = `
      const { WebSocket } = require('ws');
      new WebSocket(process.argv[1]).on('close', () => process.exit());`;
    const child = spawn(process.execPath, ['-e', script, `${under.base}room`], {
      cwd: join(import.meta.dirname, '../../..'),
      stdio: 'ignore',
    });
    await watching.next(({ type, total }) => type === 'join' && total === 2);
    child.kill('SIGSTOP');
    assert.equal((await watching.next(({ type }) => type === 'leave')).total, 1);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
});
