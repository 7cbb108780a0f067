import { nothing } from 'lit';
import { Directive, directive, PartType } from 'lit/directive.js';
import type { ElementPart, PartInfo } from 'lit/directive.js';
import type { CodeLine, LineLook, Token } from './tokens';
import { piecesOf } from './tokens';

/**
 * Shows lines of code as one flow of text, plain at first, and colours them when they come near to what is in sight. The
 * text is the same before and after: what one selects and what a screen reader reads does not change.
 */

/** Lines that belong together, of one language. */
export interface Block {
  lines: readonly CodeLine[];
  /** Line numbers: they look like the lines they stand beside, and mean nothing by themselves. */
  isGutter?: true;
  language?: string | undefined;
  path?: string | undefined;
}

/** What `highlight.ts` offers. */
export type TokensOf = (code: string, language: string | undefined, path: string | undefined) => Token[];

/**
 * Code that is larger stays plain: colouring it would be felt. Some grammars take time that grows with the square of the
 * length, and a peer can write code for that: within these bounds the worst that was found took a second. Lines, and
 * UTF-16 units of one line and of all.
 */
const MAX_LINES = 2_000;
const MAX_LINE = 500;
const MAX_UNITS = 16_000;

const ELEMENTS: Partial<Record<LineLook, string>> = { added: 'ins', removed: 'del' };

export class Painter {
  private readonly blocks = new WeakMap<Element, Block>();
  private readonly waiting: Element[] = [];
  private readonly observer = new IntersectionObserver(seen => this.seen(seen), { rootMargin: '300px 0px' });
  private working = false;

  /** @param load what finds the tokens, the first time that any code is in sight. */
  constructor(private readonly load: () => Promise<TokensOf>) {}

  /** Fills the element with the lines, in place of what it held. */
  show(element: Element, block: Block): void {
    fill(element, block, () => []);
    if (!canBeColoured(block)) return;
    this.blocks.set(element, block);
    this.observer.observe(element);
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.observer.unobserve(target);
      this.waiting.push(target);
    }
    if (this.waiting.length > 0 && !this.working) void this.work();
  }

  /** One block at a time, whenever the page has nothing else to do. */
  private async work(): Promise<void> {
    this.working = true;
    try {
      const tokensOf = await this.load();
      for (let element = this.waiting.shift(); element; element = this.waiting.shift()) {
        await idle();
        const block = this.blocks.get(element);
        if (block && element.isConnected && !isSelectedIn(element)) colour(element, block, tokensOf);
      }
    } catch {
      // Without its colours the code is as legible as before.
      this.waiting.length = 0;
    } finally {
      this.working = false;
    }
  }
}

class LinesDirective extends Directive {
  private element: Element | undefined;
  private shown: string | undefined;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('Lines of code fill an element.');
  }

  override update({ element }: ElementPart, [painter, block]: Parameters<this['render']>): typeof nothing {
    this.element = element;
    return this.render(painter, block);
  }

  render(painter: Painter, block: Block): typeof nothing {
    const key = JSON.stringify(block);
    if (this.element && key !== this.shown) painter.show(this.element, block);
    this.shown = key;
    return nothing;
  }
}

/** `<pre ${codeLines(painter, block)}></pre>` */
export const codeLines = directive(LinesDirective);

function canBeColoured({ lines, isGutter, language, path }: Block): boolean {
  if (isGutter) return false;
  if (language === 'plaintext' || (language === undefined && path === undefined) || lines.length > MAX_LINES)
    return false;
  return (
    lines.every(({ text }) => text.length <= MAX_LINE) &&
    lines.reduce((sum, { text }) => sum + text.length, 0) <= MAX_UNITS
  );
}

/** What was taken out is read with what stayed, and what was put in too: each side is code by itself. */
function colour(element: Element, { lines, language, path }: Block, tokensOf: TokensOf): void {
  const sides: [LineLook, LineLook][] = lines.some(({ look }) => look === 'removed')
    ? [
        ['added', 'hunk'],
        ['removed', 'hunk'],
      ]
    : [['removed', 'hunk']];
  const byLine = new Map<CodeLine, Token[]>();
  for (const without of sides) {
    const side = lines.filter(({ look }) => look === undefined || !without.includes(look));
    const tokens = tokensOf(side.map(({ text }) => text).join('\n'), language, path);
    share(side, tokens, byLine);
  }
  fill(element, { lines }, line => byLine.get(line) ?? []);
}

/** Gives each line its tokens, counted from its own beginning. */
function share(lines: readonly CodeLine[], tokens: readonly Token[], byLine: Map<CodeLine, Token[]>): void {
  let start = 0;
  let next = 0;
  for (const line of lines) {
    const end = start + line.text.length;
    const own: Token[] = [];
    while ((tokens[next]?.end ?? Infinity) <= start) next += 1;
    for (let at = next; (tokens[at]?.start ?? Infinity) < end; at += 1) {
      const token = tokens[at];
      if (token) own.push({ ...token, start: token.start - start, end: token.end - start });
    }
    byLine.set(line, own);
    start = end + 1;
  }
}

/** Plain lines are text and nothing else; a line that looks different is an element, which ends with its line break. */
function fill(element: Element, { lines, isGutter }: Block, tokensOf: (line: CodeLine) => readonly Token[]): void {
  const content = document.createDocumentFragment();
  for (const [index, line] of lines.entries()) {
    const { text, look, marks } = line;
    const place = look === undefined ? content : content.appendChild(lineElement(look, isGutter));
    for (const piece of piecesOf(text, tokensOf(line), 0, marks)) {
      if (piece.className === undefined && !piece.marked) place.append(piece.text);
      else {
        const span = place.appendChild(document.createElement('span'));
        if (piece.className !== undefined) span.classList.add(`code-${piece.className}`);
        if (piece.marked) span.classList.add('marked');
        span.textContent = piece.text;
      }
    }
    if (index < lines.length - 1) place.append('\n');
  }
  content.normalize();
  element.replaceChildren(content);
}

function lineElement(look: LineLook, isGutter = false): HTMLElement {
  const element = document.createElement((isGutter ? undefined : ELEMENTS[look]) ?? 'span');
  element.className = `line ${look}`;
  return element;
}

/** Somebody is selecting in it: it keeps its nodes. */
function isSelectedIn(element: Element): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}

function idle(): Promise<void> {
  return new Promise(resolve => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 1_000 });
    else setTimeout(resolve);
  });
}
