import type { Amendment } from '../protocol/amendments';
import type { Amended } from '../protocol/content';
import type { DeliveryState, MessageEntry } from '../protocol/transcript';
import { amendedEntry, type Known, type Pending, type Target } from './amendedEntry';
import { OWN } from './origin';
import { compareStamps, MAX_EMOJIS, type Stamp, type Vote } from './reactions';
import { WaitingRoom, type Heard } from './waitingRoom';

/** Bounds of what is remembered: messages that can be amended, and what was put to one of them and to all. */
export const AMENDMENT_LIMITS = { targets: 20_000, sameId: 4, votes: 1_000, allVotes: 50_000 } as const;

/** A time that is later than any: what one says oneself counts last until it has its own. */
const NOT_YET: Stamp = { at: Infinity, session: OWN, seq: 0 };

/** What amendments need of the conversation around them. */
export interface AmendmentsHost {
  /** Names the window that a session belongs to; `OWN` for this one. */
  originOf(session: string): string;
  /** Whether what an earlier session has said is a later one's to change. */
  areOneWindow(earlier: string, later: string): boolean;
  ownName(): string;
  isHidden(who: { session: string; name?: string }): boolean;
  /** The message that an entry shows. */
  message(entryId: string): MessageEntry | undefined;
  replace(entry: MessageEntry): void;
  /** Content was taken back by its author. */
  takenBack(session: string, id: string): void;
}

/**
 * What was said about messages afterwards: other words, that they are taken back, emojis. Whatever the order in which
 * messages and amendments come, all who have the same ones show the same.
 */
export class Amendments {
  private readonly byEntry = new Map<string, Known>();
  private readonly byId = new Map<string, Known[]>();
  private readonly waiting = new WaitingRoom();
  private readonly pending = new Map<string, Pending>();
  private votes = 0;

  constructor(private readonly host: AmendmentsHost) {}

  /** How much is remembered of what others decide; for tests of the bounds. */
  get held(): { targets: number; waiting: number; votes: number } {
    return { targets: this.byEntry.size, waiting: this.waiting.size, votes: this.votes };
  }

  target(entryId: string): (Target & { readonly deleted: boolean }) | undefined {
    const known = this.byEntry.get(entryId);
    return known && { ...known, deleted: known.deleted === true };
  }

  /** A message is about to be shown. @returns the entry as it is to be shown, with what was said about it before. */
  shown(target: Target, entry: MessageEntry): MessageEntry {
    this.forget(target.entryId);
    const known: Known = { ...target, votes: new Map() };
    const same = this.byId.get(target.id) ?? [];
    // Ids are random: more than a few of one id are made to be, and each amendment would be work for all of them.
    if (same.length >= AMENDMENT_LIMITS.sameId) return entry;
    this.byEntry.set(target.entryId, known);
    this.byId.set(target.id, [...same, known]);
    this.bound();
    this.waiting.take(heard => heard.content.of === known.id && this.apply(known, heard));
    return this.amended(entry, known);
  }

  /** An amendment has come from another, or an own one from where it was handed on. */
  hear(heard: Heard): void {
    const fitting = (this.byId.get(heard.content.of) ?? []).filter(known => this.apply(known, heard));
    if (fitting.length === 0) this.waiting.add(heard);
    for (const known of fitting) this.show(known);
  }

  /** It has come out which window a session is of: what waits may fit now. */
  linked(session: string): void {
    for (const { content } of this.waiting.take(heard => this.fitting(heard).length > 0)) {
      for (const known of this.byId.get(content.of) ?? []) this.show(known);
    }
    for (const known of this.byEntry.values()) {
      if ([...known.votes.values()].some(vote => vote.session === session)) this.show(known);
    }
  }

  /** Other people are blocked than before. */
  shownAnew(): void {
    for (const known of this.byEntry.values()) if (known.votes.size > 0) this.show(known);
  }

  /** An own amendment was taken over: it is shown at once. */
  own(id: string, amendment: Amendment, state: DeliveryState): void {
    this.pending.set(id, { amendment, state });
    this.showAll(amendment.of);
  }

  /** An own amendment is on its way, or waits. */
  change(id: string, state: DeliveryState): void {
    const pending = this.pending.get(id);
    if (!pending || pending.state === state) return;
    pending.state = state;
    if (pending.amendment.type !== 'react') this.showAll(pending.amendment.of);
  }

  /** An own amendment has arrived: from now on it counts like everybody's. */
  settled(id: string, content: Amended): void {
    this.pending.delete(id);
    this.hear({ content, name: this.host.ownName() });
    this.showAll(content.of);
  }

