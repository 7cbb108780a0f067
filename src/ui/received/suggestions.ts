import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { SnippetBody, SnippetRange } from '../../protocol/bodies';
import type { Draft } from '../../protocol/content';
import { linesOfRange } from '../../snippet/replace';
import { plainText } from '../../snippet/snippet';
import { fileNameOf } from '../../snippet/received';
import type { SendGuard } from '../guard/sendGuard';
import { plain } from '../plain';
import { localized } from '../localized';
import { openDocument } from './documents';
import { MemoryFiles } from './memoryFiles';
import type { Prompts } from './prompts';
import { senderName, type Code, type Received, type ReceivedCode } from './received';

/** Editable copies of received code. package.json names it too. */
const SUGGESTION_SCHEME = 'live-channels-suggestion';

interface Suggestion {
  readonly received: Received<Code>;
  readonly range: SnippetRange;
}

/** Received code that is being edited, to be sent back as a suggestion. */
export class Suggestions implements Disposable {
  private readonly store = new DisposableStore();
  private readonly files = this.store.add(new MemoryFiles(SUGGESTION_SCHEME, false));
  private readonly open = new Map<string, Suggestion>();
  private readonly leaving = new Set<Suggestion>();
  private count = 0;

  constructor(
    private readonly code: ReceivedCode,
    private readonly prompts: Prompts,
    private readonly guard: Pick<SendGuard, 'review'>,
  ) {
    this.store.add(this.files.onDidForget(uri => this.open.delete(uri.toString())));
  }

  /** Opens an editable copy of a piece of received code. */
  async start(received: Received<Code>): Promise<void> {
    const range = await this.choose(received);
    if (!range) return;
    const path = `/${++this.count}/${fileNameOf(received.body)}`;
    const uri = vscode.Uri.from({ scheme: SUGGESTION_SCHEME, path });
    this.open.set(uri.toString(), { received, range });
    this.files.put(uri, new TextEncoder().encode(range.code));
    const document = await openDocument(uri, received.body.language);
    await vscode.window.showTextDocument(document, { preview: false });
    this.prompts.say(vscode.l10n.t('Edit the code, then run “Send Suggestion”'));
  }

  /**
   * Sends an edited copy back to where the code came from.
   * @param given the document that the button in its editor hands over; else the active one.
   * @throws AppError `input` or `offline` when it cannot be sent; it stays open then.
   */
  async send(given: unknown): Promise<void> {
    const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
    const draft = uri && this.open.get(uri.toString());
    const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri?.toString());
    if (!uri || !draft || !document) {
      throw new AppError(
        'input',
        'There is no suggestion in this editor: run “Suggest a Change…” on received code first.',
      );
    }
    const text = editedText(document, draft);
    if (text === draft.range.code) throw new AppError('input', 'Nothing is changed yet: edit the code, then send it.');
    // The message itself may be gone by now: what is needed of it is here.
    const channel = this.code.channel(draft.received.hint);
    const label = senderName(draft.received.entry);
    // An impatient second press is the same suggestion.
    if (this.leaving.has(draft)) return;
    this.leaving.add(draft);
    try {
      if (!(await this.guard.review([{ label: draft.received.body.path ?? label, text }], label))) return;
      channel.send(suggestionOf(draft, text), directTo(draft.received));
      await this.close(document);
    } finally {
      this.leaving.delete(draft);
    }
    this.prompts.say(vscode.l10n.t('$(check) Suggestion sent to {0}', plain(channel.name)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private choose({ body }: Received<Code>): Promise<SnippetRange | undefined> {
    const [only] = body.ranges;
    if (body.ranges.length === 1) return Promise.resolve(only);
    const choices = body.ranges.map(range => ({
      label: localized(linesOfRange(range)),
      description: plain(range.code.trim().split('\n')[0] ?? ''),
      value: range,
    }));
    return this.prompts.pick(vscode.l10n.t('Suggest a Change to Which Piece?'), choices);
  }

  private async close(document: vscode.TextDocument): Promise<void> {
    // Saved, so that closing it asks nothing.
    await document.save();
    const { uri } = document;
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    const its = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    );
    await vscode.window.tabGroups.close(its);
    this.files.forget(uri);
  }
}

/** What stands in the editor, without the line break that saving may have put behind a piece of a file. */
function editedText(document: vscode.TextDocument, { received, range }: Suggestion): string {
  const text = document.getText().replaceAll('\r\n', '\n');
  const isAdded = !received.body.whole && text.endsWith('\n') && !range.code.endsWith('\n');
  return isAdded ? text.slice(0, -1) : text;
}

/** What came to one person alone goes back to that one alone. */
function directTo({ entry }: Received): string | undefined {
  if (!entry.to) return undefined;
  const other = entry.from.self ? entry.to : entry.from;
  if (other.uid === undefined) throw new AppError('input', 'The one who sent this cannot be written to any more.');
  return other.uid;
}

function suggestionOf({ received: { body, entry }, range }: Suggestion, code: string): Draft {
  const { path, language, whole, cell } = body;
  const snippet: SnippetBody = {
    ...(path !== undefined && { path }),
    ...(language !== undefined && { language }),
    ...(whole && { whole }),
    ...(cell !== undefined && { cell }),
    ranges: [{ ...range, was: range.code, code }],
  };
  const kind = { type: 'snippet' as const, ...snippet };
  return { ...kind, text: plainText(kind), ...(entry.content !== undefined && { re: entry.content }) };
}
