import type { SocketClass, SocketLike } from '../client/connect';

/** What a connection asks of the bare socket below the client, which keeps it to itself. */
export interface Link {
  /** The socket finds out by itself when nobody answers any more. Known from its opening on. */
  readonly pings: boolean;
  /** Makes such a socket ask now; it closes when nothing came within so many milliseconds. */
  probe(within: number): void;
  /** Bytes that were handed over and not to the network yet; 0 where the socket does not say. */
  buffered(): number;
}

/** A class whose latest socket can be asked, to be given to `createConnect` in place of the other. One for each dial. */
export function linked(Given: SocketClass): { Socket: SocketClass; link: Link } {
  const latest: { socket?: SocketLike } = {};
  class LinkedSocket extends Given {
    constructor(url: string) {
      super(url);
      latest.socket = this;
    }
  }
  const link: Link = {
    get pings() {
      return latest.socket?.probe !== undefined;
    },
    probe: within => latest.socket?.probe?.(within),
    buffered: () => latest.socket?.bufferedAmount ?? 0,
  };
  return { Socket: LinkedSocket, link };
}
