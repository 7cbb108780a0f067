import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CommitNote, PatchBody } from '../../../src/protocol/bodies';
import { foldedCode } from '../code/block';
import type { Listing } from '../code/block';
import { numbered } from '../code/lineDiff';
import { readPatch } from '../code/patch';
import type { ShownFile, ShownHunk, ShownPatch } from '../code/patch';
import type { CodeLine } from '../code/tokens';
import { filled, t } from '../l10n';
import { counted, name, path as safePath, prose, shorten } from '../text';
import { dayTime, exactTime } from '../time';
import { offersOf, toolbar } from './actions';
import type { CardContext } from './context';
import { card, fileName, foldButton, part, repositoryNote, shortCommit } from './frame';

/** Changes of files, or a commit, as a list of files that open into their lines. */

const MAX_TITLE = 120;
const MAX_MESSAGE = 1_000;
/** So few files are open from the beginning. */
const OPEN_UP_TO = 2;
/** So many files stand there before one asks for the rest, and no more than so many then. */
const FEW_FILES = 10;
const MAX_FILES = 500;

const STATUS: Record<ShownFile['status'], { letter: string; word: string }> = {
  added: { letter: 'A', word: t('added') },
  deleted: { letter: 'D', word: t('deleted') },
  renamed: { letter: 'R', word: t('renamed') },
  modified: { letter: 'M', word: t('modified') },
};

/** A message is drawn often and its patch read once. */
const known = new WeakMap<PatchBody, ShownPatch>();

export function patchCard(context: CardContext, body: PatchBody): TemplateResult {
  const patch = known.get(body) ?? readPatch(body.diff);
  known.set(body, patch);
  const title = patchTitle(body);
  const files = counted(patch.files.length, t('1 file'), t('{0} files'));
  const label = body.commit ? t('Commit: {0}, {1}', title, files) : t('Changes: {0}, {1}', title, files);
  return card(context, body.comment, {
    icon: body.commit ? 'git-commit' : 'git-pull-request',
    label,
    head: html`<span class="card-title" title=${title}>${title}</span>
      <span class="about">${body.staged ? `${t('staged')} · ` : ''}${files}</span> ${counts(patch.files)}
      ${repositoryNote(body.repository)}`,
    tools: toolbar(context, offersOf(context)),
    content: html`${body.commit ? commitNote(body.commit) : nothing} ${fileList(context, patch)}`,
    apply: !context.entry.from.self,
  });
}

export function patchTitle({ title, commit }: PatchBody): string {
  const subject = name(commit?.message.split('\n', 1)[0]) === undefined ? undefined : commit?.message.split('\n', 1)[0];
  return shorten(prose(subject ?? safePath(title)).trim(), MAX_TITLE) || t('Changes');
}

function commitNote({ hash, message, author, date }: CommitNote): TemplateResult {
  const who = name(author);
  const more = shorten(prose(message).split('\n').slice(1).join('\n').trim(), MAX_MESSAGE);
  const known = date !== undefined && date <= MAX_DATE;
  return html`<div class="commit">
    <span class="hash" title=${safePath(hash)}>${shortCommit(hash)}</span>
    ${who === undefined ? nothing : html`<bdi>${who}</bdi>`}
    ${
      known
        ? html`<time datetime=${new Date(date).toISOString()} title=${exactTime(date)}>${dayTime(date)}</time>`
        : nothing
    }
    ${more === '' ? nothing : html`<p class="commit-message" dir="auto" .textContent=${more}></p>`}
  </div>`;
}

/** What `Date` can hold. */
const MAX_DATE = 8.64e15;

function counts(files: readonly ShownFile[]): TemplateResult | typeof nothing {
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  if (added + removed === 0) return nothing;
  const words =
    added === 1 ? t('1 line added, {0} removed', removed) : t('{0} lines added, {1} removed', added, removed);
  return html`<span class="counts" role="img" aria-label=${words}
    ><span class="added">+${added}</span> <span class="removed">−${removed}</span></span
  >`;
}

function fileList(context: CardContext, { files, rest }: ShownPatch): TemplateResult {
  const folds = files.length > FEW_FILES + 1;
  const open = context.isFlipped('files');
  const shown = files.slice(0, folds && !open ? FEW_FILES : MAX_FILES);
  const words: [string, string] = [t('Show all {0} files', files.length), t('Show fewer files')];
  return html`<ul class="parts" aria-label=${t('Files')}>
      ${shown.map((file, index) => filePart(context, file, index, files.length))}
    </ul>
    ${folds ? foldButton(context, 'files', open, words) : nothing}
    ${rest === '' ? nothing : html`<p class="rest" .textContent=${rest}></p>`}`;
}

function filePart(context: CardContext, file: ShownFile, index: number, of: number): TemplateResult {
  const id = `file ${index}`;
  const { letter, word } = STATUS[file.status];
  const status = html`<span class="status ${file.status}" role="img" aria-label=${word} title=${word}>${letter}</span>`;
  const from =
    file.from === undefined
      ? nothing
      : html`<span class="about">${filled(t('from {0}'), html`<bdi>${file.from}</bdi>`)}</span>`;
  return part(context, {
    id,
    open: context.isFlipped(id) !== of <= OPEN_UP_TO,
    head: html`${fileName(file.path)} ${from} ${counts([file])}`,
    tools: status,
    content: () => fileContent(context, file, `${id} code`),
  });
}

function fileContent(context: CardContext, file: ShownFile, id: string): TemplateResult {
  if (file.hunks.length === 0) return html`<p class="rest">${file.note ?? t('No lines change')}</p>`;
  const listing: Listing = {
    label: t('Changes of {0}', file.path),
    size: file.hunks.reduce((sum, { lines }) => sum + 1 + lines.length, 0),
    first: max => firstOf(file.hunks, max),
  };
  return foldedCode(context, id, { listings: [listing], path: file.path });
}

function firstOf(hunks: readonly ShownHunk[], max: number): CodeLine[] {
  const lines: CodeLine[] = [];
  for (const hunk of hunks) {
    if (lines.length >= max) break;
    lines.push({ text: hunk.heading, number: '⋯', look: 'hunk' });
    lines.push(...numbered(hunk.lines, hunk, max - lines.length));
  }
  return lines;
}
