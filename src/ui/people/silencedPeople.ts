import type * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';
import type { Sender } from '../../protocol/transcript';
import type { Who } from '../../session/blocking';
import type { Channel } from '../../session/channel';
import { asSilenced, means, silenceOf, type Silence, type Silenced } from './blockRules';

const KEY = 'liveChannels.silenced';

/** More than these are never kept: the oldest goes. */
const MAX_SILENCED = 500;

/** Who is muted or blocked on this machine, in every window and channel. */
export class SilencedPeople implements Disposable {
  private readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  private stored: unknown;
  private list: readonly Silenced[] = [];

  /** @param memory the extension's global state. */
  constructor(private readonly memory: vscode.Memento) {}

  get all(): readonly Silenced[] {
    const stored: unknown = this.memory.get(KEY);
    // It is asked for with each message that is looked at, and another window may change it.
    if (stored !== this.stored) [this.stored, this.list] = [stored, asSilenced(stored)];
    return this.list;
  }

  of(person: Who): Silence | undefined {
    return silenceOf(this.all, person);
  }

  isBlocked(person: Who): boolean {
    return this.of(person) === 'block';
  }

  /** Whether what somebody says in a channel is to notify of nothing: they are muted or blocked. */
  isSilenced(channel: Pick<Channel, 'deviceOf'>, { self, session, name }: Sender): boolean {
    if (self) return false;
    const device = session === undefined ? undefined : channel.deviceOf(session);
    const who: Who = {
      ...(session !== undefined && { session }),
      ...(name !== undefined && { name }),
      ...(device !== undefined && { device }),
    };
    return this.of(who) !== undefined;
  }

  async add(entry: Silenced): Promise<void> {
    await this.save([...this.all.filter(other => !isSame(other, entry)), entry].slice(-MAX_SILENCED));
  }

  /** Takes one entry out of the list. */
  async remove(entry: Silenced): Promise<void> {
    await this.save(this.all.filter(other => !isSame(other, entry)));
  }

  /** Takes out all that mean a person, by whatever. */
  async clear(person: Who): Promise<void> {
    await this.save(this.all.filter(entry => !means(entry, person)));
  }

  dispose(): void {
    this.changed.dispose();
  }

  private async save(list: readonly Silenced[]): Promise<void> {
    await this.memory.update(KEY, list);
    this.changed.fire();
  }
}

function isSame(one: Silenced, other: Silenced): boolean {
  return one.name === other.name && one.device === other.device && one.session === other.session;
}
