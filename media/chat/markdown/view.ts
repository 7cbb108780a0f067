import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CardContext } from '../cards/context';
import { t } from '../l10n';
import { talkCode } from './codeView';
import { inlineView, textView } from './inlineView';
import type { Said } from './said';
import type { Block, Cell, List, ListItem, Table } from './tree';

/** From here on the numbers of a list need more room than there is beside it. */
const WIDE_NUMBER = 100;

type Shown = TemplateResult | typeof nothing;

/** How a level of Markdown's headings looks: as strong as a chat needs. */
const MAX_HEADING = 3;

/**
 * What somebody said, in a box of its own.
 * @param end stands behind the last word, where it `endsInLine`.
 * @param title what the pointer is told.
 */
export function saidView(
  context: CardContext,
  { text, blocks }: Said,
  { end = nothing, title = nothing }: { end?: Shown; title?: string | typeof nothing } = {},
): TemplateResult {
  if (blocks) {
    return html`<div class="text markdown" title=${title}>${new Blocks(context).show(blocks, end)}</div>`;
  }
  // Most of what people say: one node of text and nothing to work out.
  const words = text.includes('@')
    ? html`<span>${textView(context.talk, text)}</span>`
    : html`<span .textContent=${text}></span>`;
  return html`<div class="text" dir="auto" title=${title}>${words}${end}</div>`;
}

class Blocks {
  private codes = 0;

  constructor(private readonly context: CardContext) {}

  /** @param end behind the words of the last one, if it ends in a line. */
  show(blocks: readonly Block[], end: Shown = nothing): TemplateResult[] {
    return blocks.map((block, index) => this.block(block, index === blocks.length - 1 ? end : nothing));
  }

  private block(block: Block, end: Shown): TemplateResult {
    const { talk } = this.context;
    switch (block.kind) {
      case 'paragraph':
        return html`<p dir="auto">${inlineView(talk, block.inside)}${end}</p>`;
      case 'heading': {
        const level = Math.min(block.level, MAX_HEADING);
        return html`<p class="heading level-${level}" dir="auto">${inlineView(talk, block.inside)}${end}</p>`;
      }
      case 'quote':
        return html`<blockquote>${this.show(block.inside, end)}</blockquote>`;
      case 'list':
        return this.list(block, end);
      case 'code':
        this.codes += 1;
        return talkCode(this.context, block, this.codes);
      case 'table':
        return this.table(block);
      case 'rule':
        return html`<hr />`;
    }
  }

  private list({ start, items }: List, end: Shown): TemplateResult {
    const shown = items.map((item, index) => this.item(item, index === items.length - 1 ? end : nothing));
    if (start === undefined)
      return html`<ul>
        ${shown}
      </ul>`;
    const wide = start + items.length > WIDE_NUMBER ? 'wide' : nothing;
    return html`<ol start=${start} class=${wide}>
      ${shown}
    </ol>`;
  }

  private item({ done, inside }: ListItem, end: Shown): TemplateResult {
    if (done === undefined) return html`<li>${this.show(inside, end)}</li>`;
    const box = html`<span
      class="codicon codicon-${done ? 'pass' : 'circle-large'}"
      role="img"
      aria-label=${done ? t('Done') : t('To do')}
    ></span>`;
    return html`<li class="task">${box}${this.show(inside, end)}</li>`;
  }

  private table({ head, rows }: Table): TemplateResult {
    return html`<div class="table" role="group" tabindex="0" aria-label=${t('Table')}>
      <table>
        <thead>
          <tr>
            ${head.map(cell => html`<th class=${cell.align ?? nothing} dir="auto">${this.cell(cell)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(row => this.row(row))}
        </tbody>
      </table>
    </div>`;
  }

  private row(cells: readonly Cell[]): TemplateResult {
    return html`<tr>
      ${cells.map(cell => html`<td class=${cell.align ?? nothing} dir="auto">${this.cell(cell)}</td>`)}
    </tr>`;
  }

  private cell({ inside }: Cell): unknown {
    return inlineView(this.context.talk, inside);
  }
}
