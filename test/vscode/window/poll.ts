import { setTimeout as delay } from 'node:timers/promises';

/**
 * How long anything in a window is waited for, in seconds. Two on an idle machine would do; one that others keep busy may
 * stand still for a while.
 */
export const PATIENCE = 60;

export interface PollOptions {
  /** Named in the error when it does not come. */
  readonly what: string;
  readonly seconds?: number;
}

/** Asks until the answer is anything but false, undefined or null, for what has no event that could be awaited. */
export async function poll<T>(
  ask: () => Promise<T | false | undefined | null>,
  { what, seconds = PATIENCE }: PollOptions,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined && answer !== null) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
    await delay(50);
  }
}
