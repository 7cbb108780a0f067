/** What the backplane needs of a Redis server, or of a cluster of them. What cannot be done at once is not done later. */
export interface Link {
  /** How to publish, within scripts: sharded on a cluster. */
  readonly verb: 'PUBLISH' | 'SPUBLISH';
  /** All connections are there. */
  readonly isUp: boolean;
  /** Runs a script, in the order of the calls. Rejects when it is not up, or not any more. */
  run(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Any other command, of one key that comes first; as `run`. */
  call(command: string, key: string, ...args: string[]): Promise<unknown>;
  /** Fire and forget: nobody hears whether it arrived, and it is never sent again. */
  publish(topic: string, text: string): void;
  /** Done when all that is published from then on will come. */
  subscribe(topic: string): Promise<void>;
  unsubscribe(topic: string): void;
  /** Asks whether the connections are alive. */
  probe(): Promise<void>;
  /** They seem not to be: makes new ones. */
  reset(): void;
  close(): void;
}

/** Hears what a link has to say. */
export interface LinkListener {
  up(): void;
  down(): void;
  message(topic: string, text: string): void;
}

/** Tells a listener when a link is up and when it is down, each once. */
export class UpAndDown {
  private wasUp = false;

  constructor(private readonly listener: LinkListener) {}

  is(up: boolean): void {
    if (up === this.wasUp) return;
    this.wasUp = up;
    if (up) this.listener.up();
    else this.listener.down();
  }
}
