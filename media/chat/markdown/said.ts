import { prose } from '../text';
import { parse } from './parse';
import type { Block } from './tree';

/** What somebody said, made harmless and read. */
export interface Said {
  text: string;
  /** Absent where it is nothing but that text. */
  blocks?: readonly Block[];
}

/** A message is drawn often and read once. */
const known = new WeakMap<object, Said>();

/** @param owner what the text stands in, and no other text with it. */
export function saidIn(owner: object, text: string): Said {
  const before = known.get(owner);
  if (before) return before;
  const harmless = prose(text);
  const blocks = parse(harmless);
  const said = { text: harmless, ...(blocks && { blocks }) };
  known.set(owner, said);
  return said;
}

/** It ends in a line of text: what belongs to it can stand behind its last word. */
export function endsInLine({ blocks }: Said): boolean {
  return blocks === undefined || endsSo(blocks.at(-1));
}

function endsSo(last: Block | undefined): boolean {
  switch (last?.kind) {
    case 'paragraph':
    case 'heading':
      return true;
    case 'quote':
      return endsSo(last.inside.at(-1));
    case 'list':
      return endsSo(last.items.at(-1)?.inside.at(-1));
    default:
      return false;
  }
}
