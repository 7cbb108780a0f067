import { LOCALE, t } from './l10n';

/** Days as the person's calendar has them: what begins one, and how it is called. */

const SAME_YEAR = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const sameYear = new Intl.DateTimeFormat(LOCALE, SAME_YEAR);
const otherYear = new Intl.DateTimeFormat(LOCALE, { ...SAME_YEAR, year: 'numeric' });

/**
 * The first moment of the day of a date, here: comparable, and the same for all of one day.
 * @param date milliseconds since 1970.
 */
export function dayOf(date: number): number {
  return new Date(date).setHours(0, 0, 0, 0);
}

/** @param days how many days later; a day may have 23 or 25 hours. */
function dayAfter(day: number, days: number): number {
  const date = new Date(day);
  return date.setDate(date.getDate() + days);
}

/** "Today", "Yesterday", or the date, with its year if that is another one. */
export function dayName(day: number, now = Date.now()): string {
  const today = dayOf(now);
  if (day === today) return t('Today');
  if (day === dayAfter(today, -1)) return t('Yesterday');
  const year = (date: number) => new Date(date).getFullYear();
  return (year(day) === year(now) ? sameYear : otherYear).format(day);
}

/** Calls back at each midnight: what was today is yesterday then. */
export class Midnight {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly passed: () => void) {
    this.wait();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private wait(): void {
    const now = Date.now();
    this.timer = setTimeout(
      () => {
        this.passed();
        this.wait();
      },
      dayAfter(dayOf(now), 1) - now,
    );
  }
}
