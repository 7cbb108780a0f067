import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { fitPatch } from '../../snippet/patchFit';
import { replacement } from '../../snippet/replace';
import { plain } from '../plain';
import { documentUri, type View } from './documents';
import { indentStyle } from './edits';
import { readPatch } from './patchPlan';
import type { Prompts } from './prompts';
import { senderName, type Changes, type Code, type Received } from './received';
import { openText, type WorkspaceFiles } from './workspaceFiles';

/** Shows what is here beside what it would be with what was received: mine on the left, theirs on the right. */
export class Comparer {
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly prompts: Prompts,
  ) {}

  /** @throws AppError `input` when there is nothing here to compare it with. */
  async compare(received: Received<Code | Changes>): Promise<void> {
    const { body } = received;
    if (body.type === 'patch') await this.comparePatch({ ...received, body });
    else await this.compareCode({ ...received, body });
  }

  private async compareCode(received: Received<Code>): Promise<void> {
    const { body } = received;
    const { path } = body;
    if (path === undefined) {
      throw new AppError('input', 'This code does not say which file it is from: open it instead.');
    }
    const { uri, exists } = await this.files.find(path);
    if (!exists) {
      await this.withoutFile(received, path);
      return;
    }
    const document = await openText(uri);
    const { changes, troubles } = replacement(document.getText(), body, indentStyle(document));
    const [trouble] = troubles;
    if (changes.length === 0 && trouble !== undefined) {
      throw new AppError('input', '{0} cannot be compared: {1}', [path, trouble]);
    }
    if (changes.length === 0) this.prompts.say(vscode.l10n.t('The same as here'));
    await this.diff(uri, documentUri(received, { show: 'put', mine: uri.toString(), at: Date.now() }), path, received);
  }

  /** A suggestion can still be shown against what it was made for. */
  private async withoutFile(received: Received<Code>, path: string): Promise<void> {
    const isSuggestion = received.body.ranges.some(({ was }) => was !== undefined);
    if (!isSuggestion)
      throw new AppError('input', '{0} is not in this workspace: open the received code instead.', [path]);
    const uris = (['was', 'code'] as const).map(show => documentUri(received, { show }));
    const [was, code] = uris;
    if (was && code) await this.diff(was, code, path, received);
  }

  private async comparePatch(received: Received<Changes>): Promise<void> {
    const { files } = readPatch(received.body);
    const choices = files.map((file, index) => ({ label: plain(file.newPath), value: { file, index } }));
    const [first] = choices;
    const picked = choices.length === 1 ? first?.value : await this.prompts.pick(vscode.l10n.t('Compare'), choices);
    if (!picked) return;
    const { file, index } = picked;
    if (file.change === 'add') {
      throw new AppError('input', '{0} is a new file: there is nothing to compare.', [file.newPath]);
    }
    const root = await this.files.rootOf(files.map(({ oldPath }) => oldPath));
    const { uri, exists } = await this.files.below(root, file.oldPath);
    if (!exists) throw new AppError('input', '{0} is not in this workspace.', [file.oldPath]);
    const { hunks } = fitPatch((await openText(uri)).getText(), file);
    const failed = hunks.filter(({ reason }) => reason !== undefined);
    if (failed.length > 0) {
      const named = failed
        .map(({ header }) => plain(header))
        .slice(0, 3)
        .join(', ');
      this.prompts.warn(
        vscode.l10n.t('{0} of {1} pieces do not fit and are not shown: {2}', failed.length, hunks.length, named),
      );
    }
    const view: View = { show: 'put', mine: uri.toString(), at: Date.now(), file: index };
    await this.diff(uri, documentUri(received, view), file.oldPath, received);
  }

  private async diff(left: vscode.Uri, right: vscode.Uri, path: string, { entry }: Received): Promise<void> {
    const title = vscode.l10n.t('{0}: here ↔ from {1}', plain(path), plain(senderName(entry)));
    await vscode.commands.executeCommand('vscode.diff', left, right, title);
  }
}
