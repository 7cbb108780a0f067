import type { MessageEntry } from '../../src/protocol/transcript';

/** Shows where in the messages the text stands that one looks for, without a change to what is in the document. */

const MATCH = 'chat-match';
const CURRENT = 'chat-current';
const FOUND = 'is-found';

/** What is no part of what was said. */
const AROUND = '.message-tools, .reactions, .mark, .delivery, .quote, .hidden-text, [aria-hidden=true]';
/** Beyond this many nobody looks at each. */
const MAX_RANGES = 2_000;

interface Wanted {
  pattern: RegExp | undefined;
  matches: ReadonlySet<string>;
  current: string | undefined;
}

/** @param shown the messages in the document. */
export function mark(shown: Iterable<[MessageEntry, HTMLElement]>, { pattern, matches, current }: Wanted): void {
  const [all, one] = [new Highlight(), new Highlight()];
  for (const [{ id }, element] of shown) {
    element.classList.toggle(FOUND, id === current);
    if (!pattern || !matches.has(id) || all.size > MAX_RANGES) continue;
    for (const range of rangesIn(element, pattern)) (id === current ? one : all).add(range);
  }
  one.priority = 1;
  CSS.highlights.set(MATCH, all);
  CSS.highlights.set(CURRENT, one);
}

export function unmark(shown: Iterable<[MessageEntry, HTMLElement]>): void {
  CSS.highlights.delete(MATCH);
  CSS.highlights.delete(CURRENT);
  for (const [, element] of shown) element.classList.remove(FOUND);
}

/** A match may begin in one piece of text and end in another: half of a word can be bold. */
function rangesIn(message: HTMLElement, pattern: RegExp): Range[] {
  const body = message.querySelector('.message-body');
  if (!body) return [];
  const nodes = textsIn(body);
  const text = nodes.map(({ data }) => data).join('');
  const ranges: Range[] = [];
  for (const { 0: words, index } of text.matchAll(pattern)) {
    const range = new Range();
    const [from, to] = [placeOf(nodes, index, false), placeOf(nodes, index + words.length, true)];
    if (!from || !to) continue;
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    ranges.push(range);
  }
  return ranges;
}

function textsIn(body: Element): Text[] {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
    node instanceof Element && node.matches(AROUND) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Text) texts.push(node);
  return texts;
}

/** @param end a place between two nodes is at the end of the first. */
function placeOf(nodes: readonly Text[], index: number, end: boolean): { node: Text; offset: number } | undefined {
  let before = 0;
  for (const node of nodes) {
    const inside = index - before < node.length || (end && index - before === node.length);
    if (inside) return { node, offset: index - before };
    before += node.length;
  }
  return undefined;
}
