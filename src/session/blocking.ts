import { unitsOf } from '../protocol/bodies';
import type { Entry, MessageEntry, Sender } from '../protocol/transcript';
import type { Transcript } from './transcript';

/** Somebody, by what can tell them: `device` is proven, `name` is only what they call themselves. */
export interface Who {
  session?: string;
  name?: string;
  /** In a private channel: the public key of their device. */
  device?: string;
}

/** What is kept of the messages of those who are blocked, in case they no longer are. UTF-16 units. */
export const MAX_WITHHELD = 8_000_000;

/** What each takes beside its body. UTF-16 units. */
const OVERHEAD = 200;

/**
 * Stands before the transcript, so that nothing behind it has what is said by people who are blocked on this machine: not
 * the page, nor a search, nor what is copied. Their messages keep their places and are held back here.
 */
export class Blocking {
  private isBlocked: (who: Who) => boolean = () => false;
  private readonly withheld = new Map<string, MessageEntry>();
  private units = 0;

  /** @param deviceOf the device of a session, where that is known. */
  constructor(
    private readonly transcript: Transcript,
    private readonly deviceOf: (session: string) => string | undefined,
  ) {
    transcript.onDidRemove(id => this.release(id));
    transcript.onDidTrim(() => {
      for (const id of [...this.withheld.keys()]) if (!transcript.get(id)) this.release(id);
    });
  }

  /** Somebody else is blocked now: what is shown already is hidden, or shown again as far as it is still known. */
  set(isBlocked: (who: Who) => boolean): void {
    this.isBlocked = isBlocked;
    for (const entry of [...this.transcript.entries]) {
      if (entry.kind !== 'message' || this.hides(entry.from) === (entry.blocked === true)) continue;
      const whole = this.withheld.get(entry.id);
      // What was too much to be kept stays hidden.
      if (!entry.blocked || whole) this.replace(whole ?? entry);
    }
  }

  /** Whether somebody is blocked; never oneself. */
  hides({ self, session, name }: Pick<Sender, 'self' | 'session' | 'name'>): boolean {
    if (self) return false;
    const device = session === undefined ? undefined : this.deviceOf(session);
    return this.isBlocked({
      ...(session !== undefined && { session }),
      ...(name !== undefined && { name }),
      ...(device !== undefined && { device }),
    });
  }

  /** An entry with all that it says. */
  get(id: string): Entry | undefined {
    return this.withheld.get(id) ?? this.transcript.get(id);
  }

  insert(entry: MessageEntry, at: number, tie?: string): void {
    this.transcript.insert(this.shown(entry), at, tie);
  }

  replace(entry: MessageEntry): void {
    if (this.transcript.get(entry.id)) this.transcript.replace(this.shown(entry));
  }

  private shown(entry: MessageEntry): MessageEntry {
    this.release(entry.id);
    if (!this.hides(entry.from)) return entry;
    if (!entry.blocked) this.withhold(entry);
    const { kind, id, from, to, date, content, re, state } = entry;
    const names = { ...(to && { to }), ...(content !== undefined && { content }), ...(re !== undefined && { re }) };
    return { kind, id, from, date, ...names, state, body: { type: 'text', text: '' }, blocked: true };
  }

  private withhold(entry: MessageEntry): void {
    this.withheld.set(entry.id, entry);
    this.units += sizeOf(entry);
    for (const id of this.withheld.keys()) {
      if (this.units <= MAX_WITHHELD) return;
      this.release(id);
    }
  }

  private release(id: string): void {
    const entry = this.withheld.get(id);
    if (!entry) return;
    this.withheld.delete(id);
    this.units -= sizeOf(entry);
  }
}

function sizeOf({ body }: MessageEntry): number {
  return unitsOf(body) + OVERHEAD;
}
