import { Redis } from 'ioredis';
import type { Address } from './address';
import { UpAndDown, type Link, type LinkListener } from './link';
import { ignore, STRICT } from './strict';

/** The longest time between two attempts to reach the server again. Milliseconds. */
const MAX_RETRY = 1_000;
const FIRST_RETRY = 50;

function retryAfter(times: number): number {
  return Math.min(FIRST_RETRY * 2 ** Math.min(times, 10), MAX_RETRY);
}

/** One server: a connection for commands, and one for what is published. */
export class SingleLink implements Link {
  readonly verb = 'PUBLISH';

  private readonly commands: Redis;
  private readonly subscriber: Redis;
  private readonly state: UpAndDown;

  constructor(address: Address, listener: LinkListener) {
    this.state = new UpAndDown(listener);
    const options = { ...STRICT, ...address, retryStrategy: retryAfter };
    this.commands = new Redis(options);
    this.subscriber = new Redis(options);
    this.subscriber.on('message', (topic: string, text: string) => listener.message(topic, text));
    for (const client of [this.commands, this.subscriber]) {
      client.on('error', ignore).on('ready', () => this.state.is(this.isUp));
      client.on('close', () => this.state.is(this.isUp));
    }
    this.state.is(this.isUp);
  }

  get isUp(): boolean {
    return this.commands.status === 'ready' && this.subscriber.status === 'ready';
  }

  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.commands.eval(script, keys.length, ...keys, ...args);
  }

  call(command: string, key: string, ...args: string[]): Promise<unknown> {
    return this.commands.call(command, key, ...args);
  }

  publish(topic: string, text: string): void {
    this.commands.publish(topic, text).catch(ignore);
  }

  async subscribe(topic: string): Promise<void> {
    await this.subscriber.subscribe(topic);
  }

  unsubscribe(topic: string): void {
    this.subscriber.unsubscribe(topic).catch(ignore);
  }

  async probe(): Promise<void> {
    await Promise.all([this.commands.ping(), this.subscriber.ping()]);
  }

  reset(): void {
    // At once: a farewell would wait for an answer.
    for (const client of [this.commands, this.subscriber]) client.stream.destroy();
  }

  close(): void {
    for (const client of [this.commands, this.subscriber]) client.disconnect();
  }
}
