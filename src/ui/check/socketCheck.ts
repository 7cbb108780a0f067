import { randomId } from '../../base/encoding';
import { channelPath, withQuery } from '../../client/address';
import type { SocketClass } from '../../client/connect';
import { CHANNEL_PATH } from '../../protocol/itty';
import type { CheckConnection, Fault, Passed } from './outcome';

/** How long a socket may take, and then the question whether anything answers. Milliseconds. */
const TIME_LIMIT = 10_000;
const ASK_LIMIT = 4_000;

type End = 'open' | 'closed' | 'mixed' | 'silent';

function open(Socket: SocketClass, url: string, stop: AbortSignal): Promise<End> {
  return new Promise(resolve => {
    try {
      const socket = new Socket(url);
      const done = (end: End): void => {
        resolve(end);
        socket.close();
      };
      socket.addEventListener('open', () => done('open'));
      socket.addEventListener('error', () => done('closed'));
      socket.addEventListener('close', () => done('closed'));
      stop.addEventListener('abort', () => done('silent'), { once: true });
    } catch {
      // A browser does not even try from a page that came over https.
      resolve('mixed');
    }
  });
}

/** Whether anything speaks HTTP there: what it says a page may not read, only that it says something. */
async function answers(server: string, cancelled: AbortSignal): Promise<boolean> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(ASK_LIMIT)]);
  try {
    await fetch(server.replace(/^ws/, 'http'), { mode: 'no-cors', credentials: 'omit', signal });
    return true;
  } catch {
    return false;
  }
}

/** The check for a browser, which says of a socket that it opened or did not, and nothing about why. */
export function socketCheck(loadSocket: () => Promise<SocketClass>): CheckConnection {
  return async ({ server, channel, joinKey }, cancelled) => {
    const passed: Passed[] = [{ step: 'address', server }];
    const url = withQuery(server + CHANNEL_PATH + channelPath(channel ?? `test-${randomId()}`), { joinKey });
    const began = performance.now();
    const end = await open(await loadSocket(), url, AbortSignal.any([cancelled, AbortSignal.timeout(TIME_LIMIT)]));
    if (end === 'open') {
      passed.push({ step: 'handshake', ms: performance.now() - began });
      if (joinKey !== undefined) passed.push({ step: 'key', key: 'right' });
      return { server, passed, result: 'works' };
    }
    const fault = await faultOf(end, server, cancelled);
    return cancelled.aborted ? { server, passed, result: 'cancelled' } : { server, passed, result: 'fails', fault };
  };
}

async function faultOf(end: Exclude<End, 'open'>, server: string, cancelled: AbortSignal): Promise<Fault> {
  if (end === 'mixed') return { step: 'address', kind: 'mixed' };
  if (end === 'silent') return { step: 'handshake', kind: 'silent', seconds: TIME_LIMIT / 1_000 };
  return { step: 'handshake', kind: 'notSaid', answers: await answers(server, cancelled) };
}
