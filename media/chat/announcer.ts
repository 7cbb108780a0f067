import type { Entry, MessageEntry } from '../../src/protocol/transcript';
import { t } from './l10n';
import { missingWords } from './missing';
import { calledBy } from './person';
import { presenceWords } from './presence';
import { firstWords } from './reply';
import { counted, prose } from './text';

/**
 * Tells users of screen readers what came, once. The list cannot do that itself: it puts old messages into the document
 * as one scrolls, and a live region would read those too.
 */

/** What comes at once beyond that is counted and not read. */
const MAX_AT_ONCE = 5;
/** What was told stays for a moment, so that a slow reader finds it. */
const MAX_LINES = 10;

export class Announcer {
  readonly element = document.createElement('div');
  private waiting: string[] = [];

  constructor() {
    this.element.className = 'hidden-text';
    this.element.ariaLive = 'polite';
  }

  /** Tells it with what else comes in this frame. */
  say(words: string): void {
    if (this.waiting.push(words) === 1) requestAnimationFrame(() => this.tell());
  }

  private tell(): void {
    const { waiting } = this;
    this.waiting = [];
    const lines =
      waiting.length > MAX_AT_ONCE ? [counted(waiting.length, t('1 new line'), t('{0} new lines'))] : waiting;
    for (const line of lines) {
      const element = document.createElement('p');
      element.textContent = line;
      this.element.append(element);
    }
    while (this.element.childElementCount > MAX_LINES) this.element.firstElementChild?.remove();
  }
}

/** What a new or changed entry has to say; `undefined` for what one knows or need not know. */
export function announcementOf(entry: Entry, before: Entry | undefined): string | undefined {
  switch (entry.kind) {
    case 'join':
    case 'leave':
      return before || entry.who.self ? undefined : presenceWords([entry]);
    case 'missing':
      return before ? undefined : missingWords(entry);
    case 'transfer':
      return entry.reason === undefined || hasFailed(before) ? undefined : t('Not received. {0}', prose(entry.reason));
    case 'message':
      return messageWords(entry, before);
  }
}

function messageWords(entry: MessageEntry, before: Entry | undefined): string | undefined {
  if (entry.state === 'failed') return hasFailed(before) ? undefined : t('Not sent. {0}', prose(entry.reason ?? ''));
  if (entry.from.self || before?.kind === 'message') return undefined;
  const said = entry.body.type === 'text' ? prose(entry.body.text) : firstWords(entry.body);
  const from = calledBy(entry.from);
  return entry.to ? t('{0}, only to you: {1}', from, said) : t('{0}: {1}', from, said);
}

function hasFailed(entry: Entry | undefined): boolean {
  if (entry?.kind === 'transfer') return entry.reason !== undefined;
  return entry?.kind === 'message' && entry.state === 'failed';
}
