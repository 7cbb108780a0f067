import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Place } from '../../protocol/presence';
import { ScrollWatch, topLine } from './scrollWatch';

/**
 * The editor in which another's place is shown. It notices when the person moves by themselves: sets the cursor, scrolls,
 * or goes to another editor; what it does itself is told apart from that.
 */
export class FollowedEditor implements Disposable {
  private readonly store = new DisposableStore();
  private document: vscode.TextDocument | undefined;
  private editor: vscode.TextEditor | undefined;
  private column = vscode.ViewColumn.Active;
  /** Absent while an editor is being opened: what comes then is not of the person. */
  private scrolls: ScrollWatch | undefined;
  private isOpening = false;
  /** What was shown when it was not known yet how many lines the editor shows: that comes once it is drawn. */
  private unmeasured: Place | undefined;

  /** @param moved the person has moved. */
  constructor(private readonly moved: () => void) {
    this.store.add(
      vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
        const isCommand = kind === vscode.TextEditorSelectionChangeKind.Command;
        if (kind !== undefined && !(isCommand && this.isOpening)) this.moved();
      }),
    );
    this.store.add(
      vscode.window.onDidChangeActiveTextEditor(editor => {
        if (!this.isOpening && editor && editor.document !== this.document) this.moved();
      }),
    );
    this.store.add(
      vscode.window.onDidChangeVisibleTextEditors(editors => {
        const isThere = !this.document || editors.some(({ document }) => document === this.document);
        if (!this.isOpening && !isThere) this.moved();
      }),
    );
    this.store.add(
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor, visibleRanges: [first] }) => {
        if (textEditor === this.editor && first) this.scrolled(textEditor, first.start.line);
      }),
    );
  }

  /**
   * Shows a place, and leaves the focus where it is.
   *
   * @returns whether this workspace has the file.
   * @throws AppError `input` when it leads elsewhere or is no text.
   */
  async show(place: Place): Promise<boolean> {
    const { WorkspaceFiles, openText } = await import('../received/workspaceFiles');
    const { uri, exists } = await new WorkspaceFiles().find(place.path);
    if (!exists) return false;
    const document = await openText(uri);
    if (this.isOver()) return true;
    const editor = this.showing(document) ?? (await this.open(document));
    // The person may have moved meanwhile, which ends it.
    if (!this.isOver()) this.scroll(editor, place);
    return true;
  }

  dispose(): void {
    this.store.dispose();
  }

  private isOver(): boolean {
    return this.store.isDisposed;
  }

  private showing(document: vscode.TextDocument): vscode.TextEditor | undefined {
    const { editor } = this;
    const isShown = editor?.document === document && vscode.window.visibleTextEditors.includes(editor);
    return isShown ? editor : undefined;
  }

  private async open(document: vscode.TextDocument): Promise<vscode.TextEditor> {
    this.isOpening = true;
    this.document = document;
    this.scrolls = undefined;
    try {
      const options = { viewColumn: this.column, preserveFocus: true, preview: true };
      this.editor = await vscode.window.showTextDocument(document, options);
      this.column = this.editor.viewColumn ?? this.column;
      return this.editor;
    } finally {
      this.isOpening = false;
    }
  }

  private scrolled(editor: vscode.TextEditor, line: number): void {
    const { unmeasured } = this;
    if (unmeasured && heightOf(editor) !== undefined) this.scroll(editor, unmeasured);
    else if (this.scrolls?.isOwn(line)) this.moved();
  }

  private scroll(editor: vscode.TextEditor, place: Place): void {
    const [first] = editor.visibleRanges;
    const height = heightOf(editor);
    this.unmeasured = height === undefined ? place : undefined;
    const line = Math.min(topLine(place, height ?? Infinity), editor.document.lineCount) - 1;
    this.scrolls ??= new ScrollWatch();
    this.scrolls.asked(line, height === undefined ? undefined : first?.start.line);
    // “At top” leaves room above for pinned lines, whether there are any or not: by the middle the first line is met.
    const middle = height === undefined ? line : line + Math.floor(height / 2);
    const { AtTop, InCenter } = vscode.TextEditorRevealType;
    editor.revealRange(new vscode.Range(middle, 0, middle, 0), height === undefined ? AtTop : InCenter);
  }
}

/** How many lines an editor shows; `undefined` before it is drawn. */
function heightOf({ visibleRanges }: vscode.TextEditor): number | undefined {
  const [first] = visibleRanges;
  const last = visibleRanges.at(-1);
  const lines = first && last ? last.end.line - first.start.line + 1 : 0;
  return lines > 1 ? lines : undefined;
}
