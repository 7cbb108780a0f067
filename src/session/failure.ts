import { AppError } from '../base/errors';
import { asIs, sentence, type Sentence } from '../base/sentence';
import { REFUSED_CODE } from '../protocol/itty';
import { ProxyFailure } from './proxyFailure';

/** What a closed socket tells; see `SocketCloseEvent` of the client. */
export interface CloseDetails {
  code: number;
  reason: string;
  error?: unknown;
}

/** TLS verification errors as Node and OpenSSL name them. */
const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|certificate|ERR_TLS|wrong version number|EPROTO/i;
const UNREACHABLE: Record<string, Sentence> = {
  ENOTFOUND: sentence('there is no host of that name'),
  EAI_AGAIN: sentence('the host name could not be looked up'),
  ECONNREFUSED: sentence('nobody listens there'),
  ECONNRESET: sentence('the connection was cut'),
  ETIMEDOUT: sentence('it does not answer'),
  EHOSTUNREACH: sentence('there is no route to it'),
  ENETUNREACH: sentence('there is no network'),
};

/** The text and the code of an error that the socket reported, where the platform gives any. */
function textOf(error: unknown): { text: string; code: string } {
  if (!(error instanceof Error)) return { text: typeof error === 'string' ? error : '', code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Node tries the addresses of a host in turn and reports all their errors together, without a text.
  if (error instanceof AggregateError && error.message === '') return textOf(error.errors[0]);
  return { text: error.message, code };
}

/** What our relay says to a page that it refuses; see `REFUSED_CODE`. */
const REFUSED = 'Live Channels relay: ';

/** The HTTP status that a handshake was answered with. */
function handshakeStatus(text: string, { code, reason }: CloseDetails): number | undefined {
  const match = /response: (\d{3})/.exec(text);
  if (match) return Number(match[1]);
  const status = code - REFUSED_CODE;
  return reason.startsWith(REFUSED) && status >= 400 && status < 600 ? status : undefined;
}

/** In words, why a machine cannot be reached; what Node says itself where there are none. */
export function unreachableWhy(error: unknown): Sentence {
  const { text, code } = textOf(error);
  return UNREACHABLE[code] ?? asIs(text || code);
}

/** What a proxy answers that cannot get on to the server itself. */
const NO_WAY_ON: readonly (number | undefined)[] = [502, 503, 504];

/** Says in one sentence what keeps a proxy from letting one through to `server`. */
export function describeProxy(server: string, failure: ProxyFailure, options?: ErrorOptions): AppError {
  const { proxy, status, cause } = failure;
  if (status === undefined) {
    const why = unreachableWhy(cause);
    return new AppError(
      'unreachable',
      'The proxy {0} cannot be reached: {1}. Check "http.proxy".',
      [proxy, why],
      options,
    );
  }
  if (status === 407) {
    return new AppError(
      'proxy',
      'The proxy {0} wants a name and a password: set "http.proxy" to http://NAME:PASSWORD@HOST:PORT.',
      [proxy],
      options,
    );
  }
  if (NO_WAY_ON.includes(status)) {
    return new AppError(
      'unreachable',
      'The proxy {0} does not reach {1} (HTTP {2}).',
      [proxy, server, status],
      options,
    );
  }
  return new AppError(
    'proxy',
    'The proxy {0} lets nobody through to {1} (HTTP {2}): ask whoever runs it.',
    [proxy, server, status],
    options,
  );
}

/** Says in one sentence why a connection to `server` did not come about, or was lost. */
export function describeClose(server: string, details: CloseDetails): AppError {
  const { text, code } = textOf(details.error);
  const options = details.error === undefined ? undefined : { cause: details.error };
  if (details.error instanceof Error && details.error.cause instanceof ProxyFailure) {
    return describeProxy(server, details.error.cause, { cause: details.error });
  }
  const status = handshakeStatus(text, details);
  if (status === 401 || status === 403) {
    return new AppError('refused', '{0} refuses the join: this channel needs a join key.', [server], options);
  }
  if (status === 404) {
    return new AppError(
      'notFound',
      '{0} serves no channel at this address (404): check the server.',
      [server],
      options,
    );
  }
  if (status !== undefined) {
    return new AppError('unreachable', '{0} answers with HTTP {1} at the moment.', [server, status], options);
  }
  if (CERTIFICATE.test(code) || CERTIFICATE.test(text)) {
    const why = code || text;
    return new AppError(
      'certificate',
      '{0} has no certificate that this machine trusts ({1}).',
      [server, why],
      options,
    );
  }
  const known = UNREACHABLE[code];
  if (known) return new AppError('unreachable', '{0} cannot be reached: {1}.', [server, known], options);
  if (details.code === 1008) {
    return details.reason
      ? new AppError('server', '{0} closed the connection: {1}.', [server, details.reason], options)
      : new AppError('server', '{0} closed the connection.', [server], options);
  }
  return text
    ? new AppError('unreachable', 'The connection to {0} was lost ({1}).', [server, text], options)
    : new AppError('unreachable', 'The connection to {0} was lost.', [server], options);
}

/** Whether trying again by itself makes sense: not when the server said no, or a person has to change something. */
export function isFinal(error: AppError): boolean {
  return ['refused', 'notFound', 'proxy', 'certificate', 'address', 'relay'].includes(error.code);
}
