import { connect as publicConnect } from 'itty-sockets';
import { WebSocket } from 'ws';
import { createConnect } from '../../../src/client/connect';
import { socketClasses } from '../support/client';
import { conformance, participantOf, type ConformingSocket, type Options } from '../support/conformance';

/** Each client has types of its own; here they all are what they have in common. */
type Connect = (url: string, options: Options) => ConformingSocket;

for (const [name, Socket] of socketClasses) {
  const connect = createConnect({ WebSocket: Socket }) as unknown as Connect;
  conformance(`our client on ${name}`, (url, options) => participantOf(connect(url, options)));
}

describe('the global WebSocket being that of ws, where there is none', () => {
  const scope = globalThis as { WebSocket?: unknown };
  let before_: PropertyDescriptor | undefined;
  before(() => {
    before_ = Object.getOwnPropertyDescriptor(scope, 'WebSocket');
    /** The public client has no listener for `error`, which in Node ends the process. */
    class Quiet extends WebSocket {
      constructor(url: string) {
        super(url);
        this.on('error', () => undefined);
      }
    }
    Object.defineProperty(scope, 'WebSocket', { value: Quiet, configurable: true, writable: true });
  });
  after(() => {
    if (before_) Object.defineProperty(scope, 'WebSocket', before_);
    else delete scope.WebSocket;
  });

  const connect = publicConnect as unknown as Connect;
  conformance('itty-sockets 0.6.1', (url, options) => participantOf(connect(url, options)));
});
