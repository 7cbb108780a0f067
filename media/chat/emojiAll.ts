import emojilib from 'emojilib';
import { asName } from './emoji';
import type { Emoji } from './emoji';

/** Every emoji with its names, in Unicode's order. A script of its own, see emojiLoad.ts. */
export const ALL: readonly Emoji[] = Object.entries(emojilib).map(([emoji, names]) => ({
  emoji,
  names: names.map(asName),
}));
