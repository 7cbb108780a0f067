import { AppError } from '../base/errors';
import { isEmoji, type Amendment } from '../protocol/amendments';
import type { Draft } from '../protocol/content';
import type { MessageEntry } from '../protocol/transcript';
import type { Target } from './amendedEntry';
import type { Amendments } from './amendments';
import type { Addressee } from './outbox';
import { MAX_EMOJIS } from './reactions';

/** What amending needs of the conversation around it. */
export interface AmendingHost {
  /** The message that an entry shows. */
  message(entryId: string): MessageEntry | undefined;
  send(amendment: Amendment, to: Addressee | undefined): void;
  /** Says something else in a message that has not gone out yet. False when it is too late. */
  revise(entryId: string, change: (draft: Draft) => Draft): boolean;
  /** Whether a session is one of this window's, so that others take its word for what that one said. */
  isOurs(session: string): boolean;
  /** Takes back what has not gone out yet, or has failed. False when it is neither. */
  cancel(entryId: string): boolean;
}

interface Found {
  entry: MessageEntry;
  target: Target;
}

/** What a person does to a message that is shown: what may be done, and who hears of it. */
export class Amending {
  constructor(
    private readonly amendments: Amendments,
    private readonly host: AmendingHost,
  ) {}

  /** @throws AppError `input` when it cannot be changed, `offline` when too much waits. Nothing has changed then. */
  edit(entryId: string, text: string): void {
    const { entry, target } = this.find(entryId);
    if (!entry.from.self) throw new AppError('input', 'Only who wrote a message can change it.');
    this.checkOurs(target);
    if (!target.isText) throw new AppError('input', 'Only text can be changed: take this back and send it anew.');
    if (text.trim() === '') throw new AppError('input', 'A message needs a text: delete it to take it back.');
    if (entry.body.type === 'text' && entry.body.text === text) return;
    if (this.host.revise(entryId, draft => ({ ...draft, text }))) return;
    if (entry.state === 'failed') throw new AppError('input', 'This message has not arrived: send it again first.');
    this.send({ type: 'edit', of: target.id, text }, entry, target);
  }

  /** @throws AppError `input` when it is not one's own, `offline` when too much waits. Nothing has changed then. */
  delete(entryId: string): void {
    const { entry, target } = this.find(entryId);
    if (!entry.from.self) throw new AppError('input', 'Only who wrote a message can delete it.');
    this.checkOurs(target);
    if (this.host.cancel(entryId)) return;
    this.send({ type: 'delete', of: target.id, text: '' }, entry, target);
  }

  /** @throws AppError `input` when that cannot be, `offline` when too much waits. Nothing has changed then. */
  react(entryId: string, emoji: string, on: boolean): void {
    if (!isEmoji(emoji)) throw new AppError('input', 'A reaction is one emoji.');
    const { entry, target } = this.find(entryId);
    const { reactions = [] } = entry;
    const known = reactions.find(reaction => reaction.emoji === emoji);
    if ((known?.own ?? false) === on) return;
    if (on && !known && reactions.length >= MAX_EMOJIS) {
      throw new AppError('input', 'A message takes {0} different emojis: choose one that is there.', [MAX_EMOJIS]);
    }
    if (entry.from.self && (entry.state === 'waiting' || entry.state === 'failed') && !entry.edited) {
      throw new AppError('input', 'Nobody has this message yet: react to it when it has arrived.');
    }
    this.send({ type: 'react', of: target.id, emoji, ...(!on && { off: true }), text: emoji }, entry, target);
  }

  private checkOurs({ session }: Target): void {
    if (this.host.isOurs(session)) return;
    throw new AppError('input', 'You said this in another window, or before you left: it can no longer be changed.');
  }

  private find(entryId: string): Found {
    const entry = this.host.message(entryId);
    const target = this.amendments.target(entryId);
    if (!entry) throw new AppError('input', 'This message is no longer there.');
    if (entry.deleted) throw new AppError('input', 'This message was deleted.');
    if (!target) throw new AppError('input', 'This came from a client that cannot take changes or reactions.');
    return { entry, target };
  }

  /** What is between two stays between them. */
  private send(amendment: Amendment, { from, to }: MessageEntry, { direct, other }: Target): void {
    if (!direct) {
      this.host.send(amendment, undefined);
      return;
    }
    const { uid, name } = from.self ? (to ?? {}) : from;
    if (uid === undefined || other === undefined) {
      throw new AppError('input', 'Whom this was sent to has a client that cannot take changes or reactions.');
    }
    this.host.send(amendment, { uid, session: other, ...(name !== undefined && { name }) });
  }
}
