import type { Token } from 'markdown-it';
import { inlineOf } from './inline';
import { makeEngine } from './engine';
import type { Align, Block, Cell, ListItem, Table } from './tree';

/** Reads the Markdown of talk. */

/** UTF-16 units: the host cuts talk below this. Beyond it, nobody waits for anything nicer than the text. */
const MAX_UNITS = 20_000;
/** So many things are shown of one message, and so deep in each other; it is plain text if there are more. */
const MAX_TOKENS = 2_000;
const MAX_LEVEL = 24;
/** A table has as many cells in each row as in its first one: few characters can make very many. */
const MAX_CELLS = 2_000;

/** The name of a language, or how its files end. */
const LANGUAGE = /^[\w.+#-]{1,24}$/;

/** What could mean anything. It may find too much, never too little: a test holds it against the parser. */
const MEANING = new RegExp(
  [
    // Within a line.
    String.raw`[\\${'`'}*_~<[|]`,
    // At its beginning: lists, quotes, headings, code; and the end of a paragraph.
    String.raw`^[ \t]*(?:[-+>#]|\d{1,9}[.)])|^(?: {4}| {0,3}\t)|\n[ \t]*\n`,
    // Addresses, emoji, and places in files.
    String.raw`:\/\/|mailto:|:[\w+-]+:|[\p{L}\p{N}_]\.[\p{L}\p{N}]|(?:makefile|dockerfile|license|readme|[a-z]{3}file)[:#(]`,
    String.raw`\/(?:makefile|dockerfile|license|readme|[a-z]{3,}file)`,
  ].join('|'),
  'imu',
);

const engine = makeEngine();

/**
 * What a text is made of.
 * @param text what `prose` has made harmless.
 * @returns `undefined` where it is to be shown as it is: there is nothing in it, or more than anybody would read.
 */
export function parse(text: string): Block[] | undefined {
  if (text.length > MAX_UNITS || !MEANING.test(text) || cellsOf(text) > MAX_CELLS) return undefined;
  const tokens = engine.parse(text, {});
  if (!isBounded(tokens)) return undefined;
  const blocks = new Reader(tokens).blocks();
  return isOnlyText(blocks, text) ? undefined : blocks;
}

/** No table in the text has more. */
function cellsOf(text: string): number {
  const lines = text.split('\n');
  return lines.length * Math.max(...lines.map(line => line.split('|').length - 1));
}

function isBounded(tokens: readonly Token[]): boolean {
  let count = 0;
  for (const { level, children } of tokens) {
    count += 1 + (children?.length ?? 0);
    if (count > MAX_TOKENS || level > MAX_LEVEL) return false;
    if (children?.some(child => child.level > MAX_LEVEL)) return false;
  }
  return true;
}

function isOnlyText(blocks: readonly Block[], text: string): boolean {
  const [block] = blocks;
  if (blocks.length !== 1 || block?.kind !== 'paragraph') return false;
  const [inline] = block.inside;
  return block.inside.length === 1 && inline?.kind === 'text' && inline.text === text.trim();
}

/** Goes through the parser's flat list and makes the tree of it. A kind of token that is not known has no way into it. */
class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** All up to the end of what was opened. */
  blocks(): Block[] {
    const blocks: Block[] = [];
    for (let token = this.next(); token && token.nesting >= 0; token = this.next()) {
      const block = this.block(token);
      if (block) blocks.push(block);
    }
    return blocks;
  }

  private next(): Token | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    return token;
  }

  private block(token: Token): Block | undefined {
    switch (token.type) {
      case 'paragraph_open':
        return { kind: 'paragraph', inside: this.line() };
      case 'heading_open':
        return { kind: 'heading', level: Number(token.tag.slice(1)), inside: this.line() };
      case 'blockquote_open':
        return { kind: 'quote', inside: this.blocks() };
      case 'bullet_list_open':
        return { kind: 'list', items: this.items() };
      case 'ordered_list_open':
        return { kind: 'list', start: Number(token.attrGet('start') ?? 1), items: this.items() };
      case 'table_open':
        return this.table();
      case 'fence':
        return codeOf(token);
      case 'code_block':
        return { kind: 'code', text: token.content };
      case 'hr':
        return { kind: 'rule' };
      default:
        return undefined;
    }
  }

  /** The one inline token, and what closes around it. */
  private line(): ReturnType<typeof inlineOf> {
    const children = this.next()?.children ?? [];
    this.at += 1;
    return inlineOf(children);
  }

  private items(): ListItem[] {
    const items: ListItem[] = [];
    for (let token = this.next(); token?.type === 'list_item_open'; token = this.next()) {
      items.push(asItem(this.blocks()));
    }
    return items;
  }

  private table(): Table {
    const rows: Cell[][] = [];
    for (let token = this.next(); token && token.type !== 'table_close'; token = this.next()) {
      if (token.type === 'tr_open') rows.push(this.cells());
    }
    const [head = [], ...rest] = rows;
    return { kind: 'table', head, rows: rest };
  }

  private cells(): Cell[] {
    const cells: Cell[] = [];
    for (let token = this.next(); token && token.type !== 'tr_close'; token = this.next()) {
      const align = alignOf(token);
      cells.push({ ...(align && { align }), inside: this.line() });
    }
    return cells;
  }
}

/** Behind the opening marks stands a language, or else the first line of the code: nothing that was said is left out. */
function codeOf({ info, content }: Token): Block {
  const words = info.trim();
  if (words === '') return { kind: 'code', text: content };
  if (content === '' || !LANGUAGE.test(words)) return { kind: 'code', text: `${words}\n${content}` };
  return { kind: 'code', text: content, language: words.toLowerCase() };
}

function alignOf(token: Token): Align | undefined {
  const [, align] = /^text-align:(left|center|right)$/.exec(String(token.attrGet('style') ?? '')) ?? [];
  return align as Align | undefined;
}

/** A task begins with a box. */
function asItem(inside: Block[]): ListItem {
  const [first, ...rest] = inside;
  const [words, ...others] = first?.kind === 'paragraph' ? first.inside : [];
  const box = words?.kind === 'text' ? /^\[([ x])\]\s+/i.exec(words.text) : null;
  if (first?.kind !== 'paragraph' || words?.kind !== 'text' || !box) return { inside };
  const text = { ...words, text: words.text.slice(box[0].length) };
  return { done: box[1] !== ' ', inside: [{ ...first, inside: [text, ...others] }, ...rest] };
}
