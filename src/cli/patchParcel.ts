import { LIMITS, type CommitNote, type Repository } from '../protocol/bodies';
import { patchDraft } from '../snippet/drafts';
import { linesIn, patchSections } from '../snippet/patchSections';
import { usage } from './exit';
import type { Parcel } from './parcel';

/** What a patch begins with, or `git show` writes before one. */
const BEGINNING = /^\s*(?:diff --(?:git|cc|combined) |commit [0-9a-f]{40}(?:[0-9a-f]{24})?\b)/;

const MAX_MESSAGE = 10_000;

/** Files that are named as left out; the others are counted. */
const MAX_NAMED = 5;

/** Where a patch was made. */
export interface Origin {
  /** The repository's folder. */
  readonly name?: string;
  readonly head?: Repository;
  readonly comment: string;
}

/** Whether a text is what `git diff` or `git show` prints, of one commit at most. */
export function isPatch(text: string): boolean {
  if (!BEGINNING.test(text)) return false;
  const commits = text.match(/^commit [0-9a-f]{40}/gm)?.length ?? 0;
  return commits <= 1 && /^diff --/m.test(text);
}

/** What `git show` says of the commit, before its changes. */
function commitOf(text: string): CommitNote | undefined {
  const head = text.slice(0, text.search(/^diff --/m));
  const hash = /^\s*commit ([0-9a-f]+)/.exec(head)?.[1];
  if (hash === undefined) return undefined;
  const author = /^Author:\s*(.+?)(?: <[^>]*>)?$/m.exec(head)?.[1];
  const lines = head.split('\n').flatMap(line => /^ {4}(.*)$/.exec(line)?.slice(1) ?? (line === '' ? [''] : []));
  return {
    hash: hash.slice(0, LIMITS.id),
    message: lines.join('\n').trim().slice(0, MAX_MESSAGE),
    ...(author !== undefined && { author: author.slice(0, LIMITS.line) }),
  };
}

function leftOut(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `Left out: ${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/**
 * Changes that others can apply.
 * @throws CliError when nobody could: all of it is binary, in conflict or a submodule.
 */
export function patchParcel(text: string, { name, head, comment }: Origin): Parcel {
  const sections = patchSections(text);
  const usable = sections.filter(({ unusable }) => unusable === undefined);
  const others = sections.flatMap(({ path, unusable }) => (unusable ? [`${path} (${unusable})`] : []));
  if (usable.length === 0) throw usage(`There are no changes to send. ${leftOut(others)}`);
  const [only] = usable;
  const title = only && usable.length === 1 ? only.path : (name ?? `${usable.length} files`);
  const commit = commitOf(text);
  const body = {
    title,
    diff: usable.map(section => section.text).join(''),
    ...(head && { repository: head }),
    ...(commit && { commit }),
  };
  return {
    what: commit ? `commit ${commit.hash.slice(0, 7)}` : `changes in ${title}`,
    ...(others.length > 0 && { note: leftOut(others) }),
    candidates: [
      ...usable.map(section => ({ label: section.path, path: section.path, text: linesIn(section) })),
      ...(commit ? [{ label: 'the commit message', text: commit.message }] : []),
    ],
    draft: patchDraft(body, comment),
  };
}
