import { Backoff } from '../../../src/client/backoff';
import { createConnect, type SocketClass } from '../../../src/client/connect';
import { Connection, type ConnectionOptions } from '../../../src/session/connection';
import { linked } from '../../../src/session/link';

export interface Line {
  connection: Connection;
  /** One's own uid, from one's own join; empty before. */
  uid: () => string;
}

/** A connection to a relay, with that class of sockets, that tries again soon. */
export function lineTo(url: () => string, Given: SocketClass, options: ConnectionOptions = {}): Line {
  const self = { uid: '' };
  const dial = () => {
    const { Socket, link } = linked(Given);
    const connect = createConnect({ WebSocket: Socket, base: `${url()}/c/` });
    const socket = connect<Record<string, unknown>>('room', { echo: true });
    return Promise.resolve({ socket, link, server: 'the relay' });
  };
  const ping = (): boolean => self.uid !== '' && connection.send({ type: 'ping', session: 's' }, self.uid);
  const connection: Connection = new Connection(dial, new Backoff({ base: 20, cap: 100 }), { ping, ...options });
  connection.onDidChange(({ state }) => {
    if (state !== 'online') self.uid = '';
  });
  connection.onDidReceive(event => {
    if (event.kind === 'join' && 'self' in event.event) self.uid = event.event.uid ?? '';
  });
  return { connection, uid: () => self.uid };
}
