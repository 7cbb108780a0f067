import type { Emoji } from './emoji';
import type * as all from './emojiAll';

/** Loads the names of all emoji: a script of its own beside the page's, see esbuild.mjs. */
export async function loadEmoji(): Promise<readonly Emoji[]> {
  const { href } = new URL('chat-emoji.js', import.meta.url);
  const { ALL } = (await import(href)) as typeof all;
  return ALL;
}
