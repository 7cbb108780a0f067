import MarkdownIt from 'markdown-it';
import type { MarkdownIt as Engine, StateInline } from 'markdown-it';
import { addressOf } from './addresses';
import { placeAround } from './places';

const LINE_FEED = 0x0a;
const UNDERSCORE = 0x5f;

/**
 * The parser, with what would surprise in a chat left out. HTML is text. So is an entity, which could bring back the
 * characters that were taken out before. What one cannot see is not there either: a definition of a reference would
 * vanish. A line of dashes below a text makes no heading of it.
 */
export function makeEngine(): Engine {
  const engine = new MarkdownIt({ html: false, linkify: true });
  engine.disable(['entity', 'reference', 'lheading', 'html_block', 'html_inline', 'replacements', 'smartquotes']);
  engine.inline.ruler.at('newline', lineBreak);
  engine.inline.ruler.before('emphasis', 'place', underscoreInPlace);
  // Without a scheme `main.rs` and `setup.py` would be hosts.
  engine.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  engine.linkify.add('ftp:', null).add('//', null);
  engine.normalizeLink = address => addressOf(address) ?? '';
  engine.normalizeLinkText = words => words;
  engine.validateLink = address => address !== '';
  return engine;
}

/** A line break of a chat is one. What stands around it stays: it may be pasted code. */
function lineBreak(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== LINE_FEED) return false;
  if (!silent) state.push('softbreak', '', 0);
  state.pos += 1;
  return true;
}

/** The name of `src/__init__.py` has nothing in bold. */
function underscoreInPlace(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (src.charCodeAt(pos) !== UNDERSCORE) return false;
  const end = placeAround(src, pos);
  if (end === undefined || end > posMax) return false;
  if (!silent) state.pending += src.slice(pos, end);
  state.pos = end;
  return true;
}
