import * as vscode from 'vscode';
import { fromBase64 } from '../../base/encoding';
import { AppError, wordsOf } from '../../base/errors';
import { codeOf, fileNameOf } from '../../snippet/received';
import { plain } from '../plain';
import { localized } from '../localized';
import type { Choice, Prompts } from './prompts';
import type { Bundle, Image, Received, Single } from './received';
import { placeBelow, type WorkspacePlace } from './workspaceFiles';

/** The bytes of an image. @throws AppError `input` when what was sent is no base 64. */
export function imageBytes({ data, name }: Image): Uint8Array {
  const bytes = fromBase64(data);
  if (!bytes) throw new AppError('input', '{0} arrived damaged: ask for it to be sent again.', [name]);
  return bytes;
}

function bytesOf(body: Single): Uint8Array {
  if (body.type === 'image') return imageBytes(body);
  return new TextEncoder().encode(body.type === 'patch' ? body.diff : codeOf(body));
}

async function write(uri: vscode.Uri, content: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, content);
  } catch (thrown) {
    throw new AppError('input', '{0} cannot be written: {1}', [uri.path, wordsOf(thrown)], { cause: thrown });
  }
}

/** Asks where, and writes. The dialog itself asks before it replaces anything. */
export async function saveOne(received: Received<Single>, prompts: Prompts): Promise<void> {
  const name = fileNameOf(received.body);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const suggested = folder ? vscode.Uri.joinPath(folder.uri, name) : vscode.Uri.file(name);
  const content = bytesOf(received.body);
  const target = await prompts.saveAs(vscode.l10n.t('Save {0} As', plain(name)), suggested);
  if (!target) return;
  await write(target, content);
  prompts.say(vscode.l10n.t('$(check) Saved {0}', plain(target.path.slice(target.path.lastIndexOf('/') + 1))));
}

interface Target {
  readonly path: string;
  readonly content: Uint8Array;
  readonly place: WorkspacePlace;
}

/** Asks for a folder, lists what would be written into it, asks again before anything is replaced, and writes. */
export async function saveBundle({ body }: Received<Bundle>, prompts: Prompts): Promise<void> {
  const folder = await prompts.folder(
    vscode.l10n.t('Save {0} Files', body.snippets.length),
    vscode.l10n.t('Save Here'),
  );
  if (!folder) return;
  const { targets, refused } = await targetsIn(folder, body);
  if (refused.length > 0) prompts.warn(vscode.l10n.t('Not saved: {0}', refused.join(' ')));
  if (targets.length === 0) return;
  const chosen = await prompts.pickMany(
    vscode.l10n.t('Files to write into {0}', plain(folder.path)),
    targets.map(choiceOf),
  );
  if (!chosen || chosen.length === 0) return;
  const replaced = chosen.filter(({ place }) => place.exists);
  if (replaced.length > 0 && !(await confirmReplacing(replaced, prompts))) return;
  for (const { place, content } of chosen) await write(place.uri, content);
  prompts.say(vscode.l10n.t('$(check) Saved {0} files', chosen.length));
}

function choiceOf(target: Target): Choice<Target> {
  const { path, place } = target;
  return { label: plain(path), ...(place.exists && { description: vscode.l10n.t('replaces a file') }), value: target };
}

function confirmReplacing(replaced: readonly Target[], prompts: Prompts): Promise<boolean> {
  const question = vscode.l10n.t('Replace {0} files that are there already?', replaced.length);
  return prompts.confirm(question, replaced.map(({ path }) => plain(path)).join('\n'), vscode.l10n.t('Replace'));
}

async function targetsIn(folder: vscode.Uri, body: Bundle): Promise<{ targets: Target[]; refused: string[] }> {
  const targets = new Map<string, Target>();
  const refused: string[] = [];
  for (const [index, snippet] of body.snippets.entries()) {
    const path = snippet.path ?? `code-${index + 1}.txt`;
    try {
      const place = await placeBelow(folder, path);
      // Many file systems take names that differ only by case, or in how accents are written, for the same.
      const key = place.uri.path.normalize('NFC').toLowerCase();
      if (targets.has(key)) throw new AppError('input', 'Another file in this message has the same name.');
      targets.set(key, { path, place, content: new TextEncoder().encode(codeOf(snippet)) });
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      refused.push(plain(`${path}: ${localized(thrown)}`));
    }
  }
  return { targets: [...targets.values()], refused };
}
