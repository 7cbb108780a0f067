import type * as highlight from './highlight';
import type { TokensOf } from './paint';

/** Loads what colours code: a script of its own beside the page's, see esbuild.mjs. */
export async function loadHighlighter(): Promise<TokensOf> {
  const { href } = new URL('chat-highlight.js', import.meta.url);
  const { tokensOf } = (await import(href)) as typeof highlight;
  return tokensOf;
}
