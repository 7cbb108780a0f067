import { WebSocket } from 'ws';
import type { SocketClass } from '../client/connect';

/** Longest wait for the handshake, so that a server that accepts and then says nothing is given up. Milliseconds. */
const HANDSHAKE_TIMEOUT = 10_000;

class NodeSocket extends WebSocket {
  constructor(url: string) {
    super(url, { handshakeTimeout: HANDSHAKE_TIMEOUT, perMessageDeflate: false });
  }
}

/** `ws` goes through Node's http, which VS Code makes aware of proxies and of the system's certificates. */
export const socketClass: SocketClass = NodeSocket;
