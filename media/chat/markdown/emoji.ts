import { AT_HAND } from '../emoji';

const CODES: ReadonlyMap<string, string> = new Map(
  AT_HAND.flatMap(({ emoji, names }) => names.map(name => [name, emoji] as const)),
);
/** Not within a word or a number: `12:30:45` and `std::vector::size` have none. */
const SHORTCODE = /(?<![\p{L}\p{N}_:]):([a-z\d_+-]{1,64}):(?![\p{L}\p{N}_:])/giu;

/**
 * `:tada:` as the emoji that it names, for the few dozen at hand; what is no name of one stays as it is. Our own box puts in
 * the emoji itself, of all there are: this is for what other clients send.
 */
export function withEmoji(text: string): string {
  if (!text.includes(':')) return text;
  return text.replace(SHORTCODE, (written, name: string) => CODES.get(name.toLowerCase()) ?? written);
}
