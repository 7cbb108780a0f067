/**
 * Why something failed, for code to decide on; the message beside it is for the person.
 *
 * - `refused`: the server answered the handshake with 403 (a missing or wrong key)
 * - `notFound`: the server answered 404 (a path that is no channel)
 * - `unreachable`: no such host, nobody listens there, no network
 * - `certificate`: the server's TLS certificate is not trusted
 * - `address`: the server's address is not a `ws://` or `wss://` URL
 * - `offline`: there is no connection at the moment
 * - `server`: the server reported an error over an open connection
 * - `input`: what the person gave cannot be used (empty, too large, not found)
 * - `relay`: the embedded relay cannot start or is not available here
 */
export type ErrorCode =
  'refused' | 'notFound' | 'unreachable' | 'certificate' | 'address' | 'offline' | 'server' | 'input' | 'relay';

/** An error that a person may see: its message is one sentence that says what is wrong and what to do. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
