import { asSent } from '../protocol/content';
import type { Resent } from '../protocol/passing';
import type { Item } from './contentLog';
import type { Whole } from './giving';
import type { LongOutgoing } from './longOutgoing';
import { isLong } from './transfer';

/** What handing on needs of the conversation around it. */
export interface HandingOnHost {
  /** Our own. */
  readonly session: string;
  /** Bytes; see `Envelope`. */
  readonly room: number;
  readonly long: LongOutgoing;
  say(message: Resent, uid: string): void;
}

/** Gives broadcasts once more to one who asked. What is long goes out in parts, behind the rest; `then` follows it all. */
export function handOn(items: readonly Item[], uid: string, then: () => void, host: HandingOnHost): void {
  const { session, room, long } = host;
  const inParts: Whole[] = [];
  for (const { content: read, name, date } of items) {
    const content = asSent(read);
    const resent: Resent = { type: 'resent', session, content, date, ...(name !== undefined && { name }) };
    if (!isLong(content, uid, room)) host.say(resent, uid);
    else inParts.push(content.session === session ? content : resent);
  }
  if (inParts.length === 0) then();
  else inParts.forEach((each, n) => long.give(each, uid, n === inParts.length - 1 ? then : undefined));
}
