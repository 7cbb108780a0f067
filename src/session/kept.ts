import { isRecord, isText } from '../base/guards';
import { fields, flag, integer, text, type Read } from '../base/readers';
import { isAmendment } from '../protocol/amendments';
import { LIMITS, unitsOf } from '../protocol/bodies';
import { asContent, asSent, beyondUnits, type Amended, type Message } from '../protocol/content';
import { OWN } from './origin';

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
  /** Names the window of its session, where it was known by another name than that session when it was kept. */
  origin?: string;
  /** Whom one's own direct message went to. */
  to?: string;
}

/** Keeps what was said in a channel outside of memory. Keeping is best effort; failures are the store's to report. */
export interface KeptStore {
  /** In the order of the dates. */
  load(): Promise<Kept[]>;
  keep(kept: Kept): void;
}

/** How much is kept of one channel. */
export interface KeptLimits {
  readonly items: number;
  /** UTF-16 units. */
  readonly units: number;
}

/** Of one channel: the oldest go first. */
export const KEPT_LIMITS: KeptLimits = { items: 5_000, units: 20_000_000 };

/** What each takes beside its texts. UTF-16 units. */
const OVERHEAD = 300;
/** The latest time that a `Date` can hold (ECMA-262, 21.4.1.1). */
const MAX_DATE = 8.64e15;

const name = text(LIMITS.path);
const session = text(LIMITS.id, 1);

const asSaid: Read<Message | Amended> = value => {
  const content = asContent(value);
  return content && content.type !== 'void' ? content : undefined;
};

const asAny = fields<Kept>(
  { content: asSaid, text: text(LIMITS.text), date: integer(0, MAX_DATE), name, own: flag, origin: session, to: name },
  'date',
);

/** The guard for what was kept; `undefined` for anything else. */
export const asKept: Read<Kept> = value => {
  const kept = isRecord(value) ? asAny(value) : undefined;
  return kept && (kept.content !== undefined) !== isText(kept.text, LIMITS.text) ? kept : undefined;
};

/** As a line of a file, which a later version may read: with all that came. */
export function writeKept({ content, ...kept }: Kept): string {
  return JSON.stringify({ ...kept, ...(content && { content: asSent(content) }) });
}

/**
 * Everything once, in order, without what its author took back, and without the oldest beyond the limits. Amendments
 * go with what they are about, and are left out without it. Of two with one id the first counts, as when they are shown.
 */
export function tidied(all: readonly Kept[], limits = KEPT_LIMITS): Kept[] {
  const sorted = once(all).sort((a, b) => a.date - b.date);
  const gone = new Set(sorted.flatMap(kept => (kept.content?.type === 'delete' ? keysOf(kept, kept.content.of) : [])));
  const left = sorted.filter(kept => !isMessage(kept) || !keysOf(kept).some(key => gone.has(key)));
  const said = latest(left, limits);
  const ids = new Set(said.flatMap(kept => (isMessage(kept) ? [kept.content?.id] : [])));
  return said.filter(({ content }) => !content || !isAmendment(content) || ids.has(content.of));
}

/**
 * Names what was said, by each name that its window had: what is the same has one in common. All of this computer's
 * windows count as one, as ids are unique.
 * @param id of its content, or of another of its window.
 */
export function keysOf(kept: Kept, id = kept.content?.id): string[] {
  const { content, text: words = '', date, name: who = '', own, origin } = kept;
  if (!content) return [JSON.stringify([who, date, words.slice(0, 100)])];
  const windows = [...(own ? [OWN] : []), ...(origin === undefined ? [] : [origin]), content.session];
  return windows.map(window => JSON.stringify([window, id]));
}

function isMessage({ content }: Kept): boolean {
  return content !== undefined && !isAmendment(content);
}

function once(all: readonly Kept[]): Kept[] {
  const places = new Map<string, number>();
  const found: Kept[] = [];
  for (const kept of all) {
    const keys = keysOf(kept);
    const place = keys.map(key => places.get(key)).find(known => known !== undefined) ?? found.length;
    const first = found[place];
    found[place] = first ? merged(first, kept) : kept;
    for (const key of keys) if (!places.has(key)) places.set(key, place);
  }
  return found;
}

/** Another window on this computer knows it as its own, or to whom it went. */
function merged(first: Kept, again: Kept): Kept {
  const to = first.to ?? again.to;
  return { ...first, ...((first.own ?? again.own) && { own: true }), ...(to !== undefined && { to }) };
}

function latest(sorted: readonly Kept[], limits: KeptLimits): readonly Kept[] {
  let units = 0;
  let first = sorted.length;
  while (first > 0 && sorted.length - first < limits.items) {
    const next = sorted[first - 1];
    units += OVERHEAD + (next ? sizeOf(next) : 0);
    if (units > limits.units) break;
    first--;
  }
  return sorted.slice(first);
}

function sizeOf({ content, text: words = '' }: Kept): number {
  if (!content) return words.length;
  const body = content.type === 'chat' || isAmendment(content) ? 0 : unitsOf(content);
  return content.text.length + body + beyondUnits(content);
}
