import { isAmendment } from '../protocol/amendments';
import type { Item } from './contentLog';

/**
 * What a newcomer is given of what was said before: the latest messages, each with what was said about it afterwards.
 * What was taken back is not among them.
 *
 * @param last how many broadcasts, amendments included.
 * @param originOf names the window that a session belongs to.
 * @returns in the order in which they were written.
 */
export function historyOf(items: readonly Item[], last: number, originOf: (session: string) => string): Item[] {
  const about = new Map<string, Item[]>();
  const messages: Item[] = [];
  for (const item of [...items].sort((a, b) => a.content.at - b.content.at)) {
    const { content } = item;
    if (isAmendment(content)) about.set(content.of, [...(about.get(content.of) ?? []), item]);
    else if (content.type !== 'void') messages.push(item);
  }
  const given: Item[] = [];
  for (const message of messages.reverse()) {
    const { id, session } = message.content;
    const amendments = about.get(id) ?? [];
    const isOwners = ({ content }: Item) => originOf(content.session) === originOf(session);
    if (amendments.some(each => each.content.type === 'delete' && isOwners(each))) continue;
    const room = last - given.length - 1;
    if (room < 0) break;
    given.push(message, ...(room > 0 ? amendments.slice(-room) : []));
  }
  return given.sort((a, b) => a.content.at - b.content.at);
}
