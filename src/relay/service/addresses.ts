import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** In a list of trusted proxies: this machine, by loopback or by a Unix socket. */
export const LOCAL = 'local';

/** How much of an IPv6 address names a customer; below it, one changes addresses at will. Bits. */
const CUSTOMER_BITS = 64;
const GROUPS = 8;
const GROUP_BITS = 16;

/** An address without brackets, port, zone, and the prefix of an IPv4 address in IPv6; `undefined` when it is none. */
export function readAddress(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return isIP(bare) === 0 ? undefined : bare.toLowerCase();
}

/** What limits count by: an IPv4 address, or the network of an IPv6 one as `2001:db8:0:0::/64`. */
export function addressKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [front = '', back] = address.split('::');
  const groups = front === '' ? [] : front.split(':');
  // An IPv4 address at the end stands for two groups.
  const rest = back ? back.replace(/[\d.]+\.\d+$/, '0:0').split(':').length : 0;
  while (back !== undefined && groups.length < GROUPS - rest) groups.push('0');
  const network = groups.concat(back ? back.split(':') : []).slice(0, CUSTOMER_BITS / GROUP_BITS);
  return `${network.map(group => parseInt(group, 16).toString(16)).join(':')}::/${CUSTOMER_BITS}`;
}

/** The proxies whose word about an address counts. */
export class TrustedProxies {
  private readonly list = new BlockList();
  private readonly local: boolean;

  /** @throws Error with one sentence when one of them is no address, no network like `10.0.0.0/8` and not `local`. */
  constructor(private readonly proxies: readonly string[]) {
    this.local = proxies.includes(LOCAL);
    for (const proxy of proxies) if (proxy !== LOCAL) this.add(proxy);
  }

  /** `undefined` is the other end of a Unix socket. */
  trusts(address: string | undefined): boolean {
    if (address === undefined) return this.local;
    if (this.local && isLoopback(address)) return true;
    return this.list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  get any(): boolean {
    return this.proxies.length > 0;
  }

  private add(proxy: string): void {
    const [text = '', bits, ...more] = proxy.split('/');
    const address = readAddress(text);
    const family = isIP(address ?? '') === 6 ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    if (address === undefined || more.length > 0 || (bits !== undefined && !isPrefix(bits, most))) {
      throw new Error(`'${proxy}' is no address, no network such as 10.0.0.0/8, and not '${LOCAL}'`);
    }
    if (bits === undefined) this.list.addAddress(address, family);
    else this.list.addSubnet(address, Number(bits), family);
  }
}

function isPrefix(bits: string, most: number): boolean {
  return /^\d+$/.test(bits) && Number(bits) <= most;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Whether somebody says that this request was passed on. */
export function wasForwarded({ headers }: IncomingMessage): boolean {
  return headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined || headers['via'] !== undefined;
}

/**
 * The address that a request comes from: that of the socket, or if a trusted proxy is there the right-most of
 * `X-Forwarded-For` that is none. What stands to the left of it, anybody can have written. `undefined`: a Unix socket.
 */
export function clientAddress(request: IncomingMessage, trusted: TrustedProxies): string | undefined {
  let address = readAddress(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'] ?? '';
  const hops = (Array.isArray(header) ? header.join(',') : header).split(',');
  while (trusted.trusts(address)) {
    const before = readAddress(hops.pop() ?? '');
    // Nothing more, or nothing that a proxy would write: the last that is sure.
    if (before === undefined) break;
    address = before;
  }
  return address;
}
