import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Place, Status } from '../../protocol/presence';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import type { Activity } from './activity';
import type { LocationChoices } from './locationChoices';
import type { OwnPlace } from './ownPlace';
import type { OwnStatus } from './ownStatus';

/** Tells the joined channels how the person is, and where, in those in which they show it. */
export class Presence implements Disposable {
  private readonly store = new DisposableStore();
  /** What each channel was told last. */
  private readonly told = new WeakMap<Channel, string>();

  constructor(
    private readonly channels: JoinedChannels,
    private readonly status: OwnStatus,
    private readonly choices: LocationChoices,
    private readonly place: OwnPlace,
  ) {
    const tellAll = () => this.tellAll();
    this.store.add(channels.onDidJoin(tellAll));
    this.store.add(channels.onDidLeave(tellAll));
    this.store.add(status.onDidChange(tellAll));
    this.store.add(choices.onDidChange(tellAll));
    this.store.add(place.onDidChange(tellAll));
  }

  dispose(): void {
    this.store.dispose();
  }

  /** The channels in which the person shows where they are. */
  get sharing(): readonly Channel[] {
    return this.channels.all.filter(({ name }) => this.choices.has(name));
  }

  private tellAll(): void {
    const { status } = this.status;
    this.place.on = this.sharing.length > 0;
    const { current } = this.place;
    for (const channel of this.channels.all) {
      this.tell(channel, status, this.choices.has(channel.name) ? current : undefined);
    }
  }

  private tell(channel: Channel, status: Status, place: Place | undefined): void {
    const presence = { status, ...(place && { place }) };
    const said = JSON.stringify(presence);
    if (this.told.get(channel) === said) return;
    this.told.set(channel, said);
    channel.setPresence(presence);
  }
}

/** Lets what VS Code tells of the person's input and of its window count for their status. */
export function watchInput(activity: Activity, status: OwnStatus): Disposable {
  const store = new DisposableStore();
  const input = () => activity.input();
  store.add(
    vscode.window.onDidChangeWindowState(state => {
      activity.windowChanged(state);
      // What is set by hand in one window holds in all: this one may have been in the background then.
      status.look();
    }),
  );
  // Of these, a change that the person did not make themselves is rare enough.
  store.add(
    vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
      if (kind !== undefined) input();
    }),
  );
  store.add(vscode.window.onDidChangeActiveTerminal(input));
  return store;
}
