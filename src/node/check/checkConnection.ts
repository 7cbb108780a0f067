import { WebSocket } from 'ws';
import { randomId } from '../../base/encoding';
import { channelPath, withQuery } from '../../client/address';
import { CHANNEL_PATH } from '../../protocol/itty';
import { faultOfStatus, type CheckConnection, type Fault, type Outcome, type Target } from '../../ui/check/outcome';
import { OPTIONS, type IsStrict } from '../sockets';
import { certificateFault, lookAtCertificate } from './certificate';
import { Trace } from './trace';

/** How long it all may take, but for a second look at a certificate. Milliseconds. */
const TIME_LIMIT = 10_000;

/** Codes of Node for a server that speaks something else than it was spoken to. */
const NO_TLS = /EPROTO|WRONG_VERSION_NUMBER|SSL_PACKET_LENGTH|SSL_UNEXPECTED|SSL_RECORD/;
const NO_HTTP = 'HPE_';

/** The way it ended, as `ws` tells it. */
type End = { open: true } | { open: false; status: number } | { open: false; error: Error };

/**
 * Checks with a socket like those of channels, so that it meets with what they meet with.
 * @param isStrict as of sockets. @param within milliseconds.
 */
export function connectionCheck(isStrict: IsStrict, within = TIME_LIMIT): CheckConnection {
  return async (target, cancelled) => {
    const channel = target.channel ?? `test-${randomId()}`;
    const { joinKey } = target;
    const url = new URL(withQuery(target.server + CHANNEL_PATH + channelPath(channel), { joinKey }));
    const trace = new Trace(target.server, url);
    const limit = AbortSignal.timeout(within);
    const end = await handshake(url, trace, isStrict(), AbortSignal.any([cancelled, limit]));
    const where = { server: target.server, passed: trace.passed };
    const isCancelled = (): boolean => cancelled.aborted;
    if (isCancelled()) return { ...where, result: 'cancelled' };
    if (end.open) return worked(target, trace);
    if ('status' in end && !trace.passage.failure) return answered(end.status, target, trace);
    const fault = limit.aborted ? silence(trace, within) : await faultOf(end, trace, url, cancelled);
    return isCancelled() ? { ...where, result: 'cancelled' } : { ...where, result: 'fails', fault };
  };
}

/** Opens a socket and closes it at once. */
function handshake(url: URL, trace: Trace, strict: boolean, stop: AbortSignal): Promise<End> {
  return new Promise(resolve => {
    const socket = new WebSocket(url, {
      ...OPTIONS,
      // There is one limit for all of it.
      handshakeTimeout: undefined,
      rejectUnauthorized: strict,
      finishRequest: request => {
        trace.watch(request);
        request.end();
      },
    });
    const giveUp = (): void => socket.terminate();
    stop.addEventListener('abort', giveUp, { once: true });
    const done = (end: End): void => {
      stop.removeEventListener('abort', giveUp);
      resolve(end);
      socket.terminate();
    };
    socket.on('open', () => done({ open: true }));
    socket.on('error', error => done({ open: false, error }));
    socket.on('unexpected-response', (_, { statusCode = 0 }) => done({ open: false, status: statusCode }));
    if (stop.aborted) giveUp();
  });
}

function worked({ server, joinKey }: Target, trace: Trace): Outcome {
  trace.handshakeDone();
  if (joinKey !== undefined) trace.passed.push({ step: 'key', key: 'right' });
  return { server, passed: trace.passed, result: 'works' };
}

function answered(status: number, target: Target, trace: Trace): Outcome {
  const fault = faultOfStatus(status, target);
  if (fault?.step !== 'handshake') trace.handshakeDone();
  const { passed } = trace;
  if (fault) return { server: target.server, passed, result: 'fails', fault };
  passed.push({ step: 'key', key: 'wanted' });
  return { server: target.server, passed, result: 'works' };
}

function silence({ step }: Trace, within: number): Fault {
  return { step, kind: 'silent', seconds: within / 1_000 };
}

async function faultOf(end: End, trace: Trace, url: URL, cancelled: AbortSignal): Promise<Fault> {
  const { failure } = trace.passage;
  if (failure) return { step: 'proxy', kind: 'failed', failure };
  const error = 'error' in end ? firstError(end.error) : new Error('no answer');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const certificate = certificateFault(code);
  if (certificate) {
    const shown = await lookAtCertificate(url, cancelled);
    return { step: 'tls', kind: 'certificate', fault: certificate, code, certificate: shown };
  }
  if (code === 'ENOTFOUND') return { step: 'name', kind: 'noSuchHost', host: trace.host };
  if (code.startsWith('EAI_')) return { step: 'name', kind: 'notLookedUp', host: trace.host };
  switch (trace.step) {
    case 'handshake':
      return code.startsWith(NO_HTTP) || /Sec-WebSocket|Upgrade header/i.test(error.message)
        ? { step: 'handshake', kind: 'noWebSocket' }
        : { step: 'handshake', kind: 'closed', secure: trace.secure };
    case 'tls':
      return NO_TLS.test(code) ? { step: 'tls', kind: 'none' } : { step: 'tls', kind: 'broken', error };
    default:
      return { step: 'tcp', kind: 'unreachable', error };
  }
}

/** Node tries the addresses of a host in turn and reports all their errors together. */
function firstError(error: Error): Error {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first instanceof Error ? first : error;
}
