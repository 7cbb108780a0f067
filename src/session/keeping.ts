import { isAmendment } from '../protocol/amendments';
import type { Amended, Content, Message } from '../protocol/content';
import type { Sender } from '../protocol/transcript';
import type { Amendments } from './amendments';
import { keysOf, type Kept, type KeptStore } from './kept';
import { OWN } from './origin';
import { senderOf, type Showing } from './showing';

/** What keeping needs of the conversation around it. */
export interface KeepingHost {
  /** Names the window that a session belongs to; `OWN` for this one. */
  originOf(session: string): string;
  ownSender(): Sender;
}

/** Where it is shown. */
interface Shown {
  readonly showing: Showing;
  readonly amendments: Amendments;
}

/** Hands on what is said to be kept over a restart, and shows what was kept. Without a store it does nothing. */
export class Keeping {
  constructor(
    private readonly store: Pick<KeptStore, 'keep'> | undefined,
    private readonly host: KeepingHost,
  ) {}

  /** Another's words, or one's own that have come back. */
  heard(content: Content, name: string | undefined, date: number): void {
    if (content.type === 'void') return;
    const origin = this.host.originOf(content.session);
    const window = origin === OWN ? { own: true as const } : { ...(origin !== content.session && { origin }) };
    this.store?.keep({ content, date, ...(name !== undefined && { name }), ...window });
  }

  /** What a plain client has said. */
  text(text: string, { name, self: own }: Sender, date: number): void {
    this.store?.keep({ text, date, ...(name !== undefined && { name }), ...(own && { own }) });
  }

  /** One's own words went out. @param to whom they are for, where it is one person only. */
  said(content: Message | Amended, date: number, to?: { name?: string }): void {
    const { name } = this.host.ownSender();
    const direct = to && { to: to.name ?? '' };
    this.store?.keep({ content, date, ...(name !== undefined && { name }), own: true, ...direct });
  }

  /** Shows what was kept, as it was. To be called before anything else is shown. */
  recall(all: readonly Kept[], { showing, amendments }: Shown): void {
    const authors = authorsOf(all);
    for (const kept of all) {
      const { content, text, name, date } = kept;
      if (!content) {
        const from = senderOf(undefined, name, kept.own === true);
        showing.text(text ?? '', from, date, date);
      } else if (isAmendment(content)) {
        amendments.hear({ content: byAuthor(content, kept, authors), ...(name !== undefined && { name }) });
      } else {
        const { session } = content;
        const from = senderOf(undefined, name, kept.own === true, session);
        const origin = kept.own ? OWN : (kept.origin ?? this.host.originOf(session));
        showing.content(content, origin, from, this.toOf(kept), date);
      }
    }
  }

  private toOf({ content, own, to }: Kept): Sender | undefined {
    if (!content?.direct) return undefined;
    return own ? senderOf(undefined, to === '' ? undefined : to) : this.host.ownSender();
  }
}

/** The sessions of messages, by all names of these. */
function authorsOf(all: readonly Kept[]): Map<string, string> {
  const authors = new Map<string, string>();
  for (const kept of all) {
    const { content } = kept;
    if (!content || isAmendment(content)) continue;
    for (const key of keysOf(kept)) authors.set(key, content.session);
  }
  return authors;
}

/**
 * What a later session of the author's window has said counts as the author's: that they are of one window was known when
 * it was kept, and nobody may be here to say so again. Emojis are anybody's.
 */
function byAuthor(content: Amended, kept: Kept, authors: ReadonlyMap<string, string>): Amended {
  if (content.type === 'react') return content;
  const session = keysOf(kept, content.of).flatMap(key => authors.get(key) ?? [])[0];
  return session === undefined ? content : { ...content, session };
}
