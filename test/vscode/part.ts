import { writeFileSync } from 'node:fs';
import type { Counts, RunOptions } from './mocha';

/** What `npm test` has said to the process of one of its parts. @param timeout milliseconds for a test. */
export function runOptions(timeout: number): RunOptions {
  const { LIVE_CHANNELS_GREP: grep = '', CI, FORCE_COLOR } = process.env;
  return { timeout, grep, forbidOnly: CI !== undefined, colours: FORCE_COLOR !== undefined && FORCE_COLOR !== '0' };
}

/** Leaves the counts for the process that sums up. */
export function leaveCounts(counts: Counts): void {
  const { LIVE_CHANNELS_COUNTS: file } = process.env;
  if (file) writeFileSync(file, JSON.stringify(counts));
}
