import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { TextChange } from '../../snippet/lines';
import { replacement } from '../../snippet/replace';
import { codeOf } from '../../snippet/received';
import { plain } from '../plain';
import { localized } from '../localized';
import { indentStyle, positionOf, rangeOf } from './edits';
import {
  checkUnchanged,
  planPatch,
  readFor,
  type LeftOut,
  type PatchPlan,
  type ReadFile,
  type Step,
} from './patchPlan';
import type { Prompts } from './prompts';
import { senderName, type Changes, type Code, type Received } from './received';
import type { WorkspaceFiles } from './workspaceFiles';

/** What is left out is named up to this many; the others are counted. */
const MAX_NAMED = 3;

/** Puts received code and patches into the files here, by way of VS Code's own preview and of nothing else. */
export class Applier {
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly prompts: Prompts,
  ) {}

  /** @returns whether the person took it. @throws AppError `input` when none of it fits. */
  async apply(received: Received<Code | Changes>): Promise<boolean> {
    const { body, entry } = received;
    const plan = body.type === 'patch' ? await planPatch(body, this.files) : await this.planCode(body);
    const named = namedOf(plan.leftOut);
    if (plan.steps.length === 0) {
      if (named !== undefined) throw new AppError('input', 'Nothing of it fits here: {0}', [named]);
      this.prompts.say(vscode.l10n.t('Nothing to change: this is how it is here already'));
      return false;
    }
    const edit = editOf(plan.steps, plain(senderName(entry)));
    await checkUnchanged(plan);
    this.tell(plan, named);
    // VS Code asks before anything is written, and takes it all back in one step.
    const applied = await vscode.workspace.applyEdit(edit);
    this.prompts.say(applied ? vscode.l10n.t('$(check) Applied') : vscode.l10n.t('Nothing was applied.'));
    return applied;
  }

  /** What to know before taking it, and how: nothing in VS Code's preview is ticked to begin with. */
  private tell({ moved, notes }: PatchPlan, named: string | undefined): void {
    const left = named === undefined ? [] : [vscode.l10n.t('Left out, as it does not fit here: {0}', named)];
    const warnings = [...left, ...shortened(notes.map(note => plain(localized(note))))];
    if (warnings.length > 0) this.prompts.warn(warnings.join(' '));
    const tick = vscode.l10n.t('Tick the changes to take, then Apply');
    this.prompts.say(moved > 0 ? vscode.l10n.t('{0} pieces fit at other lines than before. {1}', moved, tick) : tick);
  }

  private async planCode(body: Code): Promise<PatchPlan> {
    const { path } = body;
    if (path === undefined) {
      throw new AppError('input', 'This code does not say which file it is from: insert it instead.');
    }
    const { uri, exists } = await this.files.find(path);
    if (!exists) {
      if (!body.whole) {
        throw new AppError('input', '{0} is not in this workspace: open or insert the code instead.', [path]);
      }
      return { steps: [{ do: 'create', uri, text: codeOf(body) }], leftOut: [], moved: 0, notes: [], read: [] };
    }
    const read: ReadFile[] = [];
    const { document, text } = await readFor({ read }, uri);
    const { changes, troubles, moved, notes } = replacement(text, body, indentStyle(document));
    return {
      steps: changes.length > 0 ? [{ do: 'change', uri, changes }] : [],
      leftOut: troubles.map(why => ({ what: path, why })),
      moved,
      notes,
      read,
    };
  }
}

function namedOf(leftOut: readonly LeftOut[]): string | undefined {
  if (leftOut.length === 0) return undefined;
  return shortened(leftOut.map(({ what, why }) => plain(`${what}: ${localized(why)}`))).join(' ');
}

/** The first few sentences, and how many more there are. */
function shortened(sentences: readonly string[]): string[] {
  const more = sentences.length - MAX_NAMED;
  return [...sentences.slice(0, MAX_NAMED), ...(more > 0 ? [vscode.l10n.t('and {0} more.', more)] : [])];
}

function editOf(steps: readonly Step[], sender: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const metadata = { needsConfirmation: true, label: vscode.l10n.t('Received from {0}', sender) };
  for (const step of steps) {
    switch (step.do) {
      case 'create':
        edit.createFile(step.uri, { overwrite: false }, metadata);
        if (step.text !== '') edit.insert(step.uri, new vscode.Position(0, 0), step.text, metadata);
        break;
      case 'change':
        for (const change of step.changes) put(edit, step.uri, change, metadata);
        break;
      case 'delete':
        edit.deleteFile(step.uri, {}, metadata);
        break;
      case 'rename':
        edit.renameFile(step.uri, step.to, { overwrite: false }, metadata);
        break;
    }
  }
  return edit;
}

function put(
  edit: vscode.WorkspaceEdit,
  uri: vscode.Uri,
  change: TextChange,
  metadata: vscode.WorkspaceEditEntryMetadata,
): void {
  const isInsertion = change.start.line === change.end.line && change.start.column === change.end.column;
  if (isInsertion) edit.insert(uri, positionOf(change.start), change.text, metadata);
  else edit.replace(uri, rangeOf(change), change.text, metadata);
}
