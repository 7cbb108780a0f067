import { LOCALE } from './l10n';

/** Local times: short in the list, exact on hover. */

const clock = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'medium' });
const fullDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full' });

/** The time of day: the day stands above the first message of it. */
export function shortTime(date: number): string {
  return clock.format(date);
}

/** The same with its day. */
export function dayTime(date: number): string {
  return dayAndClock.format(date);
}

export function exactTime(date: number): string {
  return full.format(date);
}

export function exactDay(date: number): string {
  return fullDay.format(date);
}
