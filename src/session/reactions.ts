import type { Reaction } from '../protocol/transcript';
import { OWN } from './origin';

/** When something was said, so that all agree what came last: by time, then by session, then by number. */
export interface Stamp {
  readonly at: number;
  readonly session: string;
  readonly seq: number;
}

/** Negative when `a` was said before `b`. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return a.seq - b.seq;
}

/** What one window has last said about one emoji on one message. */
export interface Vote {
  readonly emoji: string;
  /** The window; see `OWN`. */
  readonly origin: string;
  readonly on: boolean;
  readonly stamp: Stamp;
  readonly name?: string;
}

/** Different emojis that one message shows, and that one session may put to it. */
export const MAX_EMOJIS = 50;
/** Names that are listed of one emoji; everybody counts. */
export const MAX_NAMES = 20;

/**
 * What stands on a message: of each window and emoji its last word. In the order in which each emoji that still stands
 * was first put there, and so its names: all who have the same votes show the same.
 */
export function reactionsOf(votes: readonly Vote[]): Reaction[] {
  const last = new Map<string, Vote>();
  for (const vote of votes) {
    const key = `${vote.emoji} ${vote.origin}`;
    const known = last.get(key);
    if (!known || compareStamps(known.stamp, vote.stamp) < 0) last.set(key, vote);
  }
  const standing = [...last.values()].filter(({ on }) => on).sort((a, b) => compareStamps(a.stamp, b.stamp));
  const shown = new Map<string, Reaction>();
  for (const { emoji, origin, name } of standing) {
    const reaction = shown.get(emoji) ?? { emoji, names: [], count: 0, own: false };
    if (!shown.has(emoji) && shown.size >= MAX_EMOJIS) continue;
    shown.set(emoji, reaction);
    reaction.count++;
    reaction.own ||= origin === OWN;
    if (name !== undefined && reaction.names.length < MAX_NAMES) reaction.names.push(name);
  }
  return [...shown.values()];
}
