import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SnippetBody, SnippetRange } from '../../src/protocol/bodies';
import { code, counted, path as safePath, prose, shorten } from './text';

/** A piece of code as a card. */
export interface SnippetActions {
  expanded: boolean;
  copied: boolean;
  toggle: () => void;
  copy: () => void;
}

interface Shown {
  startLine: number;
  lines: string[];
}

const FOLD_AT = 12;
/** Folding away two lines would only cost a click. */
const FOLD_SLACK = 3;
const MAX_FILE_NAME = 80;
const MAX_LANGUAGE = 24;
const MAX_SPANS = 6;

function linesOf(range: SnippetRange): string[] {
  const lines = code(range.code).split('\n');
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

function placeOf(body: SnippetBody): string {
  const total = body.ranges.reduce((sum, range) => sum + linesOf(range).length, 0);
  if (body.whole) return `whole file, ${counted(total, 'line', 'lines')}`;
  const spans = body.ranges.map(range => {
    const end = range.startLine + linesOf(range).length - 1;
    return end === range.startLine ? `${end}` : `${range.startLine}–${end}`;
  });
  const single = spans.length === 1 && !spans[0]?.includes('–');
  const more = spans.length - MAX_SPANS;
  const listed = more > 0 ? `${spans.slice(0, MAX_SPANS).join(', ')} and ${more} more` : spans.join(', ');
  return `${single ? 'line' : 'lines'} ${listed}`;
}

function fold(ranges: readonly Shown[], max: number): Shown[] {
  let left = max;
  return ranges.flatMap(({ startLine, lines }) => {
    const shown = lines.slice(0, Math.max(0, left));
    left -= shown.length;
    return shown.length === 0 ? [] : [{ startLine, lines: shown }];
  });
}

/** Two text nodes however long the code is: the numbers stay out of what one selects and what a reader reads. */
function codeBlock({ startLine, lines }: Shown): TemplateResult {
  const end = startLine + lines.length - 1;
  const numbers = lines.map((_, index) => startLine + index).join('\n');
  return html`<div class="code" role="group" tabindex="0" aria-label="Code from line ${startLine} to ${end}">
    <pre class="gutter" aria-hidden="true" .textContent=${numbers}></pre>
    <pre class="lines" dir="ltr" .textContent=${lines.join('\n')}></pre>
  </div>`;
}

function fileName(full: string): TemplateResult {
  const slash = full.lastIndexOf('/') + 1;
  const file = shorten(full.slice(slash), MAX_FILE_NAME);
  // Where there is no room the beginning gives way: the end is what tells files apart. All of it is one line of text,
  // so that it is one line when it is copied.
  return html`<span class="path" title=${full}
    ><bdi dir="ltr"><span class="folder">${full.slice(0, slash)}</span><span class="file">${file}</span></bdi></span
  >`;
}

function head(body: SnippetBody, full: string, place: string, actions: SnippetActions): TemplateResult {
  const language = body.language ? shorten(safePath(body.language), MAX_LANGUAGE) : '';
  const rest = language === '' ? '' : ` · ${language}`;
  const about = `${place}${rest}`;
  return html`<div class="card-head">
    <span class="codicon codicon-code" aria-hidden="true"></span>
    <span class="place"
      >${fileName(full)} <span class="about" title=${about}><span class="span">${place}</span>${rest}</span></span
    >
    <button type="button" class="icon-button copy" title="Copy code" aria-label="Copy code" @click=${actions.copy}>
      <span class="codicon codicon-${actions.copied ? 'check' : 'copy'}" aria-hidden="true"></span>
      <span class="copied">${actions.copied ? 'Copied' : ''}</span>
    </button>
  </div>`;
}

export function snippetCard(body: SnippetBody, actions: SnippetActions): TemplateResult {
  const full = body.path ? safePath(body.path) : 'Unnamed file';
  const place = placeOf(body);
  const ranges = body.ranges.map(range => ({ startLine: range.startLine, lines: linesOf(range) }));
  const total = ranges.reduce((sum, { lines }) => sum + lines.length, 0);
  const folds = total > FOLD_AT + FOLD_SLACK;
  const shown = folds && !actions.expanded ? fold(ranges, FOLD_AT) : ranges;
  const comment = prose(body.comment ?? '').trim();
  return html`${comment === '' ? nothing : html`<div class="text" dir="auto" .textContent=${comment}></div>`}
    <div class="card" role="group" aria-label="${full}, ${place}">
      ${head(body, full, place, actions)}
      <div class="ranges">${shown.map(codeBlock)}</div>
      ${
        folds
          ? html`<button type="button" class="fold" aria-expanded=${actions.expanded} @click=${actions.toggle}>
              ${actions.expanded ? 'Show fewer lines' : `Show all ${total} lines`}
            </button>`
          : nothing
      }
    </div>`;
}
