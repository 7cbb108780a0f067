/** How long a connection may take to be made. Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
/** When the system begins to ask whether the other side is there. Milliseconds. */
const KEEP_ALIVE = 5_000;

/** Nothing is kept back for later, sent twice or subscribed behind our back: the backplane sees to that, and knows. */
export const STRICT = {
  protocol: 2 as const,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: CONNECT_TIMEOUT,
  keepAlive: KEEP_ALIVE,
  disableClientInfo: true,
};

/** For what an emitter or a promise says that nobody waits for. */
export function ignore(): void {
  // What fails shows in the connection's state, or in the answer to somebody who waits for it.
}
