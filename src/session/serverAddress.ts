/**
 * A server's base address in its one form: `ws://` or `wss://`, a host (as the URL standard writes it, so that letters that
 * look like others show as `xn--`) and at most a path, without a slash at its end. `undefined` for any other text.
 */
export function asServerAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^wss?:$/.test(url.protocol) || url.host === '' || url.search || url.hash || url.username) {
    return undefined;
  }
  return (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin) + url.pathname.replace(/\/+$/, '');
}

/** Networks that no address of the internet is in: RFC 1918, 6598 (also Tailscale's), 3927, 1122; first and last address. */
const LOCAL_NETWORKS: readonly (readonly [string, string])[] = [
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.168.0.0', '192.168.255.255'],
];

/** Loopback, link-local (RFC 4291) and unique local (RFC 4193) addresses, as the URL standard writes them. */
const LOCAL_IPV6 = /^\[(?:::1|fe[89ab][\da-f]:.*|f[cd][\da-f]{2}:.*)\]$/;

/** Names that are for one's own network only: RFC 6761, 6762, 8375, and ICANN's `internal`. */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

function asNumber(address: string): number | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).map(Number);
  return parts?.reduce((sum, part) => sum * 256 + part, 0);
}

/** Whether a server is on this very computer, by what its address says. */
export function isOwnServer(address: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(address).hostname);
}

/** Whether a server is on this computer or in its network, by what its address says: a name is not looked up. */
export function isLocalServer(address: string): boolean {
  const { hostname } = new URL(address);
  const number = asNumber(hostname);
  if (number !== undefined) {
    return LOCAL_NETWORKS.some(([first, last]) => number >= (asNumber(first) ?? 0) && number <= (asNumber(last) ?? 0));
  }
  if (hostname.startsWith('[')) return LOCAL_IPV6.test(hostname);
  return !hostname.includes('.') || LOCAL_NAMES.test(hostname);
}
