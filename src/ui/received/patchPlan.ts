import * as vscode from 'vscode';
import { AppError, messageOf } from '../../base/errors';
import { sentence, type Sentence } from '../../base/sentence';
import type { PatchBody } from '../../protocol/bodies';
import { changed, type TextChange } from '../../snippet/lines';
import { parsePatch, type FilePatch, type Patch } from '../../snippet/patch';
import { addedText, fitPatch, patchBudget } from '../../snippet/patchFit';
import { readReceivedPath } from '../../snippet/receivedPath';
import type { WorkBudget } from '../../snippet/workBudget';
import { openText, type WorkspaceFiles, type WorkspacePlace } from './workspaceFiles';

/** Something of a patch that cannot be applied here: `what` is a file, or a file and the head of a hunk. */
export interface LeftOut {
  what: string;
  /** One sentence. */
  why: Sentence;
}

/** One step of what a patch does here. */
export type Step =
  | { do: 'change'; uri: vscode.Uri; changes: readonly TextChange[] }
  | { do: 'create'; uri: vscode.Uri; text: string }
  | { do: 'delete'; uri: vscode.Uri }
  | { do: 'rename'; uri: vscode.Uri; to: vscode.Uri };

/** A file that a plan was made from, as it was then. */
export interface ReadFile {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly text: string;
}

export interface PatchPlan {
  steps: Step[];
  leftOut: LeftOut[];
  /** How many pieces go to another place than the one they were sent from. */
  moved: number;
  /** Sentences that the person should read before taking it. */
  notes: Sentence[];
  /** What must still be so when the plan is carried out. */
  read: ReadFile[];
}

/** Opens a file for a plan, which remembers how it was. @throws AppError `input` when it is not text. */
export async function readFor(plan: Pick<PatchPlan, 'read'>, uri: vscode.Uri): Promise<ReadFile> {
  const document = await openText(uri);
  const read = { document, version: document.version, text: document.getText() };
  plan.read.push(read);
  return read;
}

/** @throws AppError `input` when a file is not any more as the plan was made from it. */
export async function checkUnchanged({ read }: PatchPlan): Promise<void> {
  // VS Code closes documents that nobody looks at; what is on the disk by then has to be read again.
  const closed = read.filter(({ document }) => document.isClosed);
  const again = await Promise.all(closed.map(({ document }) => openText(document.uri)));
  const changedAgain = closed.find(({ text }, index) => again[index]?.getText() !== text);
  const one = changedAgain ?? read.find(({ document, version }) => !document.isClosed && document.version !== version);
  if (!one) return;
  const path = vscode.workspace.asRelativePath(one.document.uri);
  throw new AppError('input', '{0} was changed meanwhile: apply again.', [path]);
}

/** Modes of git for what is no plain file. */
const LINK = '120000';
const SUBMODULE = '160000';

/** Reads a received patch. @throws AppError `input` when nothing in it can be read. */
export function readPatch({ diff }: PatchBody): Patch {
  const patch = parsePatch(diff);
  if (patch.files.length === 0)
    throw AppError.of('input', patch.trouble ?? sentence('There is no change in this patch.'));
  return patch;
}

/** What one file of a patch changes in a text. */
export function fittedFile(body: PatchBody, index: number, text: string): TextChange[] {
  const file = readPatch(body).files[index];
  return file ? fitPatch(text, file).changes : [];
}

/** Works out what a patch does in this workspace, without doing it. @throws AppError `input` when it is no patch. */
export async function planPatch(body: PatchBody, files: WorkspaceFiles): Promise<PatchPlan> {
  const patch = readPatch(body);
  const plan: PatchPlan = { steps: [], leftOut: [], moved: 0, notes: [], read: [] };
  const sound = patch.files.filter(file => isSound(file, plan)).filter(file => isFirst(file, patch.files, plan));
  if (sound.length > 0) {
    const root = await files.rootOf(sound.filter(({ change }) => change !== 'add').map(({ oldPath }) => oldPath));
    const budget = patchBudget();
    for (const file of sound) {
      await planFile(file, plan, { locate: path => files.below(root, path), budget });
      await turn();
    }
  }
  if (patch.trouble !== undefined) plan.leftOut.push({ what: vscode.l10n.t('the rest'), why: patch.trouble });
  return plan;
}

