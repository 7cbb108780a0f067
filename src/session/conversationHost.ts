import type { AppError } from '../base/errors';
import type { Sender } from '../protocol/transcript';
import type { MakeFrame } from './pace';

/** What a conversation needs of the channel around it. */
export interface ConversationHost {
  /** Puts a frame into the queue of the open connection. False when there is none. */
  enqueue(make: MakeFrame): boolean;
  /** The same for what may be dropped; a later one of the same key takes its place. */
  pass(key: string, make: MakeFrame): void;
  /** What one said to oneself with this number has come back. */
  passed(n: number): void;
  /** The server says that one was too fast. */
  slowDown(): void;
  /** The server lets nothing through that one says, as where a send key is missing. */
  silenced(): void;
  /** One's own uid, once known. */
  ownUid(): string | undefined;
  ownName(): string;
  /** What is known of whoever speaks from a connection. */
  senderOf(uid: string): Sender;
  /** An own message will not arrive by itself. */
  failed(error: AppError, entryId: string | undefined): void;
  sharesHistory(): boolean;
  /** The device of a session, where that is known. */
  deviceOf(session: string): string | undefined;
  /** How many people are here. */
  peopleCount(): number;
  /** Somebody says something else of themselves. */
  presenceChanged(): void;
}
