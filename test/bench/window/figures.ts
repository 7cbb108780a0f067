/** The value below which that share of the values lies. @param share from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** What one measurement found, as a table of Markdown under its heading, with words about how. */
export interface Section {
  readonly title: string;
  readonly words: string;
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** One digit behind the point below a hundred. */
export function shown(value: number): string {
  if (Number.isNaN(value)) return '–';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}

/** The median, and the lowest and the highest round. */
export function spread(values: readonly number[]): string {
  if (values.length < 2) return shown(median(values));
  return `${shown(median(values))} (${shown(Math.min(...values))} to ${shown(Math.max(...values))})`;
}

export function render({ title, words, head, lines }: Section): string {
  const table = [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`).join('\n');
  return `## ${title}\n\n${words}\n\n${table}\n`;
}