  /**
   * An own amendment will not arrive: all is as it was before.
   * @returns the entry that it was about.
   */
  refused(id: string): string | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (!pending) return undefined;
    this.showAll(pending.amendment.of);
    return this.byId.get(pending.amendment.of)?.[0]?.entryId;
  }

  private fitting(heard: Heard): Known[] {
    return (this.byId.get(heard.content.of) ?? []).filter(known => this.apply(known, heard));
  }

  /** Whether an amendment is to that message, which is then changed. */
  private apply(known: Known, { content, name }: Heard): boolean {
    const { at, session, seq } = content;
    const stamp: Stamp = { at, session, seq };
    const origin = this.host.originOf(session);
    if (known.direct !== (content.direct === true)) return false;
    if (content.type === 'react') {
      const isParty = origin === OWN || (known.other !== undefined && origin === this.host.originOf(known.other));
      if (known.direct && !isParty) return false;
      this.vote(known, {
        emoji: content.emoji,
        origin,
        session,
        on: !content.off,
        stamp,
        ...(name !== undefined && { name }),
      });
      return true;
    }
    if (!this.host.areOneWindow(known.session, session)) return false;
    if (content.type === 'delete') this.takeBack(known);
    else if (known.isText) this.edit(known, stamp, content.text);
    return true;
  }

  private edit(known: Known, stamp: Stamp, text: string): void {
    if (known.deleted || (known.edited && compareStamps(known.edited, stamp) >= 0)) return;
    known.edited = stamp;
    known.base = { type: 'text', text };
  }

  private takeBack(known: Known): void {
    if (known.deleted) return;
    known.deleted = true;
    known.base = { type: 'text', text: '' };
    this.dropVotes(known);
    this.host.takenBack(known.session, known.id);
  }

  private vote(known: Known, vote: Vote & { session: string }): void {
    if (known.deleted) return;
    const key = `${vote.emoji} ${vote.session}`;
    const before = known.votes.get(key);
    if (before) {
      if (compareStamps(before.stamp, vote.stamp) < 0) known.votes.set(key, vote);
      return;
    }
    if (!this.makeRoom(known, vote)) return;
    known.votes.set(key, vote);
    if (++this.votes > AMENDMENT_LIMITS.allVotes) this.dropOldestVotes(known);
  }

  /** What was taken away again gives its place to a new one; of too many the first ones count, whatever came first. */
  private makeRoom({ votes }: Known, { session, stamp }: Vote & { session: string }): boolean {
    const all = [...votes];
    const own = all.filter(([, other]) => other.session === session);
    const [latest] = all.sort(([, a], [, b]) => compareStamps(b.stamp, a.stamp));
    let gone: string | undefined;
    if (own.length >= MAX_EMOJIS) gone = own.find(([, { on }]) => !on)?.[0];
    else if (votes.size < AMENDMENT_LIMITS.votes) return true;
    else if (latest && compareStamps(latest[1].stamp, stamp) > 0) gone = latest[0];
    if (gone === undefined) return false;
    votes.delete(gone);
    this.votes--;
    return true;
  }

  /** The oldest message with any loses all of them. */
  private dropOldestVotes(but: Known): void {
    for (const known of this.byEntry.values()) {
      if (known === but || known.votes.size === 0) continue;
      this.dropVotes(known);
      this.show(known);
      return;
    }
  }

  private dropVotes(known: Known): void {
    this.votes -= known.votes.size;
    known.votes.clear();
  }

  private showAll(id: string): void {
    for (const known of this.byId.get(id) ?? []) this.show(known);
  }

  private show(known: Known): void {
    const entry = this.host.message(known.entryId);
    if (entry) this.host.replace(this.amended(entry, known));
  }

  private amended(entry: MessageEntry, known: Known): MessageEntry {
    const own = [...this.pending.values()].filter(({ amendment }) => this.isAbout(amendment, known));
    return amendedEntry(entry, known, own, [...this.countedVotes(known), ...this.ownVotes(own)]);
  }

  private isAbout(amendment: Amendment, known: Known): boolean {
    if (amendment.of !== known.id) return false;
    return amendment.type === 'react' || this.host.originOf(known.session) === OWN;
  }

  /** By the windows that sessions are known to belong to now. */
  private countedVotes({ votes }: Known): Vote[] {
    const counted = [...votes.values()].filter(
      ({ session, name }) => !this.host.isHidden({ session, ...(name && { name }) }),
    );
    return counted.map(vote => ({ ...vote, origin: this.host.originOf(vote.session) }));
  }

  private ownVotes(own: readonly Pending[]): Vote[] {
    const name = this.host.ownName();
    return own.flatMap(({ amendment }, at) =>
      amendment.type === 'react'
        ? [{ emoji: amendment.emoji, origin: OWN, on: !amendment.off, stamp: { ...NOT_YET, seq: at }, name }]
        : [],
    );
  }

  private bound(): void {
    const [oldest] = this.byEntry.keys();
    if (this.byEntry.size > AMENDMENT_LIMITS.targets && oldest !== undefined) this.forget(oldest);
  }

  private forget(entryId: string): void {
    const known = this.byEntry.get(entryId);
    if (!known) return;
    this.dropVotes(known);
    this.byEntry.delete(entryId);
    const others = (this.byId.get(known.id) ?? []).filter(other => other !== known);
    if (others.length > 0) this.byId.set(known.id, others);
    else this.byId.delete(known.id);
  }
}
