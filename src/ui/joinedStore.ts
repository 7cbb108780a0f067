import type * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle';
import type { Met } from '../protocol/passing';
import { asJoinedList, storageName, type Joined, type Known } from './private/remembered';

const JOINED = 'liveChannels.joined';

/** Sessions of one window that are remembered, so that after a reload it gets what was said meanwhile. */
const MAX_SESSIONS = 16;

/** Milliseconds. */
const SAVE_AFTER = 300;

/** Whether a window had joined anything when it was closed or reloaded. */
export function wasJoined(memento: vscode.Memento): boolean {
  const stored: unknown = memento.get(JOINED);
  return Array.isArray(stored) && stored.length > 0;
}

/** A joined channel, as far as it is remembered. */
export interface Present {
  known: Known;
  session: string;
  met: Met;
}

/** What a window had joined, over a reload. */
export class JoinedStore implements Disposable {
  /** From before the reload, by `storageName`. */
  private readonly before = new Map<string, Joined>();
  /** Of these, those that are still to be joined: they are remembered as they were. */
  private readonly pending = new Map<string, Joined>();
  private saving: ReturnType<typeof setTimeout> | undefined;

  /** @param present what is joined now. */
  constructor(
    private readonly memento: vscode.Memento,
    private readonly present: () => readonly Present[],
  ) {
    for (const each of asJoinedList(this.memento.get(JOINED))) {
      this.before.set(storageName(each), each);
      this.pending.set(storageName(each), each);
    }
  }

  /** What was joined when the window was closed or reloaded, and has not been `settled` since. */
  get left(): readonly Joined[] {
    return [...this.pending.values()];
  }

  /** It was joined again, or cannot be. */
  settled(known: Known): void {
    this.pending.delete(storageName(known));
  }

  /** The sessions that this window had in a channel, and whom they knew. */
  sessionsOf(known: Known): { formerly: readonly string[]; met: Met } {
    const { sessions: formerly = [], met = {} } = this.before.get(storageName(known)) ?? {};
    return { formerly, met };
  }

  /** It was left: who comes back is somebody new. */
  drop(known: Known): void {
    this.before.delete(storageName(known));
    this.settled(known);
  }

  async save(): Promise<void> {
    const joined = this.present().map<Joined>(({ known, session, met }) => {
      const sessions = [...this.sessionsOf(known).formerly, session].slice(-MAX_SESSIONS);
      return { ...known, sessions, met };
    });
    const names = new Set(joined.map(storageName));
    const others = this.left.filter(each => !names.has(storageName(each)));
    await this.memento.update(JOINED, [...joined, ...others]);
  }

  /** People come and go in bursts; what is remembered of them may lag a little. */
  saveSoon(): void {
    this.saving ??= setTimeout(() => {
      this.saving = undefined;
      void this.save();
    }, SAVE_AFTER);
  }

  dispose(): void {
    clearTimeout(this.saving);
  }
}
