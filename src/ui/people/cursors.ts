import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Clock } from '../../session/clock';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { Labels, type LabelPhase } from './labels';
import { marksOf, type Mark } from './marks';
import { pathOf, rangeIn } from './placeOf';
import { cursorLine } from './scrollWatch';
import type { SilencedPeople } from './silencedPeople';
import { Throttle } from './throttle';
import { toneOf, TONES } from './tone';

/** Others' cursors are drawn at most so often. Milliseconds. */
const EVERY = 100;
/** Of a longer name the start is shown. UTF-16 units. */
const MAX_NAME = 24;

/** What is drawn in one colour. */
interface Brush {
  readonly selection: vscode.TextEditorDecorationType;
  readonly cursor: vscode.TextEditorDecorationType;
  readonly label: vscode.TextEditorDecorationType;
}

/** The ranges for each brush's parts in one editor. */
type Strokes = Record<keyof Brush, vscode.DecorationOptions[]>;

/** Draws the cursors and selections of those who show where they are into the editors in sight. */
export class Cursors implements Disposable {
  private readonly store = new DisposableStore();
  private readonly brushes = new Map<number, Brush>();
  private readonly labels = new Labels();
  private readonly drawn = new WeakMap<vscode.TextEditor, string>();
  private readonly throttle: Throttle;
  private fading: Disposable | undefined;

  constructor(
    private readonly channels: JoinedChannels,
    private readonly silenced: SilencedPeople,
    private readonly clock: Clock,
  ) {
    this.throttle = this.store.add(new Throttle(clock, EVERY, () => this.draw()));
    const soon = () => this.throttle.request();
    this.store.add(channels.onDidChange(soon));
    this.store.add(channels.onDidLeave(soon));
    this.store.add(silenced.onDidChange(soon));
    this.store.add(vscode.window.onDidChangeVisibleTextEditors(soon));
  }

  dispose(): void {
    this.fading?.dispose();
    this.store.dispose();
  }

  private draw(): void {
    const editors = vscode.window.visibleTextEditors.map(editor => ({ editor, path: pathOf(editor.document.uri) }));
    const paths = new Set(editors.map(({ path }) => path));
    const views = this.channels.all.map(({ view }) => view);
    const marks = marksOf(
      views,
      path => paths.has(path),
      person => this.silenced.isBlocked(person),
    );
    const now = this.clock.now();
    this.labels.keep(new Set(marks.map(({ key }) => key)));
    const phased = marks.map(mark => ({ mark, phase: this.labels.phase(mark.key, whereOf(mark), now) }));
    for (const { editor, path } of editors) {
      this.drawIn(
        editor,
        phased.filter(({ mark }) => mark.place.path === path),
      );
    }
    this.fading?.dispose();
    const wait = this.labels.next(now);
    this.fading = wait === undefined ? undefined : this.clock.after(wait, () => this.draw());
  }

  /** Draws what differs from the last time: between them VS Code moves it with the text. */
  private drawIn(editor: vscode.TextEditor, marks: readonly { mark: Mark; phase: LabelPhase }[]): void {
    const drawing = JSON.stringify(marks.map(({ mark, phase }) => [mark.name, mark.place.selections, phase]));
    if ((this.drawn.get(editor) ?? '[]') === drawing) return;
    this.drawn.set(editor, drawing);
    for (let tone = 0; tone < TONES; tone++) {
      const inTone = marks.filter(({ mark }) => toneOf(plain(mark.name)) === tone);
      if (inTone.length === 0 && !this.brushes.has(tone)) continue;
      const strokes: Strokes = { selection: [], cursor: [], label: [] };
      for (const { mark, phase } of inTone) addStrokes(strokes, editor.document, mark, phase);
      const brush = this.brushOf(tone);
      for (const part of ['selection', 'cursor', 'label'] as const) editor.setDecorations(brush[part], strokes[part]);
    }
  }

  private brushOf(tone: number): Brush {
    const known = this.brushes.get(tone);
    if (known) return known;
    const brush = makeBrush(tone);
    for (const part of Object.values(brush)) this.store.add(part as vscode.TextEditorDecorationType);
    this.brushes.set(tone, brush);
    return brush;
  }
}

/** What has to change for a name to be shown again: one who scrolls has not moved. */
function whereOf({ place: { path, selections } }: Mark): string {
  return JSON.stringify([path, selections]);
}

function makeBrush(tone: number): Brush {
  const colour = new vscode.ThemeColor(`liveChannels.person${tone + 1}`);
  const background = new vscode.ThemeColor(`liveChannels.person${tone + 1}Selection`);
  const make = vscode.window.createTextEditorDecorationType;
  return {
    selection: make({
      backgroundColor: background,
      overviewRulerColor: colour,
      overviewRulerLane: vscode.OverviewRulerLane.Center,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
    cursor: make({ borderStyle: 'solid', borderWidth: '0 0 0 2px', borderColor: colour }),
    label: make({
      // At the end of the line, so that it covers no code.
      after: { margin: '0 0 0 1.5em', border: '1px solid', borderColor: colour },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
    }),
  };
}

function addStrokes(strokes: Strokes, document: vscode.TextDocument, { name, place }: Mark, phase: LabelPhase): void {
  const called = plain(name).slice(0, MAX_NAME);
  const hoverMessage = new vscode.MarkdownString().appendText(called);
  for (const selection of place.selections) {
    const range = rangeIn(document, selection);
    const cursor = selection.reversed ? range.start : range.end;
    if (!range.isEmpty) strokes.selection.push({ range, hoverMessage });
    strokes.cursor.push({ range: new vscode.Range(cursor, cursor), hoverMessage });
  }
  const line = cursorLine(place.selections[0]);
  if (phase === 'gone' || line === undefined) return;
  const { end } = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  const color = new vscode.ThemeColor(phase === 'full' ? 'editor.foreground' : 'disabledForeground');
  strokes.label.push({
    range: new vscode.Range(end, end),
    renderOptions: { after: { contentText: `\u00a0${called}\u00a0`, color } },
  });
}
