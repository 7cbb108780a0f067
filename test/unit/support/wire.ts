import { Emitter } from '../../../src/base/event';
import { isRecord } from '../../../src/base/guards';
import { AppError } from '../../../src/base/errors';
import { Conversation } from '../../../src/session/conversation';
import type { ConversationHost } from '../../../src/session/conversationHost';
import type { OutboxStore } from '../../../src/session/outbox';
import type { MakeFrame, PacedFrame } from '../../../src/session/pace';
import { Transcript } from '../../../src/session/transcript';
import { SimulatedClock, textOf } from './simulation';

/** A conversation whose connection the test holds in its hands: what it says is put down, what it hears is made up. */
export class Wire implements ConversationHost {
  readonly clock = new SimulatedClock();
  readonly transcript = new Transcript();
  readonly conversation: Conversation;
  readonly out: PacedFrame[] = [];
  readonly failures: (string | undefined)[] = [];
  /** How many timers there are. */
  timers = 0;
  /** What the queue does with a frame: takes it and sends it at once, holds it back, or has no room. */
  queue: 'open' | 'held' | 'full' = 'open';
  readonly waiting: MakeFrame[] = [];
  private readonly enqueued = new Emitter<undefined>();
  /** A frame was taken over. */
  readonly onDidEnqueue = this.enqueued.event;

  constructor(formerly: readonly string[] = [], outbox?: OutboxStore) {
    const clock = {
      now: () => this.clock.now(),
      after: (ms: number, act: () => void) => {
        let open = true;
        const end = () => {
          if (open) this.timers--;
          open = false;
        };
        this.timers++;
        const timer = this.clock.after(ms, () => {
          end();
          act();
        });
        return {
          dispose: () => {
            end();
            timer.dispose();
          },
        };
      },
    };
    this.conversation = new Conversation({ session: 'me', formerly }, this, this.transcript, clock, {
      ...(outbox && { outbox }),
    });
  }

  silenced(): void {
    this.failures.push('silenced');
  }

  enqueue(make: MakeFrame): boolean {
    if (this.queue === 'full') return false;
    this.waiting.push(make);
    if (this.queue === 'open') this.send();
    this.enqueued.fire(undefined);
    return true;
  }

  pass(_key: string, make: MakeFrame): void {
    this.enqueue(make);
  }

  /** What was held back goes out. */
  send(): void {
    for (let make = this.waiting.shift(); make; make = this.waiting.shift()) {
      const frame = make();
      if (frame) this.out.push(frame);
    }
  }

  hear(message: Record<string, unknown>, uid: string): void {
    this.conversation.received({ message, uid, date: this.clock.now() });
  }

  /** The server passes on what is broadcast. */
  echo(): void {
    for (const { message, uid } of this.out.splice(0)) {
      if (uid === undefined && isRecord(message)) this.hear(message, 'u');
    }
  }

  hello(session: string, uid: string, more: Record<string, unknown> = {}): void {
    this.hear({ type: 'hello', session, seen: {}, last: 0, met: {}, ...more }, uid);
  }

  /** A peer says that it has broadcasts of one session, and gives them when it is asked. */
  given(session: string, ...contents: Record<string, unknown>[]): void {
    const last = contents.at(-1);
    this.hello(session, session, { seen: { [String(last?.['session'])]: last?.['seq'] } });
    // It is asked a little later, in case that more is missing.
    this.clock.pass(200);
    for (const content of contents) {
      this.hear({ type: 'resent', session, content, date: this.clock.now(), name: 'Ada' }, session);
    }
  }

  error(text: string): void {
    this.conversation.reported(text, () => new AppError('server', text));
  }

  /** What went out of one type, and is forgotten by that. */
  said(type: string): Record<string, unknown>[] {
    const all = this.out.splice(0).map(({ message }) => message as Record<string, unknown>);
    return all.filter(message => message['type'] === type);
  }

  get states(): string[] {
    return this.transcript.entries.flatMap(entry => (entry.kind === 'message' ? [entry.state] : []));
  }

  get texts(): string[] {
    return this.transcript.entries.flatMap(entry => (entry.kind === 'message' ? [textOf(entry)] : []));
  }

  chat(text: string, to?: string): void {
    this.conversation.send({ type: 'chat', text }, to === undefined ? undefined : { uid: to });
  }

  passed(): void {
    // Nobody counts here.
  }
  slowDown(): void {
    this.failures.push('too fast');
  }
  ownUid(): string {
    return 'u';
  }
  ownName(): string {
    return 'Me';
  }
  senderOf(uid: string) {
    return { uid, self: false };
  }
  failed(error: AppError): void {
    this.failures.push(error.message);
  }
  sharesHistory(): boolean {
    return false;
  }
  deviceOf(): undefined {
    return undefined;
  }
  peopleCount(): number {
    return 2;
  }
  presenceChanged(): void {
    // The test asks when it wants to know.
  }
}
