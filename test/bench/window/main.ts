import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../vscode/build';
import { newest } from '../../vscode/versions';
import { activation } from './activation';
import { render, shown } from './figures';
import { latency } from './latency';
import { memory } from './memory';

/** What the extension costs in a real VS Code, beside what is the least: `npm run bench`. */

const SCENARIOS = ['activation', 'latency', 'memory'] as const;
type Scenario = (typeof SCENARIOS)[number];

const HELP = `Usage: npm run bench -- [options]

  --only NAME     one of: ${SCENARIOS.join(', ')}; may be given several times; then no table is written
  --rounds N      rounds of each (3)
  --messages N    messages of a round whose way is measured (100)

Writes test/bench/RESULTS.md. The machine should have nothing else to do.
`;

const runs: Record<Scenario, (rounds: number, messages: number) => ReturnType<typeof activation>> = {
  activation: rounds => activation(rounds),
  latency,
  memory: rounds => memory(rounds),
};

/** What the figures were taken with. */
function conditions(rounds: number, load: number): string {
  const [cpu] = cpus();
  return [
    `Taken on ${new Date().toISOString().slice(0, 10)} by \`npm run bench -- --rounds ${rounds}\`: ${cpus().length} × ${cpu?.model ?? 'unknown processor'},`,
    `${type()} ${release()}, VS Code ${newest.vscode} (server and web workbench, Node ${newest.node}) in a headless Chromium. The load of`,
    `the machine before the run was ${shown(load)}. Where there are several rounds: medians, with the lowest and the highest.`,
  ].join('\n');
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, rounds: text, messages: text, help: { type: 'boolean' } },
  });
  const [rounds, messages] = [Number(values.rounds ?? 3), Number(values.messages ?? 100)];
  const chosen = SCENARIOS.filter(name => values.only?.includes(name) ?? true);
  if (
    values.help ||
    !(rounds >= 1) ||
    !(messages >= 1) ||
    chosen.length !== (values.only?.length ?? SCENARIOS.length)
  ) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const load = loadavg()[0] ?? NaN;
  await build();
  const tables: string[] = [];
  for (const name of chosen) {
    const table = render(await runs[name](rounds, messages));
    console.log(table);
    tables.push(table);
  }
  if (values.only) return 0;
  const page = ['# The extension in a real VS Code', conditions(rounds, load), ...tables].join('\n\n');
  await writeFile(join(__dirname, '..', 'RESULTS.md'), page);
  return 0;
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
