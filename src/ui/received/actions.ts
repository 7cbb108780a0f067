import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { asIs, sentence, type Sentence } from '../../base/sentence';
import { codeOf, fileNameOf } from '../../snippet/received';
import type { SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { Applier } from './apply';
import { Chooser } from './choose';
import { Comparer } from './compare';
import { documentText, documentUri, openDocument } from './documents';
import { goToCode, showPlaces } from './goTo';
import { insertCode } from './insert';
import { ALL, CODE, TEXT } from './kinds';
import { MemoryFiles } from './memoryFiles';
import { readPatch } from './patchPlan';
import { Prompts } from './prompts';
import {
  ReceivedCode,
  type Bundle,
  type Changes,
  type Code,
  type Image,
  type Received,
  type Single,
  type Thing,
} from './received';
import { imageBytes, saveBundle, saveOne } from './save';
import { Suggestions } from './suggestions';
import { openText, WorkspaceFiles } from './workspaceFiles';

/** Images that are open in an editor. */
const IMAGE_SCHEME = 'live-channels-image';

/** What can be done with what was received: one method for each command, with what the command was given. */
export class ReceivedActions implements Disposable {
  private readonly store = new DisposableStore();
  private readonly code: ReceivedCode;
  private readonly chooser: Chooser;
  private readonly files = new WorkspaceFiles();
  private readonly images = this.store.add(new MemoryFiles(IMAGE_SCHEME, true));
  private readonly suggestions: Suggestions;
  private readonly applier: Applier;
  private readonly comparer: Comparer;

  constructor(
    channels: Pick<JoinedChannels, 'get' | 'all'>,
    guard: Pick<SendGuard, 'review'>,
    private readonly prompts = new Prompts(),
  ) {
    this.code = new ReceivedCode(channels);
    this.chooser = new Chooser(this.code, prompts);
    this.suggestions = this.store.add(new Suggestions(this.code, prompts, guard));
    this.applier = new Applier(this.files, prompts);
    this.comparer = new Comparer(this.files, prompts);
  }

  /** The text of a read-only document. */
  text(uri: vscode.Uri): Promise<string> {
    return documentText(this.code, uri);
  }

  async goTo(given: unknown): Promise<void> {
    const received = await this.choose(
      vscode.l10n.t('Go to Received Code'),
      given,
      TEXT,
      sentence('An image has no place to go to.'),
    );
    if (!received) return;
    const { body } = received;
    if (body.type === 'patch') await this.goToPatched(body);
    else await this.goToCode({ ...received, body });
  }

  async open(given: unknown): Promise<void> {
    const received = await this.choose(vscode.l10n.t('Open Received Code'), given, ALL, asIs(''));
    if (received) await this.show(received);
  }

  async save(given: unknown): Promise<void> {
    const title = vscode.l10n.t('Save Received Code As');
    const received = await this.chooser.choose(title, given, ALL, asIs(''));
    if (!received) return;
    const { body } = received;
    if (body.type === 'bundle') await saveBundle({ ...received, body }, this.prompts);
    else await saveOne({ ...received, body }, this.prompts);
  }

  async copy(given: unknown): Promise<void> {
    const refusal = sentence('An image cannot be copied from here: save it instead.');
    const received = await this.choose(vscode.l10n.t('Copy Received Code'), given, TEXT, refusal);
    if (!received) return;
    const { body } = received;
    await vscode.env.clipboard.writeText(body.type === 'patch' ? body.diff : codeOf(body));
    this.prompts.say(vscode.l10n.t('$(check) Copied {0}', plain(fileNameOf(received.body))));
  }

  async insert(given: unknown): Promise<void> {
    const refusal = sentence('Only code can be inserted: apply a patch, or save an image.');
    const received = await this.choose(vscode.l10n.t('Insert Received Code'), given, CODE, refusal);
    if (received) await insertCode(received.body);
  }

  async compare(given: unknown): Promise<void> {
    const refusal = sentence('An image cannot be compared: open it instead.');
    const received = await this.choose(vscode.l10n.t('Compare Received Code'), given, TEXT, refusal);
    if (received) await this.comparer.compare(received);
  }

  async apply(given: unknown): Promise<void> {
    const refusal = sentence('An image cannot be applied: save it instead.');
    const received = await this.choose(vscode.l10n.t('Apply Received Code'), given, TEXT, refusal);
    if (received) await this.applier.apply(received);
  }

  async suggest(given: unknown): Promise<void> {
    const refusal = sentence('A change can be suggested to code only.');
    const received = await this.choose(vscode.l10n.t('Suggest a Change'), given, CODE, refusal);
    if (received) await this.suggestions.start(received);
  }

  sendSuggestion(given: unknown): Promise<void> {
    return this.suggestions.send(given);
  }

  dispose(): void {
    this.store.dispose();
  }

  /** One thing: of a bundle the person chooses a file. */
  private async choose<K extends Thing['type']>(
    title: string,
    given: unknown,
    kinds: readonly K[],
    refusal: Sentence,
  ): Promise<Received<Exclude<Extract<Thing, { type: K }>, Bundle> | Code> | undefined> {
    const received = await this.chooser.choose(title, given, kinds, refusal);
    return received && this.chooser.one(title, received);
  }

  private async show(received: Received<Single>): Promise<void> {
    const { body } = received;
    if (body.type === 'image') {
      await this.showImage({ ...received, body });
      return;
    }
    const language = body.type === 'patch' ? 'diff' : body.language;
    const document = await openDocument(documentUri(received, { show: 'code' }), language);
    await vscode.window.showTextDocument(document);
  }

  private async showImage(received: Received<Image>): Promise<void> {
    const { hint, body } = received;
    const path = `/${hint.channel}/${hint.entry}/${fileNameOf(received.body)}`;
    const uri = vscode.Uri.from({ scheme: IMAGE_SCHEME, path });
    this.images.put(uri, imageBytes(body));
    await vscode.commands.executeCommand('vscode.open', uri);
  }

  private async goToCode(received: Received<Code>): Promise<void> {
    const { path } = received.body;
    if (path === undefined) {
      throw new AppError('input', 'This code does not say which file it is from: open it instead.');
    }
    const { uri, exists } = await this.files.find(path);
    if (exists) {
      if (!(await goToCode(uri, received.body, this.prompts))) await this.show(received);
      return;
    }
    const text = vscode.l10n.t('{0} is not in this workspace.', plain(path));
    if (await this.prompts.offer(text, vscode.l10n.t('Open Received'))) await this.show(received);
  }

  private async goToPatched(body: Changes): Promise<void> {
    const { files } = readPatch(body);
    const choices = files.map(file => ({ label: plain(file.newPath), value: file }));
    const picked = files.length === 1 ? files[0] : await this.prompts.pick(vscode.l10n.t('Go to'), choices);
    if (!picked) return;
    const root = await this.files.rootOf(files.map(({ oldPath }) => oldPath));
    const { uri, exists } = await this.files.below(root, picked.oldPath);
    if (!exists) throw new AppError('input', '{0} is not in this workspace.', [picked.oldPath]);
    const document = await openText(uri);
    const line = Math.min((picked.hunks[0]?.oldStart ?? 1) - 1, document.lineCount - 1);
    const at = new vscode.Position(Math.max(0, line), 0);
    await showPlaces(document, [new vscode.Range(at, at)]);
  }
}
