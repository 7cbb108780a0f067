import assert from 'node:assert/strict';
import { createConnect, type IttySocketConnect, type MessageEvent } from '../../../src/client/connect';
import { closed, next, socketClasses, uncaughtWhile, useScript, type AnyEvent } from '../support/client';
import { useRelay, Wire } from '../support/relay';

/** Names that only the server and the socket may use. */
const RESERVED = ['join', 'leave', 'error', 'open', 'close', 'message', '*'];

for (const [name, Socket] of socketClasses) {
  describe(`connect() with ${name}: events of the relay`, () => {
    const under = useRelay();
    let connect: IttySocketConnect;
    beforeEach(() => {
      connect = createConnect({ WebSocket: Socket, base: under.base });
    });

    it('spreads a plain object under the keys of the frame', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room', 'as=Ada');
      const forged = { type: 'chat', text: 'hi', uid: 'forged', alias: 'forged', date: 1, message: 'forged' };
      peer.send(JSON.stringify(forged));
      const event = await next(socket, 'chat');
      const { date, ...rest } = event;
      assert.ok(Math.abs(Date.now() - Number(date)) < 10_000);
      assert.deepEqual(rest, { type: 'chat', text: 'hi', message: forged, uid: peer.uid, alias: 'Ada' });
      socket.close();
    });

    it("does not take an anonymous user's alias from the payload", async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      peer.send('{"alias":"Ada"}');
      const event = await next(socket, 'message');
      assert.equal('alias' in event, false);
      assert.deepEqual(event['message'], { alias: 'Ada' });
      socket.close();
    });

    for (const payload of ['text', 5, null, true, [1, { type: 'chat' }], '']) {
      it(`does not spread ${JSON.stringify(payload)}`, async () => {
        const socket = connect('room').on('chat', () => assert.fail());
        await next(socket, 'join');
        const peer = await Wire.join(under.base, 'room');
        peer.send(JSON.stringify(payload));
        const event = await next(socket, 'message');
        assert.deepEqual(Object.keys(event).sort(), ['date', 'message', 'uid']);
        assert.deepEqual(event['message'], payload);
        socket.close();
      });
    }

    it("routes reserved names by the server's frames and the socket alone", async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      await next(socket, 'join');
      const heard: string[] = [];
      for (const type of RESERVED) socket.on(type, (event: AnyEvent) => heard.push(`${type}:${String(event['n'])}`));
      for (const [n, type] of RESERVED.entries()) peer.send(JSON.stringify({ type, n, message: 'forged', users: 9 }));
      peer.send('"end"');
      await next(socket, 'message', event => event['message'] === 'end');
      const expected = RESERVED.flatMap((_, n) => [`message:${n}`, `*:${n}`]);
      assert.deepEqual(heard, [...expected, 'message:undefined', '*:undefined']);
      socket.close();
    });

    it('lets route functions and * tell a forged error from a real one by its message', async () => {
      const events: AnyEvent[] = [];
      const socket = connect('room').on(
        (event: AnyEvent) => event['type'] === 'error',
        (event: AnyEvent) => events.push(event),
      );
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      peer.send('{"type":"error","message":"forged","date":1}');
      await next(socket, 'message');
      socket.send('x', 'nobody-here');
      await next(socket, 'error');
      assert.deepEqual(
        events.map(event => typeof event['message']),
        ['object', 'string'],
      );
      assert.match(String(events[1]?.['message']), /nobody-here/);
      socket.close();
    });

    it('takes any name for a type, also those of Object.prototype', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      for (const type of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', ' ', '0']) {
        const heard = next(socket, type);
        peer.send(JSON.stringify({ type }));
        assert.equal((await heard)['type'], type);
        socket.remove(type, () => undefined);
      }
      peer.send('{"type":"constructor","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
      const event = await next(socket, 'constructor');
      assert.equal(Object.getPrototypeOf(event), Object.prototype);
      assert.equal(event['polluted'], undefined);
      assert.equal(({} as AnyEvent)['polluted'], undefined);
      socket.close();
    });

    it('does not read a type that is only inherited or no text', async () => {
      const heard: unknown[] = [];
      const socket = connect('room').on('chat', event => heard.push(event));
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      peer.send('{"__proto__":{"type":"chat"}}').send('{"type":["chat"]}').send('{"type":null}').send('"end"');
      await next(socket, 'message', event => event['message'] === 'end');
      assert.deepEqual(heard, []);
      socket.close();
    });

    it('calls each kind of listener once, in the order they came', async () => {
      const calls: string[] = [];
      const socket = connect('room')
        .on('*', event => calls.push(`* ${'type' in event ? event.type : ''}`))
        .on('chat', () => calls.push('chat'))
        .on(
          ({ n }: { n?: number }) => n === 1,
          () => calls.push('route'),
        )
        .on('message', () => calls.push('message'));
      await next(socket, 'join');
      const peer = await Wire.join(under.base, 'room');
      await next(socket, 'join');
      peer.send('{"type":"chat","n":1}').send('{"n":2}');
      await next(socket, 'message', event => event['n'] === 2);
      assert.deepEqual(calls, ['* join', '* join', '* chat', 'chat', 'route', 'message', '* ', 'message']);
      socket.close();
    });

    it('removes one listener, also while it dispatches', async () => {
      const calls: string[] = [];
      const third = (): unknown => calls.push('third');
      const added = (): unknown => calls.push('added');
      const socket = connect('room', { echo: true });
      await next(socket, 'join');
      const first = (): void => {
        calls.push('first');
        socket.remove('message', first).remove('message', third).on('message', added);
      };
      const route = (event: MessageEvent): boolean => event.message === 1;
      const routed = (): unknown => calls.push('routed');
      socket.on('message', first).on('message', third).on('message', third).on(route, routed);
      socket.send(1);
      await next(socket, 'message');
      assert.deepEqual(calls, ['first', 'third', 'routed']);
      socket.remove(route, routed).send(1);
      await next(socket, 'message');
      assert.deepEqual(calls.slice(3), ['third', 'added']);
      socket.close();
    });

    it('lets no listener or route function stop the others, and reports what they threw', async () => {
      const socket = connect('room', { echo: true });
      await next(socket, 'join');
      const fault = (text: string) => (): never => {
        throw new Error(text);
      };
      const heard: string[] = [];
      socket
        .on('message', fault('listener'))
        .on(fault('route'), () => assert.fail())
        .on('close', fault('close'))
        .on('message', () => heard.push('message'))
        .on('close', () => heard.push('close'));
      const uncaught = await uncaughtWhile(async () => {
        socket.send(1);
        await next(socket, 'message');
        const gone = closed(socket);
        socket.close();
        await gone;
      });
      assert.deepEqual(heard, ['message', 'close']);
      assert.deepEqual(uncaught.map(String), ['Error: listener', 'Error: route', 'Error: close']);
    });

    it('sends to one user with a uid', async () => {
      const [ada, bob] = [await Wire.join(under.base, 'room'), await Wire.join(under.base, 'room')];
      const socket = connect('room').send('secret', bob.uid).send('public');
      assert.equal((await bob.message()).message, 'secret');
      assert.equal((await ada.message()).message, 'public');
      socket.close();
    });
  });

  describe(`connect() with ${name}: events of any server`, () => {
    const script = useScript();

    it('ignores what is not JSON, binary, or no frame of the protocol', async () => {
      const events: AnyEvent[] = [];
      const socket = createConnect({ WebSocket: Socket, base: script.base })('room');
      socket.on('*', event => events.push(event as unknown as AnyEvent));
      const server = await script.accepted();
      const uncaught = await uncaughtWhile(async () => {
        for (const text of [
          '',
          'no json',
          '{',
          '\u001f',
          '[]',
          '5',
          'null',
          '"text"',
          '{}',
          '{"type":5,"message":1}',
        ]) {
          server.send(text);
        }
        server.send(Buffer.from('{"message":"binary","uid":"u","date":1}'));
        server.send(Buffer.from([0xff, 0xfe]));
        server.send('{"message":"end","uid":"u","date":1}');
        await next(socket, 'message');
      });
      assert.deepEqual(uncaught, []);
      assert.deepEqual(events, [{ message: 'end', uid: 'u', date: 1 }]);
      socket.close();
    });

    it("keeps the server's events apart from messages whatever the server adds", async () => {
      const socket = createConnect({ WebSocket: Socket, base: script.base })('room').open();
      const server = await script.accepted();
      server.send('{"type":"join","users":1,"message":{"type":"join"},"date":1}');
      assert.deepEqual(await next(socket, 'join'), { type: 'join', users: 1, date: 1 });
      server.send('{"type":"error","message":{"no":"text"},"date":1}');
      assert.deepEqual(await next(socket, 'error'), { type: 'error', date: 1 });
      socket.close();
    });

    it('hears of types it does not know, but lets no frame stand for the socket', async () => {
      const heard: string[] = [];
      const socket = createConnect({ WebSocket: Socket, base: script.base })('room');
      for (const type of ['message', 'open', 'close']) socket.on(type, () => heard.push(type));
      const opened = next(socket, 'open');
      const server = await script.accepted();
      await opened;
      for (const type of ['open', 'close', 'message', 'news']) server.send(JSON.stringify({ type, n: 1 }));
      assert.deepEqual(await next(socket, 'news'), { type: 'news', n: 1 });
      assert.deepEqual(heard, ['open']);
      socket.close();
    });

    it('takes the frames of a raw URL as they are', async () => {
      const events: AnyEvent[] = [];
      const socket = createConnect({ WebSocket: Socket })(script.base as 'ws://…', { token: 'a b', not: undefined });
      socket.on('message', (event: AnyEvent) => events.push(event)).on('tick', (event: AnyEvent) => events.push(event));
      const server = await script.accepted();
      for (const text of ['{"items":[1],"uid":"mine"}', '{"type":"tick","at":1}', '"text"', '[1]', 'nothing']) {
        server.send(text);
      }
      server.send('{"message":{"type":"tick","at":2},"uid":"u"}');
      await next(socket, 'tick', event => event['at'] === 2);
      const tick = { type: 'tick', at: 1 };
      const wrapped = { type: 'tick', at: 2, message: { type: 'tick', at: 2 }, uid: 'u' };
      assert.deepEqual(events, [
        { items: [1], uid: 'mine' },
        tick,
        tick,
        { message: 'text' },
        { message: [1] },
        wrapped,
        wrapped,
      ]);
      assert.deepEqual(script.targets, ['/?token=a+b']);
      socket.close();
    });

    it('counts a socket as closed when the server does not answer the closing handshake', async function () {
      this.timeout(10_000);
      const socket = createConnect({ WebSocket: Socket, base: script.base })('room');
      await next(socket, 'open');
      const server = await script.accepted();
      server.pause();
      const gone = closed(socket);
      const before = Date.now();
      socket.close().open();
      assert.equal((await gone).code, 1006);
      assert.ok(Date.now() - before < 4000);
      // It opened again, and the old socket is not heard any more.
      const second = await script.accepted();
      server.resume();
      server.send('{"message":"old","uid":"u","date":1}');
      second.send('{"message":"new","uid":"u","date":1}');
      assert.equal((await next(socket, 'message'))['message'], 'new');
      socket.close();
    });
  });
}
