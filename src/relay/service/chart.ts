/** The chart's own units: it is drawn as wide as the page has room. */
const WIDTH = 600;
const HEIGHT = 96;
/** Room for the line's own thickness. */
const MARGIN = 2;

/** A number as a person reads it: `1,234`, `0.3`. */
export function readable(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** The next number from `value` on that looks well at the top of a chart: 1, 2 or 5 with zeros. */
export function niceTop(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find(each => each * power >= value) ?? 10;
  return step * power;
}

/** What a chart shows. */
export interface ChartOptions {
  readonly title: string;
  /** What a value is, after the number: ` a second`. */
  readonly unit: string;
  /** The oldest first, none at all or more; the last one is now. */
  readonly values: readonly number[];
  /** How many values there is room for; where there are fewer, the line begins later. Two at least. */
  readonly room: number;
}

/** A line over time as SVG in HTML, with its numbers in words for who does not see it. Titles and units are not escaped. */
export function chart({ title, unit, values, room }: ChartOptions): string {
  const most = Math.max(0, ...values);
  const top = niceTop(most);
  const x = (i: number): string => (((room - values.length + i) / (room - 1)) * WIDTH).toFixed(1);
  const y = (value: number): string => (HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN)).toFixed(1);
  const points = values.map((value, i) => `${x(i)} ${y(value)}`).join('L');
  const [line, area] = points === '' ? ['', ''] : [`M${points}`, `M${x(0)} ${HEIGHT}L${points}L${WIDTH} ${HEIGHT}Z`];
  const words = `${title} in the last ten minutes: ${readable(values.at(-1) ?? 0)}${unit} now, ${readable(most)}${unit} at most.`;
  return `<figure>
<figcaption>${title}</figcaption>
<div class="plot"><span class="top" aria-hidden="true">${readable(top)}</span>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}">
<path class="area" d="${area}"/><path class="line" d="${line}"/>
</svg></div>
<div class="axis" aria-hidden="true"><span>10 minutes ago</span><span>now</span></div>
</figure>`;
}
