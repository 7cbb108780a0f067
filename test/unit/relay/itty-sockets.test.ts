import assert from 'node:assert/strict';
import { connect as publicConnect } from 'itty-sockets';
import { WebSocket } from 'ws';
import { createConnect } from '../../../src/client/connect';
import { next, type AnyEvent } from '../support/client';
import { useRelay, Wire } from '../support/relay';

/** The public client has types of its own time; all that matters here is what it does. */
type Public = (url: string, params?: Record<string, unknown>) => PublicSocket;
interface PublicSocket {
  on: (type: string, listener: (event: AnyEvent) => unknown) => PublicSocket;
  send: (message: unknown, uid?: string) => PublicSocket;
  push: (message: unknown, uid?: string) => PublicSocket;
  remove: (type: string, listener: (event: AnyEvent) => unknown) => PublicSocket;
  close: () => PublicSocket;
}
const connectPublic = publicConnect as unknown as Public;

/** The public client takes the global WebSocket; here it is given that of `ws`, as Node 20 has none. */
function useGlobalSocket(): void {
  const scope = globalThis as { WebSocket?: unknown };
  let before: PropertyDescriptor | undefined;
  beforeEach(() => {
    before = Object.getOwnPropertyDescriptor(scope, 'WebSocket');
    Object.defineProperty(scope, 'WebSocket', { value: WebSocket, configurable: true, writable: true });
  });
  afterEach(() => {
    if (before) Object.defineProperty(scope, 'WebSocket', before);
    else delete scope.WebSocket;
  });
}

describe('the public client itty-sockets 0.6.1 at our relay', () => {
  const under = useRelay();
  useGlobalSocket();

  it('joins, hears of others, and counts them by users', async () => {
    const socket = connectPublic(`${under.base}room`, { as: 'Ada' });
    const own = await next(socket, 'join');
    assert.equal(own['users'], 1);
    const other = next(socket, 'join');
    const wire = await Wire.join(under.base, 'room', 'as=Bob&announce=true');
    const { date, ...rest } = await other;
    assert.equal(typeof date, 'number');
    assert.deepEqual(rest, { type: 'join', users: 2, total: 2, uid: wire.uid, alias: 'Bob' });
    wire.socket.close();
    assert.equal((await next(socket, 'leave'))['users'], 1);
    socket.close();
  });

  it('talks with our client both ways', async () => {
    const theirs = connectPublic(`${under.base}room`, { as: 'Ada' });
    await next(theirs, 'join');
    const ours = createConnect({ WebSocket, base: under.base })('room', { as: 'Bob' });
    const own = await next(ours, 'join');
    theirs.send({ type: 'chat', text: 'from theirs' });
    const heard = await next(ours, 'chat');
    assert.deepEqual([heard['text'], heard['alias']], ['from theirs', 'Ada']);
    ours.send({ type: 'chat', text: 'from ours' }, String(heard['uid']));
    const answer = await next(theirs, 'chat');
    assert.deepEqual([answer['text'], answer['alias'], answer['uid']], ['from ours', 'Bob', own['uid']]);
    theirs.send('directed', String(own['uid']));
    assert.equal((await next(ours, 'message'))['message'], 'directed');
    ours.close();
    theirs.close();
  });

  it('gets an error event with the uid that is not there', async () => {
    const socket = connectPublic(`${under.base}room`);
    await next(socket, 'join');
    socket.send('x', 'nobody-here');
    assert.match(String((await next(socket, 'error'))['message']), /nobody-here/);
    socket.close();
  });

  it('pushes, with keys and echo', async () => {
    const wire = await Wire.join(under.base, 'keyed', 'joinKey=j&sendKey=s');
    connectPublic(`${under.base}keyed`, { joinKey: 'j', sendKey: 's' }).push({ type: 'note' });
    assert.deepEqual((await wire.message()).message, { type: 'note' });
    await wire.next(frame => frame.type === 'leave');
    const echoing = connectPublic(`${under.base}keyed`, { joinKey: 'j', sendKey: 's', echo: true });
    const echoed = next(echoing, 'message');
    echoing.send('mine');
    assert.equal((await echoed)['message'], 'mine');
    echoing.close();
  });
});
