import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { BundleBody, SnippetBody } from '../../../src/protocol/bodies';
import { linesOf } from '../code/listing';
import { counted, path as safePath, shorten } from '../text';
import { itemOffers, offersOf, toolbar } from './actions';
import type { CardContext } from './context';
import { card, fileName, foldButton, part } from './frame';
import { snippetContent, titleOf } from './snippet';

/** Several files at once, as a list in which each opens into its code. */

const FEW_FILES = 10;
const MAX_TITLE = 120;

export function bundleCard(context: CardContext, body: BundleBody): TemplateResult {
  const { snippets } = body;
  const title = bundleTitle(body);
  const files = counted(snippets.length, 'file', 'files');
  const total = counted(
    snippets.reduce((sum, snippet) => sum + sizeOf(snippet), 0),
    'line',
    'lines',
  );
  const label = title === files ? files : `${title}, ${files}`;
  return card(context, body.comment, {
    icon: body.title === '' ? 'files' : 'folder',
    label,
    head: html`<span class="card-title" title=${title}>${title}</span>
      <span class="about">${title === files ? total : `${files} · ${total}`}</span>`,
    tools: toolbar(context, offersOf(context)),
    content: items(context, snippets),
  });
}

export function bundleTitle({ title, snippets }: BundleBody): string {
  return shorten(safePath(title), MAX_TITLE) || counted(snippets.length, 'file', 'files');
}

function sizeOf({ ranges }: SnippetBody): number {
  return ranges.reduce((sum, range) => sum + linesOf(range.code).length, 0);
}

function items(context: CardContext, snippets: readonly SnippetBody[]): TemplateResult {
  const folds = snippets.length > FEW_FILES + 1;
  const open = context.isFlipped('files');
  const shown = folds && !open ? snippets.slice(0, FEW_FILES) : snippets;
  return html`<ul class="parts" aria-label="Files">
      ${shown.map((snippet, index) => item(context, snippet, index))}
    </ul>
    ${folds ? foldButton(context, 'files', open, [`Show all ${snippets.length} files`, 'Show fewer files']) : nothing}`;
}

function item(context: CardContext, snippet: SnippetBody, index: number): TemplateResult {
  const id = `item ${index}`;
  const full = titleOf(snippet);
  return part(context, {
    id,
    item: index,
    open: context.isFlipped(id),
    head: html`${fileName(full)} <span class="about">${counted(sizeOf(snippet), 'line', 'lines')}</span>`,
    tools: toolbar(context, itemOffers(snippet, context.entry.from.self), index),
    content: () => snippetContent(context, snippet, `${id} code`),
  });
}
