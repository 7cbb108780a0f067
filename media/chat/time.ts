/** Local times: short in the list, exact on hover. */

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** The time of day, with the day before it unless it is today's. */
export function shortTime(date: number, now = Date.now()): string {
  const today = new Date(date).toDateString() === new Date(now).toDateString();
  return (today ? clock : dayAndClock).format(date);
}

export function exactTime(date: number): string {
  return full.format(date);
}
