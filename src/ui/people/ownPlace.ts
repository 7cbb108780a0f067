import * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Place } from '../../protocol/presence';
import type { Clock } from '../../session/clock';
import { onSettingChange } from '../settings';
import { pathOf, placeIn } from './placeOf';
import { Throttle } from './throttle';

/** Others are told of a move at most so often. Milliseconds. */
const EVERY = 500;
/** What git says of a file holds for so long. Milliseconds. */
const KNOWN_FOR = 5_000;
/** Files of which that is remembered. */
const MAX_KNOWN = 100;

interface Known {
  readonly at: number;
  readonly mayBeTold: Promise<boolean>;
}

/** Whether a file may be spoken of at all: none that git ignores, or that the settings say never to send. */
async function mayBeTold(uri: vscode.Uri): Promise<boolean> {
  try {
    const { fileConcerns } = await import('../guard/fileConcerns');
    // A concern is also that git does not say: what is not known is not told.
    return (await fileConcerns([{ label: '', uri }])).length === 0;
  } catch {
    // A pattern that cannot be read. Sending says so; nothing is told until it is mended.
    return false;
  }
}

/**
 * Where the person is, while they show it. Nothing is looked at while nobody is told, and nothing is told of a file
 * before it is known to be harmless.
 */
export class OwnPlace implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly throttle: Throttle;
  private readonly known = new Map<string, Known>();
  private isOn = false;
  private place: Place | undefined;

  constructor(private readonly clock: Clock) {
    this.throttle = this.store.add(new Throttle(clock, EVERY, () => void this.look()));
    const moved = () => this.moved();
    this.store.add(vscode.window.onDidChangeActiveTextEditor(moved));
    this.store.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.movedIn(textEditor)));
    this.store.add(vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.movedIn(textEditor)));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(moved));
    this.store.add(onSettingChange(['liveChannels.neverSend'], () => this.rulesChanged()));
    this.store.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.path.endsWith('/.gitignore')) this.rulesChanged();
      }),
    );
  }

  /** Where the person is; `undefined` where that may not be told, or is not to be. */
  get current(): Place | undefined {
    return this.place;
  }

  /** Starts or stops to look where the person is. It stops at once. */
  set on(on: boolean) {
    if (on === this.isOn) return;
    this.isOn = on;
    if (on) this.throttle.request();
    else {
      this.throttle.cancel();
      this.tell(undefined);
    }
  }

  dispose(): void {
    this.isOn = false;
    this.store.dispose();
  }

  private moved(): void {
    if (this.isOn) this.throttle.request();
  }

  private movedIn(editor: vscode.TextEditor): void {
    if (editor === vscode.window.activeTextEditor) this.moved();
  }

  private rulesChanged(): void {
    this.known.clear();
    this.moved();
  }

  private async look(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const uri = editor?.document.uri;
    const harmless = uri && pathOf(uri) !== undefined ? await this.ask(uri) : false;
    // Meanwhile it may have been switched off; and who has gone on is looked for again.
    if (!this.isOn || vscode.window.activeTextEditor !== editor) return;
    this.tell(harmless && editor ? placeIn(editor) : undefined);
  }

  private ask(uri: vscode.Uri): Promise<boolean> {
    const key = uri.toString();
    const now = this.clock.now();
    const known = this.known.get(key);
    if (known && now - known.at < KNOWN_FOR) return known.mayBeTold;
    const asked = mayBeTold(uri);
    this.known.delete(key);
    this.known.set(key, { at: now, mayBeTold: asked });
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return asked;
  }

  private tell(place: Place | undefined): void {
    if (JSON.stringify(place) === JSON.stringify(this.place)) return;
    this.place = place;
    this.changed.fire();
  }
}
