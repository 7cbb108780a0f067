import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { isRecord, isText } from '../../base/guards';
import type { Disposable } from '../../base/lifecycle';
import type { ChannelView, PersonView } from '../../protocol/panel';
import { plain } from '../plain';

/**
 * `verified`: this device was compared with, under this name. `changed`: somebody of a verified name, with a device that was
 * not compared: another computer of theirs, or somebody else. `unverified`: nothing is known.
 */
export type Verification = 'verified' | 'changed' | 'unverified';

interface Entry {
  /** As `PersonView.device`. */
  device: string;
  name: string;
}

const KEY = 'liveChannels.verified';
/** Devices that are remembered. */
const MAX_ENTRIES = 500;
const MAX_TEXT = 512;

/** Names that a person cannot tell apart, as far as Unicode knows, are alike. */
function looksLike(name: string): string {
  return plain(name.normalize('NFKC')).toLocaleLowerCase();
}

/** Whose devices were compared on this computer. Public keys and names, for all windows. */
export class Verified implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;

  /** @param memento holds what is the same in every window. */
  constructor(private readonly memento: vscode.Memento) {}

  /** @param privacy of the channel: in an open one anybody can say anything, so that nobody is verified there. */
  stateOf(person: Pick<PersonView, 'name' | 'device' | 'self'>, privacy: ChannelView['privacy']): Verification {
    if (privacy !== 'private' || person.self) return 'unverified';
    const name = looksLike(person.name);
    const known = this.entries.filter(entry => looksLike(entry.name) === name);
    if (known.some(({ device }) => device === person.device)) return 'verified';
    return known.length > 0 ? 'changed' : 'unverified';
  }

  /** Two people have compared the words of their devices. */
  async add({ device, name }: Entry): Promise<void> {
    const others = this.entries.filter(entry => entry.device !== device);
    await this.store([{ device, name }, ...others].slice(0, MAX_ENTRIES));
  }

  /** Takes back that a device was compared with. */
  async remove(device: string): Promise<void> {
    await this.store(this.entries.filter(entry => entry.device !== device));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get entries(): readonly Entry[] {
    const stored: unknown = this.memento.get(KEY);
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (item): item is Entry => isRecord(item) && isText(item['device'], MAX_TEXT) && isText(item['name'], MAX_TEXT),
    );
  }

  private async store(entries: readonly Entry[]): Promise<void> {
    await this.memento.update(KEY, entries);
    this.changed.fire();
  }
}
