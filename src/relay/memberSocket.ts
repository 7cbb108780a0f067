import { WebSocket, type RawData } from 'ws';

/** Whoever a socket belongs to, and what it is told. */
export interface Owner {
  onMessage(data: Buffer, isBinary: boolean): void;
  onPing(data: Buffer): void;
  onPong(): void;
  /** A broken frame or one far too large; `ws` closes the socket with the fitting code by itself. */
  onError(error: Error): void;
  /** The closing frame is sent after this, whoever asked for it. */
  beforeClose(): void;
  onClose(code: number): void;
}

/** A socket with an owner: its listeners are the same functions for all, as there are many and most of them idle. */
export class MemberSocket extends WebSocket {
  owner: Owner | undefined;

  belongTo(owner: Owner): void {
    this.owner = owner;
    this.on('message', onMessage).on('ping', onPing).on('pong', onPong).on('error', onError).on('close', onClose);
  }

  /** `ws` calls this as well, to answer the other side's closing and to end what is broken. */
  override close(code?: number, data?: string | Buffer): void {
    if (this.readyState === this.OPEN) this.owner?.beforeClose();
    super.close(code, data);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  // A Buffer, unless the binaryType is changed.
  ownerOf(this)?.onMessage(data as Buffer, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  ownerOf(this)?.onPing(data);
}

function onPong(this: WebSocket): void {
  ownerOf(this)?.onPong();
}

function onError(this: WebSocket, error: Error): void {
  ownerOf(this)?.onError(error);
}

function onClose(this: WebSocket, code: number): void {
  ownerOf(this)?.onClose(code);
}

function ownerOf(socket: WebSocket): Owner | undefined {
  return socket instanceof MemberSocket ? socket.owner : undefined;
}
