import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Gate, Visitor } from '../gate';
import { Bucket, GUESS_WINDOW, type Limits } from '../limits';
import { Refusal } from '../refusal';
import { addressKey } from './addresses';

/** The window of joins. Milliseconds. */
const SECOND = 1_000;
/** How many addresses are kept in mind; beyond that those with nothing against them are forgotten, the oldest first. */
const MAX_ADDRESSES = 100_000;
/** How often addresses are forgotten that have nothing open and nothing against them. Milliseconds. */
const SWEEP_EVERY = 10_000;

/** What is known of an address. */
class Address {
  connections = 0;
  /** As in `performance.now()`. */
  bannedUntil = -Infinity;
  readonly joins: Bucket;
  readonly guesses: Bucket;

  constructor({ joins, guesses }: Limits) {
    this.joins = new Bucket(joins, SECOND);
    this.guesses = new Bucket(guesses, GUESS_WINDOW);
  }

  /** A new one would be just like it. */
  isBlank(now: number): boolean {
    return this.connections === 0 && this.bannedUntil <= now && this.joins.isFull(now) && this.guesses.isFull(now);
  }
}

/** One of those who come from an address. There is one for each connection, so it holds no more than it needs. */
class Guest implements Visitor {
  constructor(
    private readonly address: Address,
    /** Milliseconds. */
    private readonly banned: number,
    private readonly now: () => number,
  ) {}

  entered(): void {
    this.address.connections += 1;
  }

  left(): void {
    this.address.connections -= 1;
  }

  tryKey(): boolean {
    return this.address.guesses.take(this.now());
  }

  keyWasRight(): void {
    this.address.guesses.giveBack();
  }

  ban(): void {
    this.address.bannedUntil = this.now() + this.banned;
  }
}

/** The limits of each address: joins a second, open connections, wrong keys, and being kept out for a while. */
export class AddressGate implements Gate {
  private readonly addresses = new Map<string, Address>();
  private readonly sweeps: NodeJS.Timeout;

  constructor(
    private readonly limits: Limits,
    /** Where a request comes from; `undefined` where addresses do not exist, and so no limits of theirs. */
    private readonly addressOf: (request: IncomingMessage) => string | undefined,
    private readonly now: () => number = () => performance.now(),
    private readonly max = MAX_ADDRESSES,
  ) {
    this.sweeps = setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  /** How many addresses are kept in mind. */
  get size(): number {
    return this.addresses.size;
  }

  arrive(request: IncomingMessage): Visitor | Refusal {
    const address = this.addressOf(request);
    const known = address === undefined ? this.unlimited() : this.known(addressKey(address));
    return this.refusal(known) ?? new Guest(known, this.limits.ban, this.now);
  }

  /** Forgets whom there is nothing to say about. */
  sweep(): void {
    const now = this.now();
    for (const [key, address] of this.addresses) if (address.isBlank(now)) this.addresses.delete(key);
  }

  dispose(): void {
    clearInterval(this.sweeps);
  }

  /** Not kept: nothing is ever known of it. */
  private unlimited(): Address {
    return new Address({ ...this.limits, joins: 0, guesses: 0 });
  }

  private known(key: string): Address {
    let address = this.addresses.get(key);
    if (!address) {
      if (this.addresses.size >= this.max) this.makeRoom();
      address = new Address(this.limits);
      this.addresses.set(key, address);
    }
    return address;
  }

  private makeRoom(): void {
    for (const [key, { connections }] of this.addresses) {
      if (connections > 0) continue;
      this.addresses.delete(key);
      return;
    }
  }

  private refusal(address: Address): Refusal | undefined {
    const now = this.now();
    if (address.bannedUntil > now) {
      const seconds = Math.ceil((address.bannedUntil - now) / SECOND);
      return new Refusal(429, 'your address is kept out for a while, for too many warnings.', 'ban', seconds);
    }
    if (!address.joins.take(now)) {
      return new Refusal(429, `at most ${this.limits.joins} joins a second from one address.`, 'joins', 1);
    }
    if (this.limits.address > 0 && address.connections >= this.limits.address) {
      return new Refusal(429, `at most ${this.limits.address} connections from one address.`, 'address', 10);
    }
    return undefined;
  }
}
