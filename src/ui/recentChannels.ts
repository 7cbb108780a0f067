import type * as vscode from 'vscode';
import { asKnownList, isSame, knownOf, type Known } from './private/remembered';

const RECENT = 'liveChannels.recent';
const MAX_RECENT = 20;

/** The channels that were joined lately, in any window, the latest first. */
export class RecentChannels {
  constructor(private readonly memento: vscode.Memento) {}

  get all(): readonly Known[] {
    return asKnownList(this.memento.get(RECENT));
  }

  /** Puts a channel at the front. @param instead of this one, as after its key was renewed. */
  async add(known: Known, instead = known): Promise<void> {
    const others = this.all.filter(other => !isSame(other, known) && !isSame(other, instead));
    await this.store([knownOf(known), ...others].slice(0, MAX_RECENT));
  }

  async remove(known: Known): Promise<void> {
    await this.store(this.all.filter(other => !isSame(other, known)));
  }

  private async store(all: readonly Known[]): Promise<void> {
    // An open channel on the server that is set is its name.
    const stored = all.map(known => (Object.keys(known).length === 1 ? known.name : known));
    await this.memento.update(RECENT, stored);
  }
}
