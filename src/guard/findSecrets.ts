import { sentence } from '../base/sentence';
import { secretAssignments } from './assignments';
import { knownConnections } from './connections';
import type { Finding, Spot } from './finding';
import { knownSecrets } from './knownSecrets';
import { knownFormats } from './tokenFormats';

/**
 * What is looked at in one go; between two the event loop has its turn and the clock is looked at. Not more, as
 * secretlint compares all that it found in one go with one another. UTF-16 units.
 */
const CHUNK = 64 * 1024;

/** How much a chunk repeats of the one before: more than any secret is long, a key of 16,384 bits in base 64. UTF-16 units. */
const OVERLAP = 16 * 1024;

/** A text that takes longer is not looked at to its end, and is said not to be. Milliseconds. */
const TIME_LIMIT = 5_000;

/** More than anybody reads. */
const MAX_FINDINGS = 200;

/** What is known about a text beside its characters. */
export interface TextOrigin {
  /** Its file's name without folders. */
  readonly fileName?: string;
  /** The line of the file that the text begins with, from 1. */
  readonly startLine?: number;
  /** Milliseconds, from any zero: for tests. */
  readonly now?: () => number;
}

/**
 * The secrets in a text, by their place, each place once: private keys, tokens of services, passwords in addresses and
 * headers, and what is assigned to a name that says so. Takes 5 s at most, then the last finding (`unfinished`) says from
 * which line on nothing was looked at.
 */
export async function findSecrets(text: string, origin: TextOrigin = {}): Promise<Finding[]> {
  const { fileName, startLine = 1, now = () => performance.now() } = origin;
  const deadline = now() + TIME_LIMIT;
  const spots: Spot[] = [];
  for (let from = 0; from < text.length; from += CHUNK) {
    if (now() > deadline) {
      spots.push({ rule: 'unfinished', message: sentence('Not checked from here on'), start: from, end: text.length });
      break;
    }
    if (from > 0) await nextTurn();
    const start = Math.max(0, from - OVERLAP);
    const found = await inChunk(text.slice(start, from + CHUNK), fileName);
    for (const spot of found) spots.push({ ...spot, start: spot.start + start, end: spot.end + start });
    if (spots.length > MAX_FINDINGS * 2) break;
  }
  return placed(withoutOverlaps(spots).slice(0, MAX_FINDINGS), text, startLine);
}

async function inChunk(chunk: string, fileName: string | undefined): Promise<Spot[]> {
  const known = await knownSecrets(chunk, fileName);
  return [...known, ...knownFormats(chunk), ...knownConnections(chunk), ...secretAssignments(chunk)];
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve));
}

/** In order, and of those that overlap the one that was found by the better known rule: these come first. */
function withoutOverlaps(spots: readonly Spot[]): Spot[] {
  const kept: Spot[] = [];
  const ranked = spots.map((spot, rank) => ({ spot, rank }));
  ranked.sort((a, b) => a.spot.start - b.spot.start || a.rank - b.rank);
  for (const { spot } of ranked) {
    const last = kept.at(-1);
    if (!last || spot.start >= last.end) kept.push(spot);
    else if (last.rule === 'assignment' && spot.rule !== 'assignment') kept[kept.length - 1] = spot;
  }
  return kept;
}

function placed(spots: readonly Spot[], text: string, startLine: number): Finding[] {
  let line = startLine;
  let lineStart = 0;
  let lineEnd = text.indexOf('\n');
  return spots.map(({ rule, message, start }) => {
    while (lineEnd >= 0 && lineEnd < start) {
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf('\n', lineStart);
      line++;
    }
    return { rule, message, line, column: start - lineStart + 1 };
  });
}
