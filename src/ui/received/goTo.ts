import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { SearchedText, type Place } from '../../snippet/place';
import { linesOfRange } from '../../snippet/replace';
import { TooMuchWork } from '../../snippet/workBudget';
import { plain } from '../plain';
import { localized } from '../localized';
import { rangeOf } from './edits';
import type { Prompts } from './prompts';
import type { Code } from './received';
import { openText } from './workspaceFiles';

/** What was found of received code in a file: the places of its pieces, as far as they are there. */
export interface Found {
  ranges: vscode.Range[];
  /** One sentence when anything is to be said of it. */
  note?: string;
}

/** Finds the pieces of code in a text. A suggestion may stand there already, or what it was made for. */
export function findPieces(text: string, { ranges }: Code): Found {
  const { places, isAll } = placesIn(new SearchedText(text), ranges);
  const found = places.filter(place => place !== undefined);
  const index = places.findIndex(place => place !== undefined);
  const [place, range] = [places[index], ranges[index]];
  const note = place && range && noteOf(place, range.startLine);
  const missing = places.length - found.length;
  const less = missing > 0 ? vscode.l10n.t('{0} of {1} pieces are not there', missing, places.length) : undefined;
  const late = isAll
    ? undefined
    : vscode.l10n.t('only {0} of {1} pieces were looked for: more takes too long', places.length, ranges.length);
  const all = [note, less, late].filter(each => each !== undefined).join('; ');
  return { ranges: found.map(rangeOf), ...(all !== '' && { note: all }) };
}

/** The places of the pieces, in their order, as far as to look for them does not take too long. */
function placesIn(text: SearchedText, ranges: Code['ranges']): { places: (Place | undefined)[]; isAll: boolean } {
  const places: (Place | undefined)[] = [];
  try {
    for (const range of ranges) {
      const { was } = range;
      places.push(text.find(range) ?? (was === undefined ? undefined : text.find({ ...range, code: was })));
    }
  } catch (thrown) {
    if (!(thrown instanceof TooMuchWork)) throw thrown;
    return { places, isAll: false };
  }
  return { places, isAll: true };
}

function noteOf({ how, start, others }: Place, was: number): string | undefined {
  const line = start.line + 1;
  const notes: string[] = [];
  if (how === 'moved') notes.push(vscode.l10n.t('Moved: found at line {0}, was {1}', line, was));
  if (how === 'similar') notes.push(vscode.l10n.t('Found at line {0}, was {1}, with other white space', line, was));
  if (how !== 'same' && others > 0) notes.push(vscode.l10n.t('the nearest of {0} places', others + 1));
  return notes.length === 0 ? undefined : notes.join(', ');
}

/** Shows places of a file, all of them selected. */
export async function showPlaces(document: vscode.TextDocument, ranges: readonly vscode.Range[]): Promise<void> {
  const [first] = ranges;
  const editor = await vscode.window.showTextDocument(document, { ...(first && { selection: first }) });
  if (ranges.length > 1) editor.selections = ranges.map(({ start, end }) => new vscode.Selection(start, end));
}

/**
 * Goes to where received code stands in a file of this workspace.
 * @returns false when it is not there and the person wants to see what was received.
 */
export async function goToCode(uri: vscode.Uri, body: Code, prompts: Prompts): Promise<boolean> {
  const document = await openText(uri);
  const [first] = body.ranges;
  if (!first) throw new AppError('input', 'There is no code in this message.');
  if (body.whole) {
    await showPlaces(document, []);
    return true;
  }
  const { ranges, note } = findPieces(document.getText(), body);
  if (ranges.length === 0) {
    const text = vscode.l10n.t(
      'The code of {0} is no longer in {1}.',
      localized(linesOfRange(first)),
      plain(body.path ?? ''),
    );
    return !(await prompts.offer(text, vscode.l10n.t('Open Received')));
  }
  await showPlaces(document, ranges);
  if (note !== undefined) prompts.say(note);
  return true;
}
