/** How many colours people have. */
export const TONES = 7;

/**
 * The number of a person's colour, from 0. It comes from the name by FNV-1a, so that a person keeps it over reconnects
 * and has the same one in every window, in the editor as in the chat: media/chat/person.ts has the same rule.
 */
export function toneOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % TONES;
}
