import type { SnippetRange } from '../../src/protocol/bodies';
import type { ChannelSnapshot, HostToPage, PersonView } from '../../src/protocol/panel';
import type {
  Entry,
  MessageEntry,
  MissingEntry,
  PresenceEntry,
  Reaction,
  Sender,
  TransferEntry,
} from '../../src/protocol/transcript';

/** People and messages to fill the page with. */

export const ME: Sender = { uid: 'c0ffee01', name: 'Linus', self: true };
export const ADA: Sender = { uid: 'ada00001', name: 'Ada', self: false };
export const GRACE: Sender = { uid: 'grace001', name: 'Grace Hopper', self: false };
export const NOBODY: Sender = { uid: '9f3ab2c4', self: false };

const START = Date.UTC(2026, 10, 23, 14, 2, 0);
let count = 0;

export function text(from: Sender, words: string, more: Partial<MessageEntry> = {}): MessageEntry {
  count += 1;
  return {
    kind: 'message',
    id: `m${count}`,
    from,
    date: START + count * 20_000,
    body: { type: 'text', text: words },
    state: 'sent',
    ...more,
  };
}

/** The same, said one after the other within one minute. */
export function inOneMinute<Said extends Entry>(...entries: Said[]): Said[] {
  return entries.map((entry, at) => ({ ...entry, date: START + at * 1_000 }));
}

/** A text that others can name: to answer it, to change it, to put something to it. */
export function said(from: Sender, words: string, more: Partial<MessageEntry> = {}): MessageEntry {
  const entry = text(from, words, more);
  return { content: `content-${entry.id}`, ...entry };
}

export function reaction(emoji: string, own: boolean, ...names: string[]): Reaction {
  return { emoji, own, names, count: names.length };
}

export function presence(kind: 'join' | 'leave', who: Sender, more: Partial<PresenceEntry> = {}): PresenceEntry {
  count += 1;
  return { kind, id: `p${count}`, who, date: START + count * 1_000, ...more };
}

export function missing(who: Sender, many: number, more: Partial<MissingEntry> = {}): MissingEntry {
  count += 1;
  return { kind: 'missing', id: `g${count}`, who, count: many, date: START + count * 20_000, ...more };
}

export function transfer(from: Sender, done: number, more: Partial<TransferEntry> = {}): TransferEntry {
  count += 1;
  const progress = { done, total: 1_234_567 };
  return { kind: 'transfer', id: `t${count}`, from, date: START + count * 20_000, progress, ...more };
}

export function range(startLine: number, code: string): SnippetRange {
  const lines = code.split('\n');
  const endLine = startLine + lines.length - 1;
  return { startLine, startColumn: 1, endLine, endColumn: (lines.at(-1)?.length ?? 0) + 1, code };
}

const LIMITER = `export class Limiter {
  private readonly hits = new Map<string, number[]>();

  constructor(
    private readonly max: number,
    private readonly within: number,
  ) {}

  /** True while the caller may go on. */
  take(key: string, now = Date.now()): boolean {
    const recent = (this.hits.get(key) ?? []).filter(at => now - at < this.within);
    recent.push(now);
    this.hits.set(key, recent);
    return recent.length <= this.max;
  }

  forget(key: string): void {
    this.hits.delete(key);
  }
}`;

export function snippet(from: Sender, more: Partial<MessageEntry['body'] & { type: 'snippet' }> = {}): MessageEntry {
  return text(from, '', {
    body: {
      type: 'snippet',
      path: 'src/limiter.ts',
      language: 'typescript',
      ranges: [range(12, LIMITER)],
      ...more,
    },
  });
}

export function person(sender: Sender): PersonView {
  return { name: sender.name ?? '', self: sender.self, ...(sender.uid === undefined ? {} : { uid: sender.uid }) };
}

export function channel(more: Partial<ChannelSnapshot> = {}): ChannelSnapshot {
  return {
    name: 'demo',
    state: 'online',
    people: [ME, ADA, GRACE].map(person),
    anonymous: 0,
    entries: [],
    ...more,
  };
}

export function snapshot(...channels: ChannelSnapshot[]): HostToPage {
  const [first] = channels;
  return { type: 'snapshot', channels, ...(first ? { active: first.name } : {}) };
}

/** A lively channel with one of everything in it. */
export function conversation(): Entry[] {
  return [
    presence('join', ME),
    presence('join', ADA),
    presence('join', GRACE),
    text(ADA, 'Morning! Does anyone remember why the limiter keeps every hit instead of counting them?'),
    text(ADA, 'It looks like it grows without end when a key is hot.'),
    text(ME, 'It drops the old ones on each call, see the filter.'),
    snippet(ME, { comment: 'This part:' }),
    text(GRACE, 'Right. But `forget` is never called, is it?\nSo keys themselves stay for ever.'),
    text(GRACE, 'Want to pair on it after lunch? I would rather not say in front of everyone whose change it was :)', {
      to: ME,
    }),
    text(ME, 'Ha. Yes, 13:30?', { to: GRACE }),
    presence('join', NOBODY),
    presence('leave', NOBODY),
    snippet(ADA, {
      path: 'packages/server/src/middleware/rateLimiting/slidingWindowRateLimiterFactory.test.ts',
      comment: 'The test that would have caught it, two places:',
      ranges: [
        range(8, 'const limiter = new Limiter(3, 1_000);'),
        range(41, 'limiter.forget(key);\nassert.equal(limiter.size, 0);'),
      ],
    }),
    text(NOBODY, 'drive-by: +1'),
    text(ME, 'I will send a patch.', { state: 'failed', reason: 'The server does not accept messages without a key.' }),
    text(ME, 'On its way…', { state: 'sending' }),
  ];
}

/** What people do with messages that are there already: put something to them, change them, take them back. */
export function afterwards(): Entry[] {
  const first = said(ADA, 'Shall we drop the old ones on each call?', {
    reactions: [reaction('👀', true, 'Linus', 'Grace Hopper'), reaction('👍', false, 'Grace Hopper')],
  });
  return [
    first,
    said(ADA, 'It grows without end when a key is hot.', { edited: true }),
    said(GRACE, '', { deleted: true }),
    said(ME, 'It drops them, see the filter.', {
      edited: true,
      reactions: ['🎉', '❤️', '🚀', '✅', '🔥', '💯'].map(emoji => reaction(emoji, emoji === '❤️', 'Linus')),
    }),
    said(ME, 'To her only', { to: GRACE, re: first.content ?? '' }),
    said(ME, 'ok'),
  ];
}

/** One of everything that can become of a message. */
export function deliveries(): Entry[] {
  const total = 1_234_567;
  return [
    text(ADA, 'Are you on the train again?'),
    text(ME, 'Sent, to everyone, with so many words that they need more than one line.'),
    text(ME, 'And one that was delivered.', { to: GRACE, state: 'delivered' }),
    text(ME, 'Sent to her', { to: GRACE }),
    missing(GRACE, 3),
    transfer(ADA, 550_000),
    transfer(ADA, 900_000, { reason: 'Ada has left.' }),
    missing({ self: false }, 1),
    { ...snippet(ME, { comment: 'The whole log:' }), state: 'sending', progress: { done: 400_000, total } },
    snippet(ME, { path: 'a.ts', ranges: [range(1, 'done();')] }),
    text(ME, 'Not this one.', { state: 'failed', reason: 'The server does not accept messages without a key.' }),
    text(ME, 'Just went out', { state: 'sending' }),
    text(ME, 'In the tunnel, will be there at ten', { state: 'waiting' }),
    text(ME, 'ok?', { state: 'waiting' }),
  ];
}
