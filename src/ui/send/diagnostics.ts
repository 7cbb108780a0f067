import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { LIMITS, SEVERITIES, type DiagnosticNote } from '../../protocol/bodies';
import { linesAround } from '../../snippet/diagnosticLines';
import { linesOf, shownPath } from '../editorSource';
import { plain } from '../plain';
import type { Parcel } from './parcel';
import { candidatesOf, snippetParcel, withRepository } from './selection';
import { noEditor } from './sender';

/** Characters of one message: compilers can be endless. */
const MAX_MESSAGE = 10_000;

/** `2304`, `no-unused-vars`, or the same with a link, as language services give it. */
function codeOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value).slice(0, LIMITS.line);
}

/** A diagnostic as it is sent. */
export function noteOf(diagnostic: vscode.Diagnostic): DiagnosticNote {
  const { severity, message, source, range } = diagnostic;
  const code = codeOf(diagnostic);
  return {
    severity: SEVERITIES[severity],
    message: message.slice(0, MAX_MESSAGE),
    ...(source !== undefined && { source: source.slice(0, LIMITS.line) }),
    ...(code !== undefined && { code }),
    startLine: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
}

function inOrder(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.range.start.compareTo(b.range.start) || a.severity - b.severity);
}

const ICONS = ['$(error)', '$(warning)', '$(info)', '$(lightbulb)'];

type Item = vscode.QuickPickItem & { diagnostics: readonly vscode.Diagnostic[] };

async function choose(all: readonly vscode.Diagnostic[], path: string): Promise<readonly vscode.Diagnostic[]> {
  const each = all.map<Item>(diagnostic => ({
    label: `${ICONS[diagnostic.severity] ?? ''} ${plain(diagnostic.message)}`,
    description: [diagnostic.source, codeOf(diagnostic), diagnostic.range.start.line + 1].filter(Boolean).join(' '),
    diagnostics: [diagnostic],
  }));
  if (all.length === 1) return all;
  const whole = { label: vscode.l10n.t('$(list-unordered) All {0} of {1}', all.length, path), diagnostics: all };
  const title = vscode.l10n.t('Send Diagnostics');
  const placeHolder = vscode.l10n.t('Which ones?');
  const picked = await vscode.window.showQuickPick([whole, ...each], { title, placeHolder, matchOnDescription: true });
  return picked?.diagnostics ?? [];
}

/** Diagnostics of a document as one snippet that shows the lines they are about. */
export async function diagnosticsParcel(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): Promise<Parcel> {
  const sent = diagnostics.slice(0, LIMITS.diagnostics).map(noteOf);
  const ranges = linesAround(sent, document.lineCount).map(({ first, last }) => linesOf(document, first, last));
  const source = { path: shownPath(document.uri), language: document.languageId.slice(0, LIMITS.language) };
  const code = await withRepository({ source, ranges, uri: document.uri });
  // A message may quote what stands elsewhere.
  const messages = { label: vscode.l10n.t('Diagnostics'), text: sent.map(({ message }) => message).join('\n') };
  const candidates = [...candidatesOf(code), messages];
  const parcel = snippetParcel({ ...code.source, diagnostics: sent }, code.ranges, candidates);
  const more = diagnostics.length - sent.length;
  return more > 0 ? { ...parcel, note: vscode.l10n.t('{0} diagnostics more are left out.', more) } : parcel;
}

/**
 * The diagnostics at the cursor or in the selection; where there is none, those the person chooses of the file.
 * @returns `undefined` when they gave up.
 * @throws AppError `input` when there is no editor, or no diagnostic in it.
 */
export async function diagnosticsAtCursor(): Promise<Parcel | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw noEditor();
  const { document, selections } = editor;
  const path = plain(shownPath(document.uri));
  const all = inOrder(vscode.languages.getDiagnostics(document.uri));
  if (all.length === 0) throw new AppError('input', 'There are no diagnostics in {0}.', [path]);
  const here = all.filter(({ range }) => selections.some(selection => range.intersection(selection)));
  const chosen = here.length > 0 ? here : await choose(all, path);
  return chosen.length > 0 ? diagnosticsParcel(document, chosen) : undefined;
}
