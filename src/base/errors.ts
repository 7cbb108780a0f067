import { asIs, english, type Sentence, type Word } from './sentence';

/**
 * Why something failed, for code to decide on; the message beside it is for the person.
 *
 * - `refused`: the server answered the handshake with 403 (a missing or wrong key)
 * - `notFound`: the server answered 404 (a path that is no channel)
 * - `unreachable`: no such host, nobody listens there, no network
 * - `proxy`: an HTTP proxy on the way does not let one through
 * - `certificate`: the server's TLS certificate is not trusted
 * - `address`: the server's address is not a `ws://` or `wss://` URL
 * - `offline`: there is no connection at the moment
 * - `server`: the server reported an error over an open connection
 * - `input`: what the person gave cannot be used (empty, too large, not found)
 * - `relay`: the embedded relay cannot start or is not available here
 * - `denied`: the person does not let another program do that
 */
export type ErrorCode =
  | 'refused'
  | 'notFound'
  | 'unreachable'
  | 'proxy'
  | 'certificate'
  | 'address'
  | 'offline'
  | 'server'
  | 'input'
  | 'relay'
  | 'denied';

/**
 * An error that a person may see: one sentence that says what is wrong and what to do. `message` has it in English, for
 * logs and tests; src/ui says it in the person's language.
 */
export class AppError extends Error implements Sentence {
  /** @param template a literal, see `Sentence`; `AppError.of` takes a sentence that is there already. */
  constructor(
    readonly code: ErrorCode,
    readonly template: string,
    readonly args: readonly Word[] = [],
    options?: ErrorOptions,
  ) {
    super(english({ template, args }), options);
    this.name = 'AppError';
  }

  static of(code: ErrorCode, { template, args }: Sentence, options?: ErrorOptions): AppError {
    return new AppError(code, template, args, options);
  }
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The same for a sentence to hold: one of ours can be translated, anybody else's is shown as it is. */
export function wordsOf(thrown: unknown): Sentence {
  return thrown instanceof AppError ? thrown : asIs(messageOf(thrown));
}
