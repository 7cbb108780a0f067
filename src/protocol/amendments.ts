import { isRecord, isText } from '../base/guards';
import { LIMITS } from './bodies';

/** What changes something that was said before: it is counted like everything said, and is no entry of its own. */
export type Amending =
  /** Its author says it in other words. `text`, which all content has, is the new text. */
  | { type: 'edit'; of: string }
  /** Its author takes it back, for ever. */
  | { type: 'delete'; of: string }
  /** Somebody puts an emoji to it, or with `off` takes their own away again. */
  | { type: 'react'; of: string; emoji: string; off?: true };

/** An amendment as it is written. `of` is the `id` of what it changes. `text`: what a plain itty client shows of it. */
export type Amendment = Amending & { text: string };

/** The longest emoji of Unicode are families of four with skin tones: 25 units. UTF-16 units. */
export const MAX_EMOJI = 32;

/** One pictograph with what varies it: emoji style or skin tone, and the letters of a flag of a region. */
const PICTOGRAPH = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
/** A flag, a key with its cap, or pictographs joined to one: Unicode Technical Standard 51, 1.4.9. */
const EMOJI = new RegExp(
  String.raw`^(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|${PICTOGRAPH}(?:\u200D${PICTOGRAPH})*)$`,
  'u',
);

/** Whether a text is one emoji and nothing else. Also those that this version of Unicode has only set room aside for. */
export function isEmoji(value: unknown): value is string {
  return isText(value, MAX_EMOJI) && EMOJI.test(value);
}

/** Whether what is said changes something, rather than being something. */
export function isAmendment<T extends { type: string }>(said: T): said is T & Amendment {
  return said.type === 'edit' || said.type === 'delete' || said.type === 'react';
}

/** The guard for amendments; `undefined` for anything else. */
export function asAmendment(value: unknown): Amendment | undefined {
  if (!isRecord(value)) return undefined;
  const { type, of, text, emoji, off } = value;
  if (!isText(of, LIMITS.id) || of === '' || !isText(text, LIMITS.text)) return undefined;
  if (type === 'edit') return { type, of, text };
  if (type === 'delete') return text === '' ? { type, of, text } : undefined;
  if (type !== 'react' || !isEmoji(emoji) || text !== emoji || (off !== undefined && off !== true)) return undefined;
  return { type, of, emoji, ...(off && { off }), text };
}
