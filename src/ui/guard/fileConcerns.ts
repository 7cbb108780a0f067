import * as vscode from 'vscode';
import { byteLength } from '../../base/encoding';
import { AppError, wordsOf } from '../../base/errors';
import { neverSend, type NeverSend } from '../../guard/neverSend';
import { PASSING_LIMITS } from '../../protocol/passing';
import { readSetting } from '../settings';
import { localized } from '../localized';
import type { Candidate, Concern } from './candidate';
import { gitIgnored } from './gitIgnore';

/** From here on something is said to be large, as everybody in the channel gets it. Bytes. */
const LARGE = 1024 * 1024;

/** Share of characters that stand for bytes which are no UTF-8 from which on a text is none. */
const BROKEN = 1 / 1_000;

const MEGABYTE = 1024 * 1024;

function neverSendPatterns(): NeverSend {
  try {
    return neverSend(readSetting('liveChannels.neverSend'));
  } catch (thrown) {
    throw new AppError('input', 'A pattern of liveChannels.neverSend cannot be read: {0}.', [wordsOf(thrown)]);
  }
}

/** What patterns are held against: the whole path, and the one in the workspace folder. */
function pathsOf(uri: vscode.Uri): string[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.path.replace(/\/$/, '');
  return folder !== undefined && uri.path.startsWith(`${folder}/`)
    ? [uri.path.slice(folder.length + 1), uri.path]
    : [uri.path];
}

function isBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  let broken = 0;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) broken++;
  return broken > text.length * BROKEN;
}

/** @throws AppError `input` for what no message can hold. */
function sizeConcerns(candidate: Candidate): Concern[] {
  const bytes = candidate.text === undefined ? (candidate.bytes ?? 0) : byteLength(candidate.text);
  if (bytes > PASSING_LIMITS.transfer) {
    const [has, limit] = [Math.ceil(bytes / MEGABYTE), Math.ceil(PASSING_LIMITS.transfer / MEGABYTE)];
    throw new AppError('input', '{0} is {1} MB and a message holds {2} MB: send a part of it.', [
      candidate.label,
      has,
      limit,
    ]);
  }
  if (bytes < LARGE) return [];
  return [{ candidate, what: vscode.l10n.t('large: {0} MB', (bytes / MEGABYTE).toFixed(1)) }];
}

/** Which of the files git ignores, and those of which git does not say. */
async function gitConcerns(candidates: readonly Candidate[]): Promise<Concern[]> {
  const files = candidates.filter(({ uri }) => uri);
  try {
    const ignored = await gitIgnored(files.flatMap(({ uri }) => uri ?? []));
    return files
      .filter(({ uri }) => uri && ignored.has(uri.toString()))
      .map(candidate => ({ candidate, what: vscode.l10n.t('ignored by git') }));
  } catch (thrown) {
    const what = vscode.l10n.t('git does not say whether it is ignored: {0}', localized(wordsOf(thrown)));
    return files.map(candidate => ({ candidate, what }));
  }
}

/** Concerns about what is sent as a whole: its name, what git says of it, that it is no text, its size. */
export async function fileConcerns(candidates: readonly Candidate[]): Promise<Concern[]> {
  const patternOf = neverSendPatterns();
  const concerns = candidates.flatMap(candidate => {
    const { uri, text } = candidate;
    const found: Concern[] = [];
    const pattern = uri && patternOf(pathsOf(uri));
    if (pattern !== undefined) found.push({ candidate, what: vscode.l10n.t('never to be sent ({0})', pattern) });
    if (text !== undefined && isBinary(text)) found.push({ candidate, what: vscode.l10n.t('not a text') });
    return [...found, ...sizeConcerns(candidate)];
  });
  return [...concerns, ...(await gitConcerns(candidates))];
}
