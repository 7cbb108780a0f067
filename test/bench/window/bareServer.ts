import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** Passes on what one says to all others, and does nothing else. */
export interface BareServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startBareServer(): Promise<BareServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  server.on('connection', socket =>
    socket.on('message', data => {
      for (const other of server.clients) if (other !== socket) other.send(data, { binary: false });
    }),
  );
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
