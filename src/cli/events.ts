import type { Body, Entry, MessageEntry, Sender } from '../protocol/transcript';
import { plainText } from '../snippet/snippet';

/** The version of what `tail --json` prints; README.md beside this file has its shape. */
const VERSION = 1;

/** Who did something, as they call themselves. */
export interface Person {
  readonly name?: string;
  readonly uid?: string;
  readonly session?: string;
}

/** What happened in a channel. */
export type Happening =
  | {
      readonly event: 'message';
      readonly id: string;
      readonly from: Person;
      readonly direct?: true;
      readonly re?: string;
      readonly text: string;
      readonly body: Body;
    }
  | { readonly event: 'edit'; readonly id: string; readonly from: Person; readonly text: string }
  | { readonly event: 'delete'; readonly id: string; readonly from: Person }
  | {
      readonly event: 'reactions';
      readonly id: string;
      readonly reactions: readonly { emoji: string; count: number; names: readonly string[] }[];
    }
  | { readonly event: 'join' | 'leave'; readonly who: Person }
  | { readonly event: 'missing'; readonly from: Person; readonly count: number }
  | { readonly event: 'incomplete'; readonly from: Person; readonly reason: string }
  | { readonly event: 'connection'; readonly state: 'online' | 'lost'; readonly reason?: string };

/** The same with where and when. `date`: ISO 8601. */
export type TailEvent = { readonly v: number; readonly channel: string; readonly date: string } & Happening;

/** @param date milliseconds since 1970. What is further from now than dates go is now. */
export function dated(channel: string, date: number, happening: Happening): TailEvent {
  const when = new Date(date);
  return { v: VERSION, channel, date: (Number.isNaN(when.getTime()) ? new Date() : when).toISOString(), ...happening };
}

function personOf({ name, uid, session }: Sender): Person {
  return {
    ...(name !== undefined && { name }),
    ...(uid !== undefined && { uid }),
    ...(session !== undefined && { session }),
  };
}

function textOf(body: Body): string {
  return body.type === 'text' ? body.text : plainText(body);
}

function idOf({ content, id }: MessageEntry): string {
  return content ?? id;
}

function said(entry: MessageEntry): Happening {
  const { from, to, re, body } = entry;
  return {
    event: 'message',
    id: idOf(entry),
    from: personOf(from),
    ...(to && { direct: true }),
    ...(re !== undefined && { re }),
    text: textOf(body),
    body,
  };
}

function amended(before: MessageEntry, entry: MessageEntry): Happening[] {
  const [id, from] = [idOf(entry), personOf(entry.from)];
  if (entry.deleted) return before.deleted ? [] : [{ event: 'delete', id, from }];
  const text = textOf(entry.body);
  const reactions = (entry.reactions ?? []).map(({ emoji, count, names }) => ({ emoji, count, names }));
  const isReacted = JSON.stringify(entry.reactions ?? []) !== JSON.stringify(before.reactions ?? []);
  return [
    ...(entry.edited && text !== textOf(before.body) ? [{ event: 'edit' as const, id, from, text }] : []),
    ...(isReacted ? [{ event: 'reactions' as const, id, reactions }] : []),
  ];
}

/** What an entry tells that it did not tell before. @param before as it was when it was last looked at. */
export function happenings(before: Entry | undefined, entry: Entry): Happening[] {
  switch (entry.kind) {
    case 'message':
      return before?.kind === 'message' ? amended(before, entry) : entry.deleted ? [] : [said(entry)];
    case 'join':
    case 'leave':
      return before ? [] : [{ event: entry.kind, who: personOf(entry.who) }];
    case 'missing':
      return before?.kind === 'missing' && before.count === entry.count
        ? []
        : [{ event: 'missing', from: personOf(entry.who), count: entry.count }];
    case 'transfer':
      return entry.reason === undefined || (before?.kind === 'transfer' && before.reason !== undefined)
        ? []
        : [{ event: 'incomplete', from: personOf(entry.from), reason: entry.reason }];
  }
}
