import type { Sentence } from '../base/sentence';
import { isAmendment } from '../protocol/amendments';
import type { Draft } from '../protocol/content';
import type { DeliveryState, MessageEntry, Progress, Sender } from '../protocol/transcript';
import type { Amendments } from './amendments';
import type { Keeping } from './keeping';
import type { Outgoing, StoredMessage } from './outbox';
import { draftOf } from './payload';
import type { Showing } from './showing';

/** How far what one has said oneself has come, as it is shown: an entry of its own, or a change to another one. */
export class OwnSaid {
  constructor(
    private readonly showing: Showing,
    private readonly amendments: Amendments,
    private readonly ownSender: () => Sender,
    private readonly keeping: Keeping,
  ) {}

  nextId(): string {
    return this.showing.nextId();
  }

  /** What was taken over, before it is on its way. */
  taken(entryId: string, { id, draft, to }: StoredMessage, state: DeliveryState): void {
    if (isAmendment(draft)) this.amendments.own(id, draft, state);
    else this.showing.own(entryId, { id, draft, ...(to && { to }) }, this.ownSender(), state);
  }

  /** It says something else, or goes out under another id. */
  again(entryId: string, { id, draft, to }: StoredMessage): void {
    if (!isAmendment(draft)) this.showing.again(entryId, { id, draft, ...(to && { to }) });
  }

  /** It has got its number and its time. */
  numbered({ entryId, content }: Outgoing): void {
    if (content && !isAmendment(content)) this.showing.place(entryId, content);
  }

  waits({ id, entryId, draft }: Outgoing): void {
    if (isAmendment(draft)) this.amendments.change(id, 'waiting');
    else this.showing.change(entryId, { state: 'waiting' }, ['sending']);
  }

  handedOver({ id, entryId, draft, to, content }: Outgoing): void {
    // Until its receipt comes a direct one is in the outbox, which shows it after a reload; a plain client has none.
    if (to && content && to.session === undefined) this.keeping.said(content, content.at, to);
    if (isAmendment(draft)) this.amendments.change(id, 'sending');
    else this.showing.change(entryId, { state: to ? 'sent' : 'sending' }, ['waiting', 'sending']);
  }

  /** The server has passed it on, at that time. */
  sent({ id, entryId, draft, content }: Outgoing, date: number): void {
    if (content) this.keeping.said(content, date);
    if (!isAmendment(draft)) this.showing.change(entryId, { state: 'sent', date });
    else if (content && isAmendment(content)) this.amendments.settled(id, content);
  }

  /** It turns out to have been passed on before a reload. */
  hadArrived({ id, entryId, draft }: Outgoing, date: number): void {
    if (!isAmendment(draft)) this.showing.change(entryId, { state: 'sent', date });
    else this.amendments.refused(id);
  }

  /** The one it is for has it. */
  delivered({ id, entryId, to, content }: Outgoing): void {
    if (content && to) this.keeping.said(content, content.at, to);
    if (content && isAmendment(content)) this.amendments.settled(id, content);
    else this.showing.change(entryId, { state: 'delivered' });
  }

  /** It will not arrive by itself. @returns the entry that a person should hear of. */
  failed({ id, entryId, draft }: Outgoing, reason: Sentence): string | undefined {
    if (isAmendment(draft)) return this.amendments.refused(id);
    this.showing.change(entryId, { state: 'failed', reason });
    return entryId;
  }

  /** How far it is that goes out in parts; nothing once it is through. */
  progress(entryId: string, progress: Progress | undefined): void {
    this.showing.progress(entryId, progress);
  }

  /** What has to be said once more in place of an entry that has failed. */
  failedAt(entryId: string): { draft: Draft; to: MessageEntry['to'] } | undefined {
    const entry = this.showing.message(entryId);
    return entry?.state === 'failed' ? { draft: draftOf(entry), to: entry.to } : undefined;
  }
}
