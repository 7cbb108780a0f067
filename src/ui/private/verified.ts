import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import { isRecord, isText } from '../../base/guards';
import type { Disposable } from '../../base/lifecycle';
import type { ChannelView, PersonView } from '../../protocol/panel';
import { looksLike } from '../lookalike';

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

interface Known extends Entry {
  /** Of its name. */
  readonly looks: string;
}

const KEY = 'liveChannels.verified';
/** Devices that are remembered. */
const MAX_ENTRIES = 500;
const MAX_TEXT = 512;

function asEntries(stored: unknown): Known[] {
  if (!Array.isArray(stored)) return [];
  return stored
    .filter(
      (item): item is Entry => isRecord(item) && isText(item['device'], MAX_TEXT) && isText(item['name'], MAX_TEXT),
    )
    .map(({ device, name }) => ({ device, name, looks: looksLike(name) }));
}

/** Whose devices were compared on this computer. Public keys and names, for all windows. */
export class Verified implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  /** What was read last, with what it was read from: everybody in a channel is looked up whenever one of them changes. */
  private read: { from: unknown; entries: readonly Known[] } = { from: undefined, entries: [] };

  /** @param memento holds what is the same in every window. */
  constructor(private readonly memento: vscode.Memento) {}

  /** @param privacy of the channel: in an open one anybody can say anything, so that nobody is verified there. */
  stateOf(person: Pick<PersonView, 'name' | 'device' | 'self'>, privacy: ChannelView['privacy']): Verification {
    if (privacy !== 'private' || person.self) return 'unverified';
    const { entries } = this;
    if (entries.length === 0) return 'unverified';
    const looks = looksLike(person.name);
    const known = entries.filter(entry => entry.looks === looks);
    if (known.some(({ device }) => device === person.device)) return 'verified';
    return known.length > 0 ? 'changed' : 'unverified';
  }

  /** Two people have compared the words of their devices. */
  async add({ device, name }: Entry): Promise<void> {
    const others = this.entries.filter(entry => entry.device !== device);
    await this.store([{ device, name, looks: looksLike(name) }, ...others].slice(0, MAX_ENTRIES));
  }

  /** Takes back that a device was compared with. */
  async remove(device: string): Promise<void> {
    await this.store(this.entries.filter(entry => entry.device !== device));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private get entries(): readonly Known[] {
    const stored: unknown = this.memento.get(KEY);
    if (stored !== this.read.from) this.read = { from: stored, entries: asEntries(stored) };
    return this.read.entries;
  }

  private async store(entries: readonly Known[]): Promise<void> {
    const from = entries.map(({ device, name }) => ({ device, name }));
    await this.memento.update(KEY, from);
    this.read = { from, entries };
    this.changed.fire();
  }
}
