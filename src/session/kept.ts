import { isRecord, isText } from '../base/guards';
import { fields, flag, integer, text, type Read } from '../base/readers';
import { isAmendment } from '../protocol/amendments';
import { LIMITS, unitsOf } from '../protocol/bodies';
import { asContent, type Amended, type Message } from '../protocol/content';

/** What was said, as it is kept over a restart: enough to show it again, and to know it when others give it once more. */
export interface Kept {
  /** What a Live Channels peer said; else `text` of a plain client. */
  content?: Message | Amended;
  text?: string;
  /** Milliseconds since 1970, by the server's clock. */
  date: number;
  /** What its author was called. */
  name?: string;
  /** It was said in a window of this computer. */
  own?: true;
  /** Whom one's own direct message went to. */
  to?: string;
}

/** Keeps what was said in a channel outside of memory. Keeping is best effort; failures are the store's to report. */
export interface KeptStore {
  /** In the order of the dates. */
  load(): Promise<Kept[]>;
  keep(kept: Kept): void;
}

/** Of one channel: the oldest go first. */
export const KEPT_LIMITS = { items: 5_000, units: 20_000_000 } as const;

/** What each takes beside its texts. UTF-16 units. */
const OVERHEAD = 300;
/** The latest time that a `Date` can hold (ECMA-262, 21.4.1.1). */
const MAX_DATE = 8.64e15;

const name = text(LIMITS.path);

const asSaid: Read<Message | Amended> = value => {
  const content = asContent(value);
  return content && content.type !== 'void' ? content : undefined;
};

const asAny = fields<Kept>(
  { content: asSaid, text: text(LIMITS.text), date: integer(0, MAX_DATE), name, own: flag, to: name },
  'date',
);

/** The guard for what was kept; `undefined` for anything else. */
export const asKept: Read<Kept> = value => {
  const kept = isRecord(value) ? asAny(value) : undefined;
  return kept && (kept.content !== undefined) !== isText(kept.text, LIMITS.text) ? kept : undefined;
};

/** Names what was said the same in every window that has it. */
function keyOf({ content, text: words = '', date, name: who = '' }: Kept): string {
  return content ? `${content.session} ${content.id}` : JSON.stringify([who, date, words.slice(0, 100)]);
}

/**
 * Everything once, in order, without what its author took back, and without the oldest beyond `KEPT_LIMITS`. Amendments
 * go with what they are about, and are left out without it.
 */
export function tidied(all: readonly Kept[]): Kept[] {
  const once = new Map(all.map(kept => [keyOf(kept), kept]));
  const sorted = [...once.values()].sort((a, b) => a.date - b.date);
  const gone = new Set(
    sorted.flatMap(({ content }) => (content?.type === 'delete' ? [`${content.session} ${content.of}`] : [])),
  );
  const said = latest(sorted.filter(kept => !gone.has(keyOf(kept)) && kept.content?.type !== 'delete'));
  const ids = new Set(said.map(({ content }) => content?.id));
  return said.filter(({ content }) => !content || !isAmendment(content) || ids.has(content.of));
}

function latest(sorted: readonly Kept[]): readonly Kept[] {
  let units = 0;
  let first = sorted.length;
  while (first > 0 && sorted.length - first < KEPT_LIMITS.items) {
    const next = sorted[first - 1];
    units += OVERHEAD + (next ? sizeOf(next) : 0);
    if (units > KEPT_LIMITS.units) break;
    first--;
  }
  return sorted.slice(first);
}

function sizeOf({ content, text: words = '' }: Kept): number {
  if (!content) return words.length;
  return content.text.length + (content.type === 'chat' || isAmendment(content) ? 0 : unitsOf(content));
}
