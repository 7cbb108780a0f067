import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CardContext } from '../cards/context';
import { foldButton } from '../cards/frame';
import { t } from '../l10n';
import { codeLines } from './paint';
import type { Painter } from './paint';
import type { CodeLine } from './tokens';

/** Code as it is shown: line numbers, and lines beside them. */
export interface Listing {
  /** What a screen reader calls it. */
  label: string;
  /** How many lines it has in all. */
  size: number;
  /** The first lines of it: what is not shown is not worked out. */
  first(max: number): CodeLine[];
}

/** As much of a listing as is shown. */
interface Part {
  label: string;
  lines: CodeLine[];
}

interface Shown {
  listings: readonly Listing[];
  language?: string | undefined;
  path?: string | undefined;
}

const FOLD_AT = 12;
/** Folding away two lines would only cost a click. */
const FOLD_SLACK = 3;
/** Nobody reads more than this in a chat, and the page has to lay it out. */
const MAX_SHOWN = 5_000;

/**
 * The first lines of all listings together, and a button for the rest.
 * @param id names what opens, within the card.
 */
export function foldedCode(context: CardContext, id: string, { listings, language, path }: Shown): TemplateResult {
  const total = listings.reduce((sum, { size }) => sum + size, 0);
  const folds = total > FOLD_AT + FOLD_SLACK;
  const open = context.isFlipped(id);
  const shown = fold(listings, folds && !open ? FOLD_AT : MAX_SHOWN);
  return html`<div class="ranges">${shown.map(listing => codeBlock(context.painter, listing, language, path))}</div>
    ${folds ? foldButton(context, id, open, [t('Show all {0} lines', total), t('Show fewer lines')]) : nothing}`;
}

function fold(listings: readonly Listing[], max: number): Part[] {
  const parts: Part[] = [];
  let left = max;
  for (const listing of listings) {
    if (left <= 0) break;
    const lines = listing.first(left);
    left -= lines.length;
    if (lines.length > 0) parts.push({ label: listing.label, lines });
  }
  return parts;
}

/**
 * Few nodes however long the code is; the numbers stay out of what one selects and what a reader reads. It is read with
 * its message: that it has colours after a moment is no news.
 */
function codeBlock(
  painter: Painter,
  { label, lines }: Part,
  language: string | undefined,
  path: string | undefined,
): TemplateResult {
  const numbers = lines.map(({ number = '', look }) => ({ text: number, ...(look && { look }) }));
  const hasNumbers = lines.some(({ number }) => number !== undefined);
  const gutter = html`<pre
    class="gutter"
    aria-hidden="true"
    ${codeLines(painter, { lines: numbers, isGutter: true })}
  ></pre>`;
  return html`<div class="code" role="group" tabindex="0" aria-label=${label} aria-live="off">
    ${hasNumbers ? gutter : nothing}
    <pre class="lines" dir="ltr" ${codeLines(painter, { lines, language, path })}></pre>
  </div>`;
}
