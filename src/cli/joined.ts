import type { Event } from '../base/event';
import { createConnect, type SocketClass } from '../client/connect';
import { CHANNEL_PATH } from '../protocol/itty';
import { Channel } from '../session/channel';
import type { Dial } from '../session/connection';
import { linked } from '../session/link';
import { cleanLine } from './clean';
import { CliError, EXIT } from './exit';
import type { Way } from './way';

/** Says something to the person, in a line. */
export type Tell = (line: string) => void;

/** How long the server may take to answer a goodbye. Milliseconds. */
const GOODBYE = 1_000;

/** How long all who are in a private channel may take to be met; who is not by then may be gone, or none of it. Milliseconds. */
const MEETING = 3_000;

/** Resolves as soon as `ready` gives something, asking again after every event. */
export function when<T>(event: Event<unknown>, ready: () => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const subscription = event(() => check());
    const check = (): void => {
      try {
        const found = ready();
        if (found === undefined) return;
        resolve(found);
      } catch (thrown) {
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
      subscription.dispose();
    };
    check();
  });
}

/** A channel that the command has joined, and leaves before it ends. */
export class Joined {
  readonly channel: Channel;
  private readonly closed = new Set<Promise<void>>();

  constructor(
    private readonly way: Way,
    socket: SocketClass,
  ) {
    const { name, displayName, seal } = way;
    this.channel = new Channel({ name, displayName, dial: this.dialWith(socket), ...(seal && { seal }) });
    this.channel.open();
  }

  /** How many others are there, as far as is known. */
  get others(): number {
    const { people, anonymous } = this.channel.view;
    return people.filter(({ self }) => !self).length + anonymous;
  }

  /** Why there is no connection, in a sentence. */
  get trouble(): string {
    const { error } = this.channel.status;
    return cleanLine(error?.message ?? `${new URL(this.way.server).host} does not answer`);
  }

  /**
   * Waits for the first connection, while it tries as often as it takes.
   * @throws CliError when the server says no.
   */
  async online(): Promise<void> {
    await when(this.channel.onDidChange, () => {
      const { state, people } = this.channel.view;
      if (state === 'refused') throw this.refusal();
      // Who one is the server tells first of all.
      return state === 'online' && people.some(({ self, uid }) => self && uid !== undefined) ? true : undefined;
    });
  }

  /**
   * In a private channel nothing of somebody is taken who has not shown that they are here, as what is played again by a
   * server is not: who leaves before that is not heard. Waits until all who are there have asked, and were answered.
   */
  async met(): Promise<void> {
    if (!this.way.seal) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => (timer = setTimeout(resolve, MEETING)));
    const met = when(this.channel.onDidChange, () => (this.channel.view.anonymous === 0 ? true : undefined));
    await Promise.race([met, late]);
    clearTimeout(timer);
  }

  /** The error of a connection that is not tried again. */
  refusal(): CliError {
    const isKey = this.channel.status.error?.code === 'refused';
    return new CliError(
      isKey ? EXIT.key : EXIT.undelivered,
      isKey ? `${this.trouble.replace(/\.$/, '')}: give it, or the right one, with --key-file` : this.trouble,
    );
  }

  /** Tells of the connection that is lost, and of its coming back. */
  tellOfLosses(tell: Tell): void {
    let told: string | undefined;
    this.channel.onDidChange(() => {
      const { state, error } = this.channel.status;
      if (state === 'online') {
        if (told !== undefined) tell('Connected again.');
        told = undefined;
      } else if (error && told === undefined && state !== 'refused') {
        told = this.trouble;
        tell(`${told} Trying again.`);
      }
    });
  }

  /** Says goodbye to the server, as far as it listens. */
  async leave(): Promise<void> {
    this.channel.dispose();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => (timer = setTimeout(resolve, GOODBYE)));
    await Promise.race([Promise.all(this.closed), late]);
    clearTimeout(timer);
  }

  private dialWith(Socket: SocketClass): Dial {
    const { closed, way } = this;
    class ClosingSocket extends Socket {
      constructor(url: string) {
        super(url);
        const gone = new Promise<void>(resolve => this.addEventListener('close', () => resolve()));
        closed.add(gone);
        void gone.then(() => closed.delete(gone));
      }
    }
    return displayName => {
      const { Socket: Linked, link } = linked(ClosingSocket);
      const connect = createConnect({ WebSocket: Linked, base: way.server + CHANNEL_PATH });
      const socket = connect<Record<string, unknown>>(way.seal?.channel ?? way.name, {
        ...{ echo: true, list: true, announce: true },
        // In a private channel the server is told no name.
        ...(displayName !== '' && { as: displayName }),
        ...(way.joinKey !== undefined && { joinKey: way.joinKey }),
        ...(way.sendKey !== undefined && { sendKey: way.sendKey }),
      });
      return Promise.resolve({ socket, link, server: way.server.replace(/^wss?:\/\//, '') });
    };
  }
}
