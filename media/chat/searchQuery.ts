import type { SnippetBody } from '../../src/protocol/bodies';
import type { Body, Entry, MessageEntry } from '../../src/protocol/transcript';
import { calledBy } from './person';

/** What one looks for among the messages of a channel. Knows nothing of the DOM. */

export interface Query {
  /** Anywhere in a message, in capitals or not. */
  text: string;
  /** Only what this person said, by `personOf`; empty for everybody. */
  person: string;
  /** Only messages that hold code: snippets, patches, bundles. */
  snippets: boolean;
}

const EMPHASIS = /[*_~`]+/g;

export const NO_QUERY: Query = { text: '', person: '', snippets: false };

export function isEmpty({ text, person, snippets }: Query): boolean {
  return text === '' && person === '' && !snippets;
}

/** Finds the text of a query as it stands; `undefined` if there is none. */
export function patternOf({ text }: Query): RegExp | undefined {
  return text === '' ? undefined : new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'giu');
}

/** How a person is called in the query: by their name, as the connection changes when they come back. */
export function personOf({ from }: MessageEntry): string {
  return from.self ? `${calledBy(from)} (you)` : calledBy(from);
}

/** Everybody who said something, by name. */
export function peopleOf(entries: readonly Entry[]): string[] {
  const names = new Set(entries.flatMap(entry => (entry.kind === 'message' ? [personOf(entry)] : [])));
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** The ids of the messages that are as the query wants them, from above to below. */
export function found(entries: readonly Entry[], query: Query): string[] {
  if (isEmpty(query)) return [];
  const pattern = patternOf(query);
  return entries.flatMap(entry => {
    if (entry.kind !== 'message' || entry.deleted) return [];
    if (query.person !== '' && personOf(entry) !== query.person) return [];
    if (query.snippets && !holdsCode(entry.body)) return [];
    return !pattern || textsOf(entry.body).some(text => text.search(pattern) >= 0) ? [entry.id] : [];
  });
}

function holdsCode({ type }: Body): boolean {
  return type === 'snippet' || type === 'patch' || type === 'bundle';
}

/** All that a message says, piece by piece. */
function textsOf(body: Body): string[] {
  switch (body.type) {
    case 'text':
      // Half of a word may be bold: as it is written, and as it is shown.
      return [body.text, body.text.replace(EMPHASIS, '')];
    case 'snippet':
      return snippetTexts(body);
    case 'patch':
      return [body.title, body.comment ?? '', body.diff];
    case 'image':
      return [body.name, body.comment ?? ''];
    case 'bundle':
      return [body.title, body.comment ?? '', ...body.snippets.flatMap(snippetTexts)];
  }
}

function snippetTexts({ path, comment, ranges, output }: SnippetBody): string[] {
  const around = [path, comment, output].filter(text => text !== undefined);
  return [...around, ...ranges.flatMap(({ code, was }) => (was === undefined ? [code] : [code, was]))];
}
