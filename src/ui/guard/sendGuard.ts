import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { plain } from '../plain';
import type { Candidate, Concern } from './candidate';

export type { Candidate } from './candidate';

/** No secret that a rule knows is shorter. UTF-16 units. */
const SHORTEST_SECRET = 8;
/** Lines of the question before it says how many more there are. */
const SHOWN = 8;

/** Takes the person to what was found. */
type Show = () => Thenable<unknown>;

/** `src/a.ts:12 GitHub token` */
function lineOf({ candidate, what, line }: Concern): string {
  const place = line === undefined ? candidate.label : `${candidate.label}:${line}`;
  return plain(`${place} ${what}`);
}

/** Each concern once: of several selections in one file each has that of the file. */
function detailOf(concerns: readonly Concern[]): string {
  const lines = [...new Set(concerns.map(lineOf))];
  const more = lines.splice(SHOWN).length;
  if (more > 0) lines.push(vscode.l10n.t('and {0} more', more));
  return lines.join('\n');
}

/** How to show a concern, where there is a file that has it. */
function showing({ candidate: { uri, startLine }, line }: Concern): Show | undefined {
  if (!uri) return undefined;
  const at = startLine === undefined || line === undefined ? undefined : new vscode.Position(line - 1, 0);
  const options = at && { selection: new vscode.Range(at, at) };
  return () => vscode.commands.executeCommand('vscode.open', uri, options);
}

/** The first place that can be shown, those with a line before whole files. */
function firstShown(concerns: readonly Concern[]): Show | undefined {
  const withLine = concerns.find(({ candidate, line }) => candidate.startLine !== undefined && line !== undefined);
  return [withLine, ...concerns].flatMap(concern => (concern && showing(concern)) ?? [])[0];
}

/**
 * Nothing leaves by accident: looks at what is about to be sent and asks where something in it may not be meant for
 * others. It asks each time: no answer is remembered.
 */
export class SendGuard {
  /**
   * True: it may go, as nothing was found or the person said so after seeing it.
   *
   * @param target Who or what it goes to, as the person knows it.
   * @throws AppError `input` for what is too large for any message.
   */
  async review(candidates: readonly Candidate[], target: string): Promise<boolean> {
    const [{ fileConcerns }, { linkConcerns }, { secretConcerns }] = await Promise.all([
      import('./fileConcerns'),
      import('./linkConcerns'),
      import('./secretConcerns'),
    ]);
    // First what is said of whole files: what cannot be sent at all is not looked through.
    const ofFiles = [...(await fileConcerns(candidates)), ...(await linkConcerns(candidates))];
    const concerns = [...ofFiles, ...(await secretConcerns(candidates))];
    return concerns.length === 0 || this.ask(concerns, target);
  }

  /**
   * The same for what a person has typed or pasted: it is looked through for secrets only.
   *
   * @throws AppError `input` when it is to stay: with a sentence for the box that has the text.
   */
  async reviewTyped(text: string, target: string): Promise<void> {
    if (text.trim().length < SHORTEST_SECRET) return;
    const { secretConcerns } = await import('./secretConcerns');
    const concerns = await secretConcerns([{ label: vscode.l10n.t('Your text'), text }]);
    if (concerns.length === 0 || (await this.ask(concerns, target))) return;
    throw new AppError('input', 'Take out what others should not have, then send it.');
  }

  /** The first button is the one that Enter presses, and Escape presses none: neither sends. */
  private async ask(concerns: readonly Concern[], target: string): Promise<boolean> {
    const show = firstShown(concerns);
    const stay = show ? vscode.l10n.t('Show Me') : vscode.l10n.t('Do Not Send');
    const send = vscode.l10n.t('Send Anyway');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('This may not be meant for {0}. Send it anyway?', plain(target)),
      { modal: true, detail: detailOf(concerns) },
      stay,
      send,
    );
    if (chosen === stay) await show?.();
    return chosen === send;
  }
}
