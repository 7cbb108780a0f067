import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DiagnosticNote, SnippetBody } from '../../../src/protocol/bodies';
import { foldedCode } from '../code/block';
import type { Listing } from '../code/block';
import { linesOf, listingsOf } from '../code/listing';
import { t } from '../l10n';
import { counted, joined, path as safePath, prose, shorten } from '../text';
import { isSuggestion, offersOf, toolbar } from './actions';
import type { CardContext } from './context';
import { card, fileName, foldButton, repositoryNote } from './frame';

/** A piece of code: of a file, a terminal or a notebook; with what was found in it, or as a change to it. */

const MAX_LANGUAGE = 24;
const MAX_SPANS = 6;
const MAX_SOURCE = 40;
/** So many of what was found stand there from the beginning. */
const FEW_NOTES = 4;
const OUTPUT = 'output';

const SEVERITIES: Record<DiagnosticNote['severity'], { icon: string; word: string }> = {
  error: { icon: 'error', word: t('Error') },
  warning: { icon: 'warning', word: t('Warning') },
  information: { icon: 'info', word: t('Information') },
  hint: { icon: 'lightbulb', word: t('Hint') },
};

export function snippetCard(context: CardContext, body: SnippetBody): TemplateResult {
  const full = titleOf(body);
  const place = placeOf(body);
  const change = isSuggestion(body);
  const label = change ? t('Suggested change, {0}, {1}', full, place) : t('{0}, {1}', full, place);
  return card(context, body.comment, {
    icon: iconOf(body),
    label,
    head: snippetHead(body),
    tools: toolbar(context, offersOf(context)),
    content: snippetContent(context, body, 'code'),
    apply: change && !context.entry.from.self,
  });
}

/** What one calls it: its path, if it has one. */
export function titleOf({ path, terminal }: SnippetBody): string {
  if (path) return safePath(path);
  return terminal ? t('Terminal') : t('Unnamed file');
}

function iconOf(body: SnippetBody): string {
  if (body.terminal) return 'terminal';
  if (body.cell !== undefined) return 'notebook';
  if (isSuggestion(body)) return 'diff';
  return body.diagnostics ? 'warning' : 'code';
}

/** Where in the file, in words. */
export function placeOf(body: SnippetBody): string {
  const size = body.ranges.reduce((sum, range) => sum + linesOf(range.code).length, 0);
  const total = counted(size, t('1 line'), t('{0} lines'));
  if (body.cell !== undefined) return t('cell {0}', body.cell);
  if (body.terminal) return total;
  if (body.whole) return t('whole file, {0}', total);
  const spans = body.ranges.map(({ startLine, code: text, was }) => {
    const end = startLine + linesOf(was ?? text).length - 1;
    return end === startLine ? `${end}` : `${startLine}–${end}`;
  });
  const [first = ''] = spans;
  if (spans.length === 1 && !first.includes('–')) return t('line {0}', first);
  const more = spans.length - MAX_SPANS;
  const shown = joined(spans.slice(0, MAX_SPANS));
  return more > 0 ? t('lines {0} and {1} more', shown, more) : t('lines {0}', shown);
}

function snippetHead(body: SnippetBody): TemplateResult {
  const place = placeOf(body);
  const language = body.language && !isSuggestion(body) ? shorten(safePath(body.language), MAX_LANGUAGE) : '';
  const rest = language === '' ? '' : ` · ${language}`;
  const title = isSuggestion(body) ? html`<span class="card-title">${t('Suggested change')}</span>` : nothing;
  return html`${title}${fileName(titleOf(body))}
    <span class="about" title=${`${place}${rest}`}><span class="span">${place}</span>${rest}</span>
    ${repositoryNote(body.repository)}`;
}

/** @param id names what opens in it, within the card. */
export function snippetContent(context: CardContext, body: SnippetBody, id: string): TemplateResult {
  const { language, path, diagnostics, output } = body;
  return html`${diagnostics?.length ? notes(context, diagnostics, `${id} notes`) : nothing}
  ${foldedCode(context, id, { listings: listingsOf(body), language, path })}
  ${output ? outputBlock(context, output, `${id} ${OUTPUT}`) : nothing}`;
}

function outputBlock(context: CardContext, output: string, id: string): TemplateResult {
  const lines = linesOf(output);
  const listing: Listing = {
    label: t('Output'),
    size: lines.length,
    first: max => lines.slice(0, max).map(text => ({ text })),
  };
  return html`<div class="output">
    <div class="output-head">${t('Output')}</div>
    ${foldedCode(context, id, { listings: [listing], language: 'plaintext' })}
  </div>`;
}

function notes(context: CardContext, all: readonly DiagnosticNote[], id: string): TemplateResult {
  const folds = all.length > FEW_NOTES + 1;
  const open = context.isFlipped(id);
  const shown = folds && !open ? all.slice(0, FEW_NOTES) : all;
  const words: [string, string] = [t('Show all {0} problems', all.length), t('Show fewer problems')];
  return html`<ul class="problems" aria-label=${t('Problems')}>
      ${shown.map(note)}
    </ul>
    ${folds ? foldButton(context, id, open, words) : nothing}`;
}

function note({ severity, message, source = '', code, startLine }: DiagnosticNote): TemplateResult {
  const { icon, word } = SEVERITIES[severity];
  const from = shorten(safePath(code === undefined ? source : `${source}(${code})`), MAX_SOURCE);
  return html`<li class="problem ${severity}">
    <span class="codicon codicon-${icon}" role="img" aria-label=${word}></span>
    <span
      ><span class="problem-text" dir="auto" .textContent=${prose(message)}></span>
      <span class="about"><bdi>${from}</bdi> ${t('line {0}', startLine)}</span></span
    >
  </li>`;
}