/** Lets others have their turn: a patch may have thousands of files. */
function turn(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 0));
}

/** Whether a file is one that may be touched at all. */
function isSound({ oldPath, newPath, binary, mode }: FilePatch, { leftOut }: PatchPlan): boolean {
  for (const path of new Set([oldPath, newPath])) {
    const read = readReceivedPath(path);
    if ('reason' in read) {
      leftOut.push({ what: path, why: read.reason });
      return false;
    }
  }
  const why =
    mode === LINK || mode === SUBMODULE
      ? sentence('It is a symbolic link or a submodule, which is not made for others.')
      : binary && sentence('It is not text, and the patch does not hold what is in it.');
  if (!why) return true;
  leftOut.push({ what: newPath, why });
  return false;
}

/** What a patch does to a file a second time is counted from the first, which nobody has agreed to yet. */
function isFirst(file: FilePatch, all: readonly FilePatch[], { leftOut }: PatchPlan): boolean {
  const touched = pathsOf(file);
  const isFree = all.slice(0, all.indexOf(file)).every(before => !pathsOf(before).some(path => touched.includes(path)));
  if (isFree) return true;
  leftOut.push({
    what: file.newPath,
    why: sentence('The patch has this file more than once: apply the first part, then this again.'),
  });
  return false;
}

/** What a file's patch changes: a copy leaves its source alone. */
function pathsOf({ change, oldPath, newPath }: FilePatch): string[] {
  return change === 'copy' ? [newPath] : [oldPath, newPath];
}

/** What the files of a patch are planned with. */
interface Planning {
  readonly locate: (path: string) => Promise<WorkspacePlace>;
  readonly budget: WorkBudget;
}

async function planFile(file: FilePatch, plan: PatchPlan, { locate, budget }: Planning): Promise<void> {
  try {
    const [source, target] = [await locate(file.oldPath), await locate(file.newPath)];
    if (file.change === 'add') add(file, target, plan);
    else if (!source.exists) throw new AppError('input', 'This file is not here.');
    else if (target.exists && file.newPath !== file.oldPath)
      throw new AppError('input', 'A file of this name is here.');
    else await change(file, { source: source.uri, target: target.uri, budget }, plan);
  } catch (thrown) {
    // Whatever is wrong with one file, the others are not to be lost with it.
    const why = thrown instanceof AppError ? thrown : sentence('It cannot be applied: {0}', messageOf(thrown));
    plan.leftOut.push({ what: file.newPath, why });
  }
}

function add(file: FilePatch, { uri, exists }: WorkspacePlace, { steps }: PatchPlan): void {
  if (exists) throw new AppError('input', 'It is to be added, and a file of this name is here.');
  steps.push({ do: 'create', uri, text: addedText(file) });
}

interface Change {
  readonly source: vscode.Uri;
  readonly target: vscode.Uri;
  readonly budget: WorkBudget;
}

async function change(file: FilePatch, { source, target, budget }: Change, plan: PatchPlan): Promise<void> {
  const { steps, leftOut } = plan;
  const isContentNeeded = file.hunks.length > 0 || file.change === 'copy';
  const text = isContentNeeded ? (await readFor(plan, source)).text : '';
  const { changes, hunks } = fitPatch(text, file, budget);
  const failed = hunks.flatMap(({ header, reason }) =>
    reason === undefined ? [] : [{ what: `${file.oldPath} ${header}`, why: reason }],
  );
  for (const each of failed) leftOut.push(each);
  plan.moved += hunks.filter(({ offset }) => offset !== 0).length;
  switch (file.change) {
    case 'delete':
      if (failed.length === 0) steps.push({ do: 'delete', uri: source });
      return;
    case 'copy':
      steps.push({ do: 'create', uri: target, text: changed(text, changes) });
      return;
    case 'rename':
      if (changes.length > 0) steps.push({ do: 'change', uri: source, changes });
      steps.push({ do: 'rename', uri: source, to: target });
      return;
    default:
      if (changes.length > 0) steps.push({ do: 'change', uri: source, changes });
      else if (file.mode !== undefined) {
        leftOut.push({
          what: file.newPath,
          why: sentence('Only its mode changes, to {0}: set that by hand.', file.mode),
        });
      }
  }
}
