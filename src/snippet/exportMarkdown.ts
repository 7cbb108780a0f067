import type { BundleBody, PatchBody, SnippetBody } from '../protocol/bodies';
import type { Body, Entry, MessageEntry, Sender } from '../protocol/transcript';
import { placeOf } from './snippet';

/** How dates are written: local, and in the language of the one who exports. */
export interface DateWords {
  /** Milliseconds since 1970 to the day. */
  day(date: number): string;
  time(date: number): string;
}

/** The words around what was said. */
export interface ExportWords {
  /** Under the title: when it was written, and how much there is. */
  summary: string;
  /** For who has no name. */
  somebody: string;
  onlyTo(name: string): string;
  edited: string;
  deleted: string;
  /** In place of what no text can show. */
  image(name: string): string;
  /** In place of messages that nobody had. */
  missing(count: number): string;
}

/**
 * A channel's transcript as Markdown: a heading a day, a line a speaker, what they said as a quotation, code in fences
 * under its place. What was said keeps its own Markdown, and cannot break out of its quotation or its fence.
 */
export function exportMarkdown(
  channel: string,
  entries: readonly Entry[],
  dates: DateWords,
  words: ExportWords,
): string {
  const parts = [`# ${inline(channel)}`, words.summary];
  let day = '';
  for (const entry of entries) {
    const block = blockOf(entry, dates, words);
    if (block === undefined) continue;
    const today = dates.day(entry.date);
    if (today !== day) parts.push(`## ${today}`);
    day = today;
    parts.push(block);
  }
  return `${parts.join('\n\n')}\n`;
}

function blockOf(entry: Entry, dates: DateWords, words: ExportWords): string | undefined {
  if (entry.kind === 'missing') return `*${words.missing(entry.count)}*`;
  return entry.kind === 'message' ? `${headOf(entry, dates, words)}\n\n${contentOf(entry, words)}` : undefined;
}

function headOf({ from, to, date, edited }: MessageEntry, dates: DateWords, words: ExportWords): string {
  const name = ({ name: given }: Sender) => inline(given ?? words.somebody);
  const direct = to ? ` · ${words.onlyTo(name(to))}` : '';
  return `**${name(from)}** ${dates.time(date)}${direct}${edited ? ` · ${words.edited}` : ''}`;
}

function contentOf({ body, deleted, reactions = [] }: MessageEntry, words: ExportWords): string {
  if (deleted) return `*${words.deleted}*`;
  const put = reactions.map(({ emoji, names }) => `${emoji} ${names.map(inline).join(', ')}`).join(' · ');
  return [bodyOf(body, words), put].filter(part => part !== '').join('\n\n');
}

function bodyOf(body: Body, words: ExportWords): string {
  switch (body.type) {
    case 'text':
      return quoted(body.text);
    case 'snippet':
      return withComment(body, snippet(body));
    case 'patch':
      return withComment(body, patch(body));
    case 'image':
      return withComment(body, `*${words.image(inline(body.name))}*`);
    case 'bundle':
      return withComment(body, bundle(body));
  }
}

function withComment({ comment }: { comment?: string }, rest: string): string {
  return comment === undefined ? rest : `${quoted(comment)}\n\n${rest}`;
}

function bundle({ snippets }: BundleBody): string {
  return snippets.map(each => withComment(each, snippet(each))).join('\n\n');
}

function snippet(body: SnippetBody): string {
  const { ranges, language = '', output, diagnostics = [] } = body;
  const code = ranges.map(range =>
    range.was === undefined
      ? fenced(range.code, language)
      : `${fenced(range.was, language)}\n\n↓\n\n${fenced(range.code, language)}`,
  );
  const notes = diagnostics.map(({ severity, message, startLine }) => quoted(`${severity}, ${startLine}: ${message}`));
  const printed = output === undefined ? [] : [fenced(output, 'text')];
  return [inCode(placeOf(body)), ...code, ...printed, ...notes].join('\n\n');
}

function patch({ title, diff, commit }: PatchBody): string {
  const said = commit ? [inCode(commit.hash), quoted(commit.message)] : [inCode(title)];
  return [...said, fenced(diff, 'diff')].join('\n\n');
}

/** Each line of it, so that nothing of it can look like what somebody else has said. */
function quoted(text: string): string {
  return lines(text)
    .map(line => `> ${line}`.trimEnd())
    .join('\n');
}

/** A fence is longer than every run of backticks within. */
function fenced(code: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  const info = /^[\w+#.-]+$/.test(language) ? language : '';
  const body = lines(code).join('\n');
  return `${fence}${info}\n${body}${body.endsWith('\n') ? '' : '\n'}${fence}`;
}

function inCode(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1);
  const pad = /^`|`$/.test(text) ? ' ' : '';
  return `${ticks}${pad}${oneLine(text)}${pad}${ticks}`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** A name is text: what Markdown would make of it is escaped (CommonMark, 2.4). */
function inline(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>()#+.!|~&-]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** CommonMark ends a line at a carriage return too (2.1). */
function lines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
