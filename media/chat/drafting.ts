import type { HostToPage } from '../../src/protocol/panel';
import type { Channel } from './channels';
import { t } from './l10n';
import { givenBack } from './memory';
import type { Draft, Editing, Reply, Target } from './memory';
import { calledBy } from './person';
import { replyTo } from './reply';
import { canEdit } from './tools';

/** What the box begins with, by what stands in a channel. */

/**
 * An answer to an entry. What was said to one person only is answered to one person only.
 * @returns `undefined` where there is nothing that could be named.
 */
export function answerTo(channel: Channel, id: string): { re: Reply; to: Target | undefined } | undefined {
  const entry = channel.message(one => one.id === id);
  const re = entry && replyTo(entry);
  if (!entry || !re) return undefined;
  const other = entry.from.self ? entry.to : entry.from;
  return { re, to: entry.to && other?.uid !== undefined ? { uid: other.uid, name: calledBy(other) } : undefined };
}

/**
 * Another text for one's own message.
 * @param text what to make of it, if not what it is.
 */
export function editingOf(channel: Channel, id: string | undefined, text?: string): Editing | undefined {
  const entry = channel.message(one => one.id === id);
  if (entry?.body.type !== 'text' || !canEdit(entry)) return undefined;
  const { text: was } = entry.body;
  return { entry: entry.id, text: text ?? was, was, ...(entry.to ? { only: calledBy(entry.to) } : {}) };
}

/** The draft with what could not be sent in it. @param channel where that was, if it is still joined. */
export function draftBack(
  draft: Draft,
  { text, to, re, edits, reason }: HostToPage & { type: 'rejected' },
  channel: Channel | undefined,
): Draft {
  const editing = draft.editing || !channel ? undefined : editingOf(channel, edits, text);
  if (editing) return { ...draft, editing, rejected: reason };
  return givenBack(draft, {
    text,
    rejected: reason,
    ...(to === undefined ? {} : { to: targetOf(channel, to) }),
    ...(re === undefined ? {} : answeredIn(channel, re)),
  });
}

/** What was answered, if it is still here. */
function answeredIn(channel: Channel | undefined, content: string): Pick<Draft, 're'> {
  const entry = channel?.message(one => one.content === content);
  const re = entry && replyTo(entry);
  return re ? { re } : {};
}

function targetOf(channel: Channel | undefined, uid: string): Target {
  const person = channel?.view.people.find(one => one.uid === uid);
  return { uid, name: person?.name ?? t('that person') };
}
