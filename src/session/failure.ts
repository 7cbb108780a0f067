import { AppError } from '../base/errors';

/** What a closed socket tells; see `SocketCloseEvent` of the client. */
export interface CloseDetails {
  code: number;
  reason: string;
  error?: unknown;
}

/** TLS verification errors as Node and OpenSSL name them. */
const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY_LEAF|UNABLE_TO_GET_ISSUER|certificate|ERR_TLS|wrong version number|EPROTO/i;
const UNREACHABLE: Record<string, string> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network',
};

/** The text and the code of an error that the socket reported, where the platform gives any. */
function textOf(error: unknown): { text: string; code: string } {
  if (!(error instanceof Error)) return { text: typeof error === 'string' ? error : '', code: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Node tries the addresses of a host in turn and reports all their errors together, without a text.
  if (error instanceof AggregateError && error.message === '') return textOf(error.errors[0]);
  return { text: error.message, code };
}

function handshakeStatus(text: string): number | undefined {
  const match = /response: (\d{3})/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** Says in one sentence why a connection to `server` did not come about, or was lost. */
export function describeClose(server: string, details: CloseDetails): AppError {
  const { text, code } = textOf(details.error);
  const options = details.error === undefined ? undefined : { cause: details.error };
  const status = handshakeStatus(text);
  if (status === 401 || status === 403) {
    return new AppError('refused', `${server} refuses the join: this channel needs a join key.`, options);
  }
  if (status === 404) {
    return new AppError('notFound', `${server} serves no channel at this address (404): check the server.`, options);
  }
  if (status !== undefined) {
    return new AppError('unreachable', `${server} answers with HTTP ${status} at the moment.`, options);
  }
  if (CERTIFICATE.test(code) || CERTIFICATE.test(text)) {
    const why = code || text;
    return new AppError('certificate', `${server} has no certificate that this machine trusts (${why}).`, options);
  }
  const known = UNREACHABLE[code];
  if (known) return new AppError('unreachable', `${server} cannot be reached: ${known}.`, options);
  if (details.code === 1008) {
    const reason = details.reason ? `: ${details.reason}` : '';
    return new AppError('server', `${server} closed the connection${reason}.`, options);
  }
  return new AppError('unreachable', `The connection to ${server} was lost${text ? ` (${text})` : ''}.`, options);
}

/** Whether trying again by itself makes sense: not when the server said no, or a person has to change something. */
export function isFinal(error: AppError): boolean {
  return ['refused', 'notFound', 'certificate', 'address', 'relay'].includes(error.code);
}
