import { connect } from 'itty-sockets';
import { WebSocket } from 'ws';

/** A plain itty client: the public npm package, which knows nothing of Live Channels. */
export interface PlainClient {
  send(message: unknown): void;
  /** Everything it was sent by anybody. */
  readonly heard: unknown[];
  /** Waits until it has heard a message with this text. */
  hears(text: string): Promise<void>;
  close(): Promise<void>;
}

interface Heard {
  message: unknown;
}

// The package takes whatever global WebSocket there is; Node 20 has none.
Object.assign(globalThis, { WebSocket });

/** Joins under that name, announced, and comes back once it is in. */
export async function plainClient(url: string, channel: string, alias: string): Promise<PlainClient> {
  const heard: unknown[] = [];
  const waiting = new Set<() => void>();
  const socket = connect(`${url}/c/${channel}` as `ws://${string}`, { as: alias, announce: true });
  await new Promise<void>(resolve => {
    socket.on('message', (event: Heard) => {
      heard.push(event.message);
      for (const check of [...waiting]) check();
    });
    socket.on('open', () => resolve());
  });
  return {
    heard,
    send: message => void socket.send(message),
    hears: text =>
      new Promise(resolve => {
        const check = () => {
          if (!heard.some(message => JSON.stringify(message).includes(text))) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise(resolve => {
        socket.on('close', () => resolve());
        socket.close();
      }),
  };
}
