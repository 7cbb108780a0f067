import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { BundleBody, SnippetBody } from '../../../src/protocol/bodies';
import { linesOf } from '../code/listing';
import { t } from '../l10n';
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
  const files = filesIn(snippets);
  const total = linesIn(snippets.reduce((sum, snippet) => sum + sizeOf(snippet), 0));
  const label = title === files ? files : t('{0}, {1}', title, files);
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
  return shorten(safePath(title), MAX_TITLE) || filesIn(snippets);
}

function filesIn({ length }: readonly SnippetBody[]): string {
  return counted(length, t('1 file'), t('{0} files'));
}

function linesIn(count: number): string {
  return counted(count, t('1 line'), t('{0} lines'));
}

function sizeOf({ ranges }: SnippetBody): number {
  return ranges.reduce((sum, range) => sum + linesOf(range.code).length, 0);
}

function items(context: CardContext, snippets: readonly SnippetBody[]): TemplateResult {
  const folds = snippets.length > FEW_FILES + 1;
  const open = context.isFlipped('files');
  const shown = folds && !open ? snippets.slice(0, FEW_FILES) : snippets;
  const words: [string, string] = [t('Show all {0} files', snippets.length), t('Show fewer files')];
  return html`<ul class="parts" aria-label=${t('Files')}>
      ${shown.map((snippet, index) => item(context, snippet, index))}
    </ul>
    ${folds ? foldButton(context, 'files', open, words) : nothing}`;
}

function item(context: CardContext, snippet: SnippetBody, index: number): TemplateResult {
  const id = `item ${index}`;
  const full = titleOf(snippet);
  return part(context, {
    id,
    item: index,
    open: context.isFlipped(id),
    head: html`${fileName(full)} <span class="about">${linesIn(sizeOf(snippet))}</span>`,
    tools: toolbar(context, itemOffers(snippet, context.entry.from.self), index),
    content: () => snippetContent(context, snippet, `${id} code`),
  });
}
