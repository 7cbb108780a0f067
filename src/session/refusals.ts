import type { AppError } from '../base/errors';
import { asIs, sentence, type Sentence } from '../base/sentence';
import type { Content } from '../protocol/content';
import type { ChannelTime } from './clock';
import type { Item } from './contentLog';
import type { LongOutgoing } from './longOutgoing';
import type { Addressee, Outbox, Outgoing } from './outbox';
import type { OwnSaid } from './ownSaid';
import type { MakeFrame } from './pace';
import { Recipients } from './recipients';

/** What dealing with refusals needs of the conversation around it. */
export interface RefusalsHost {
  /** Puts a frame into the queue of the open connection. False when there is none, or when it is full. */
  enqueue(make: MakeFrame): boolean;
  /** The number of an own broadcast is taken: by what the server has passed on, or by nothing. */
  taken(item: Item): void;
  /** An own message will not arrive by itself. */
  failed(error: AppError, entryId: string | undefined): void;
  /** The server says that one was too fast. */
  slowDown(): void;
  /** The server lets nothing through that one says. */
  silenced(): void;
}

const MAY_NOT_SEND = /send ?key|permission|not allowed/i;
const TOO_FAST = /too (fast|many)|\brate\b|slow down/i;

/** What the server does not pass on of what one says: a server's error names no message, so that it has to be found. */
export class Refusals {
  private readonly recipients = new Recipients();

  constructor(
    private readonly outbox: Outbox,
    private readonly host: RefusalsHost,
    private readonly said: OwnSaid,
    private readonly long: LongOutgoing,
    private readonly time: ChannelTime,
  ) {}

  offline(): void {
    this.recipients.clear();
  }

  /** A frame goes out to one connection. */
  writesTo(uid: string): void {
    this.recipients.add(uid);
  }

  /**
   * The server reports an error.
   * @returns `haste` when something was dropped for that alone, and is to go out again.
   */
  reported(text: string, describe: (to: Addressee | undefined) => AppError): 'haste' | undefined {
    const direct = this.outbox.failedFor(text);
    if (direct) {
      this.fail(direct, sentence('No longer here'), describe(direct.to));
      return undefined;
    }
    // Someone has left to whom we said what is not for people: that is no message's fault.
    if (this.recipients.areNamedIn(text)) return undefined;
    const oldest = this.outbox.oldestUnconfirmed();
    if (oldest && TOO_FAST.test(text)) {
      oldest.flushed = false;
      this.host.slowDown();
      return 'haste';
    }
    const broadcast = this.outbox.failedOldest();
    if (broadcast) this.fail(broadcast, asIs(text), describe(undefined));
    // Nothing of a person's was refused, only what peers say to each other: one may read here, and not speak.
    else if (MAY_NOT_SEND.test(text)) this.host.silenced();
    else this.host.failed(describe(undefined), undefined);
    return undefined;
  }

  /** It will not arrive, and a person is told so. */
  fail(message: Outgoing, reason: Sentence, error: AppError): void {
    this.long.forget(message.id);
    this.vacate(message);
    this.host.failed(error, this.said.failed(message, reason));
  }

  /** The number of a broadcast that was refused stays empty, and those who wait for it are told. */
  vacate({ content, to }: Outgoing): void {
    if (!content || to) return;
    const { id, session, seq, at } = content;
    const empty: Content = { type: 'void', text: '', id, session, seq, at };
    this.host.taken({ content: empty, date: this.time.now() });
    this.host.enqueue(() => ({ message: empty }));
  }
}
