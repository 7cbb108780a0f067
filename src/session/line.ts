import type { Disposable } from '../base/lifecycle';
import type { Connection, ServerEvent } from './connection';
import { openEnvelope, type Envelope } from './envelope';
import type { MakeFrame } from './pace';

/**
 * What stands between a channel and its connection: in an open channel nothing, in a private one `SealedLine`. The one
 * place where the session meets cryptography.
 */
export interface Line extends Disposable {
  readonly envelope: Envelope;
  /** Sends over the open connection, in the order of the calls. False when there is none. */
  send(message: unknown, uid?: string): boolean;
  /** The same frame, with its length on the wire where that is not the message's own. */
  measured(make: MakeFrame): MakeFrame;
  /** A connection is open. */
  connected(): void;
  /** The server has us in the channel. */
  joined(): void;
  /** The connection is gone, and with it all that was on its way here or there. */
  disconnected(): void;
  /** Something has come over the connection. */
  received(event: ServerEvent): void;
  /** The public key of the device at a connection, where that is known. */
  deviceAt(uid: string): string | undefined;
  /** The public key of a session's device, where that is known, over all connections. */
  deviceOf(session: string): string | undefined;
}

/** An open channel's: everything goes over the wire as it is said. */
export class OpenLine implements Line {
  readonly envelope = openEnvelope;

  /** @param hear takes what has come. */
  constructor(
    private readonly connection: Pick<Connection, 'send'>,
    private readonly hear: (event: ServerEvent) => void,
  ) {}

  send(message: unknown, uid?: string): boolean {
    return this.connection.send(message, uid);
  }

  measured(make: MakeFrame): MakeFrame {
    return make;
  }

  received(event: ServerEvent): void {
    this.hear(event);
  }

  deviceAt(): undefined {
    return undefined;
  }

  deviceOf(): undefined {
    return undefined;
  }

  connected(): void {
    // There is nothing to prepare.
  }

  joined(): void {
    // Nobody has to be met before they are heard.
  }

  disconnected(): void {
    // Nothing is held back here.
  }

  dispose(): void {
    // Nor kept.
  }
}
