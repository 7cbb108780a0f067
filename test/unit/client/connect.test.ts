import assert from 'node:assert/strict';
import { createConnect, type IttySocket, type IttySocketConnect } from '../../../src/client/connect';
import { closed, next, socketClasses, uncaughtWhile, type AnyEvent } from '../support/client';
import { useRelay, Wire } from '../support/relay';

for (const [name, Socket] of socketClasses) {
  describe(`connect() with ${name}: the life of a socket`, () => {
    const under = useRelay();
    let connect: IttySocketConnect;
    beforeEach(() => {
      connect = createConnect({ WebSocket: Socket, base: under.base });
    });

    it('does nothing before the first on, send, push or open', async () => {
      let made = 0;
      const Counting = class extends Socket {
        constructor(url: string) {
          super(url);
          made += 1;
        }
      };
      const socket = createConnect({ WebSocket: Counting, base: under.base })('room');
      socket.remove('message', () => undefined).close();
      assert.equal(made, 0);
      socket
        .open()
        .open()
        .on('message', () => undefined)
        .send(1);
      assert.equal(made, 1);
      await next(socket, 'join');
      assert.equal(made, 1);
      socket.close();
      await closed(socket);
    });

    for (const how of ['on', 'send', 'push', 'open'] as const) {
      it(`connects by ${how}()`, async () => {
        const peer = await Wire.join(under.base, 'room');
        const socket = connect('room');
        if (how === 'on') socket.on('message', () => undefined);
        else if (how === 'open') socket.open();
        else socket[how]('hello');
        await peer.next(frame => frame.type === 'join' && frame.total === 2);
        socket.close();
      });
    }

    it('sends what was queued in order, before what open listeners send', async () => {
      const peer = await Wire.join(under.base, 'room');
      const socket: IttySocket = connect('room').on('open', () => socket.send('last'));
      // No more than the relay takes at once.
      for (let i = 0; i < 30; i += 1) socket.send(i);
      await peer.next(frame => frame.message === 'last');
      const messages = peer.frames.filter(frame => frame.type === undefined).map(frame => frame.message);
      assert.deepEqual(messages, [...Array(30).keys(), 'last']);
      socket.close();
    });

    it('refuses to queue more than its bounds, and keeps what waits', async () => {
      const peer = await Wire.join(under.base, 'room');
      const many = connect('room');
      for (let i = 0; i < 1000; i += 1) many.send(i);
      assert.throws(() => many.send('too many'), { name: 'RangeError', message: /waiting/ });
      many.close();
      const large = connect('room').send('small');
      assert.throws(() => large.send('ä'.repeat(2_500_000)), RangeError);
      await peer.next(frame => frame.message === 'small');
      large.close();
    });

    it('keeps its listeners through close and open', async () => {
      const seen: string[] = [];
      const socket = connect('room', { echo: true })
        .on('open', () => seen.push('open'))
        .on('close', () => seen.push('close'))
        .on('message', ({ message }) => seen.push(String(message)));
      for (const round of ['first', 'second']) {
        socket.send(round);
        await next(socket, 'message');
        socket.close();
        await new Promise(resolve => {
          const once = (): void => {
            socket.remove('close', once);
            resolve(undefined);
          };
          socket.on('close', once);
        });
      }
      assert.deepEqual(seen, ['open', 'first', 'close', 'open', 'second', 'close']);
    });

    it('stays open after close() while idle', async () => {
      const socket = connect('room').close().open();
      await next(socket, 'join');
      const echoed = connect('room');
      echoed.send('still there?');
      assert.equal((await next(socket, 'message'))['message'], 'still there?');
      socket.close();
      echoed.close();
    });

    it('closes while connecting, and opens again from there', async () => {
      const socket = connect('room').open().close();
      const event = await closed(socket);
      assert.equal(event.wasClean, false);
      socket.open();
      await next(socket, 'join');
      socket.close();
      assert.equal((await closed(socket)).wasClean, true);
    });

    it('opens again when asked while it closes', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const opens: string[] = [];
      socket.on('open', () => opens.push('open')).on('close', () => opens.push('close'));
      const again = next(socket, 'join');
      socket.close().send('after');
      await again;
      assert.deepEqual(opens, ['close', 'open']);
      socket.close();
    });

    it('does not open again when closed once more while it closes', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const gone = closed(socket);
      socket.close().open().close();
      await gone;
      const other = await Wire.join(under.base, 'room');
      assert.equal(other.frames[0]?.users, 1);
    });

    it('lets a close listener open it again, and another close it for good', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const reopen = (): unknown => socket.remove('close', reopen).open();
      socket.on('close', reopen).close();
      await next(socket, 'join');
      const gone = closed(socket);
      // What was asked for while closing is taken back by a listener.
      socket.on('close', () => socket.close());
      socket.close().open();
      await gone;
      const alone = await Wire.join(under.base, 'room');
      await alone.settled();
      assert.equal(alone.frames[0]?.users, 1);
      assert.equal(alone.frames.filter(frame => frame.type === 'join').length, 1);
    });

    it('push() sends, then closes', async () => {
      const peer = await Wire.join(under.base, 'room');
      const connecting = connect('room').send('a').push('b');
      await closed(connecting);
      const socket = connect('room');
      await next(socket, 'join');
      const gone = closed(socket);
      socket.push({ large: 'x'.repeat(90_000) });
      await gone;
      await peer.next(frame => frame.type === 'leave' && frame.users === 1);
      const sent = peer.frames.filter(frame => frame.type === undefined);
      assert.deepEqual(
        sent.slice(0, 2).map(frame => frame.message),
        ['a', 'b'],
      );
      assert.equal(sent.length, 3);
    });

    it('push() after a push that could not connect is not forgotten', async () => {
      const peer = await Wire.join(under.base, 'keyed', 'joinKey=right');
      const options = { joinKey: 'wrong' };
      const socket = connect('keyed', options);
      await uncaughtWhile(async () => {
        socket.push('late');
        await closed(socket);
      });
      options.joinKey = 'right';
      socket.open();
      await peer.next(frame => frame.message === 'late');
      await peer.next(frame => frame.type === 'leave');
    });

    it('says the code and the reason of a close', async () => {
      const socket = connect('room');
      await next(socket, 'join');
      const gone = closed(socket);
      await under.relay.close(1012);
      assert.deepEqual(await gone, { code: 1012, reason: 'The relay stops', wasClean: true });
    });

    it('tells of a refused connection by a close event, with the error', async () => {
      await Wire.join(under.base, 'keyed', 'joinKey=right');
      const uncaught = await uncaughtWhile(async () => {
        for (const socket of [
          connect('keyed', { joinKey: 'wrong' }),
          connect('ws://127.0.0.1:1/nobody'),
          connect('ws://:not a url'),
        ]) {
          const event = await closed(socket.open());
          assert.equal(event.code, 1006);
          assert.equal(event.wasClean, false);
          assert.ok(event.error, 'an error');
        }
      });
      assert.deepEqual(uncaught, []);
    });

    if (name === 'ws') {
      it('lets a refused key be told from a missing server', async () => {
        await Wire.join(under.base, 'keyed', 'joinKey=right');
        const refused = await closed(connect('keyed'));
        assert.match(String(refused.error), /403/);
        const missing = await closed(connect('ws://127.0.0.1:1/'));
        assert.equal((missing.error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
      });
    }

    it('survives a thousand opens and closes', async () => {
      const socket = connect('room');
      for (let i = 0; i < 500; i += 1) socket.open().close();
      socket.open();
      await next(socket, 'join');
      for (let i = 0; i < 500; i += 1) socket.close().open();
      await next(socket, 'join');
      socket.close();
      await closed(socket);
      const alone = await Wire.join(under.base, 'room');
      assert.equal(alone.frames[0]?.users, 1);
    });

    it('hands its methods around', async () => {
      const { open, send, on, close } = connect('room', { echo: true });
      const heard = new Promise<AnyEvent>(resolve => on('message', resolve as (event: unknown) => void));
      open();
      send('loose');
      assert.equal((await heard)['message'], 'loose');
      close();
    });

    it('writes what JSON has not as null, and throws what JSON cannot write', async () => {
      const peer = await Wire.join(under.base, 'room');
      const socket = connect('room').send(undefined);
      assert.equal((await peer.message()).message, null);
      assert.throws(() => socket.send(1n), TypeError);
      socket.close();
    });
  });
}

describe('connect() without a WebSocket', () => {
  it('says so in a close event', async () => {
    const scope = globalThis as { WebSocket?: unknown };
    const before = Object.getOwnPropertyDescriptor(scope, 'WebSocket');
    Object.defineProperty(scope, 'WebSocket', { value: undefined, configurable: true, writable: true });
    try {
      const event = await closed(createConnect()('room'));
      assert.match(String(event.error), /No WebSocket: give one/);
    } finally {
      if (before) Object.defineProperty(scope, 'WebSocket', before);
      else delete scope.WebSocket;
    }
  });
});
