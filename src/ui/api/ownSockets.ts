import { AppError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { SocketClass, SocketLike } from '../../client/connect';

/** The connections that an extension has opened of its own: they go with its access, and there are none without. */
export class OwnSockets implements Disposable {
  private readonly open = new Set<SocketLike>();

  constructor(private readonly isAllowed: () => boolean) {}

  /** The same class, whose sockets are closed here too. */
  held(Socket: SocketClass): SocketClass {
    const { open, isAllowed } = this;
    return class extends Socket {
      constructor(url: string) {
        // `connect` tells its `close` listeners what a constructor throws.
        if (!isAllowed())
          throw new AppError('denied', 'The access to Live Channels has ended: call loadConnect() anew.');
        super(url);
        open.add(this);
        this.addEventListener('close', () => open.delete(this));
      }
    };
  }

  close(): void {
    for (const socket of [...this.open]) socket.close();
  }

  dispose(): void {
    this.close();
  }
}
