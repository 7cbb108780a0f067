import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** How many sockets may be open that have not become WebSockets. */
const MAX_PENDING = 1_000;

/**
 * Bounds how many sockets of a server wait in their handshake, or idle after a plain request. The oldest is ended for one
 * too many: who means it is through within moments, and who stalls does not keep others out.
 */
export class PendingSockets {
  private readonly sockets = new Set<Duplex>();
  /** The same for all, as each stays with its socket. */
  private readonly closed: (this: Duplex) => void;

  constructor(
    server: Server,
    private readonly max = MAX_PENDING,
  ) {
    const { sockets } = this;
    this.closed = function () {
      sockets.delete(this);
    };
    server.on(isTls(server) ? 'secureConnection' : 'connection', (socket: Duplex) => this.add(socket));
  }

  /** It became a WebSocket, or was refused: others see to it now. */
  done(socket: Duplex): void {
    this.sockets.delete(socket);
    socket.off('close', this.closed);
  }

  private add(socket: Duplex): void {
    this.sockets.add(socket);
    socket.once('close', this.closed);
    const [oldest] = this.sockets;
    if (this.sockets.size <= this.max || !oldest) return;
    this.sockets.delete(oldest);
    oldest.destroy();
  }
}

/** Whether a server speaks TLS. */
export function isTls(server: Server): boolean {
  return 'setSecureContext' in server;
}
