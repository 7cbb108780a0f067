import { cpus, release, type } from 'node:os';
import type { Figures, Scenario } from './scenarios';

/** The rounds of each peer, the first of which the others are compared with. */
export type Results = ReadonlyMap<string, readonly Figures[]>;

function sorted(rounds: readonly Figures[], column: string): number[] {
  return rounds.map(figures => figures[column] ?? NaN).sort((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  return values[values.length >> 1] ?? NaN;
}

/** Three digits that count. */
function shown(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (value >= 1_000_000) return `${(value / 1_000_000).toPrecision(3)} M`;
  if (value >= 10_000) return `${Math.round(value / 1_000)} k`;
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(2);
}

/** The median, and the lowest and the highest round. */
function cell(rounds: readonly Figures[], column: string): string {
  const values = sorted(rounds, column);
  const [low = NaN, high = NaN] = [values[0], values.at(-1)];
  const spread = values.length > 1 && !Number.isNaN(low) ? ` (${shown(low)} to ${shown(high)})` : '';
  return shown(median(values)) + spread;
}

/** One scenario as a table of Markdown. */
export function tableOf({ title, columns }: Scenario, results: Results): string {
  const [first = ''] = columns;
  const base = median(sorted([...results.values()][0] ?? [], first));
  const head = ['', ...columns, 'ratio to bare `ws`'];
  const lines = [...results].map(([peer, rounds]) => [
    peer,
    ...columns.map(column => cell(rounds, column)),
    (median(sorted(rounds, first)) / base).toFixed(2),
  ]);
  const table = [head, head.map(() => '---'), ...lines].map(line => `| ${line.join(' | ')} |`).join('\n');
  return `## ${title}\n\n${table}\n`;
}

/** What the figures were taken with. */
export function conditions(rounds: number, seconds: number): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${type()} ${release()}`;
  return [
    `Taken on ${new Date().toISOString().slice(0, 10)} by \`npm run bench:relay -- --rounds ${rounds} --seconds ${seconds}\`:`,
    `${machine}, Node ${process.versions.node}. Medians of ${rounds} rounds, in which all take turns, with the lowest`,
    'and the highest.',
  ].join('\n');
}
