import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../vscode/build';
import { allPeers, type Peer } from './peers';
import { conditions, tableOf } from './report';
import { SCENARIOS, type Figures, type Scenario } from './scenarios';

/** The relay beside its peers: `npm run bench:relay`. */

const HELP = `Usage: npm run bench:relay -- [options]

  --only NAME      one scenario: ${SCENARIOS.map(({ name }) => name).join(', ')}; may be given several times
  --peer NAME      one peer beside bare ws; may be given several times
  --rounds N       rounds, in which all peers take turns (5)
  --seconds N      how long each is measured (2)
  --node-flag F    passed to the relay's Node, such as --cpu-prof
  --write          the tables go to test/bench/RELAY.md
`;

const INTRODUCTION = `# The relay beside its peers

Each server runs in a process of its own, the generator of load in another. The relay is \`dist/relay.mjs\` as it is built:
with keys, metrics, checks of the payload and all limits in force, which are only raised. Messages are 300 bytes of JSON.
A publisher is W messages ahead of the slowest receiver. The order of what each receiver gets is checked; a run in which it is
wrong ends there. Time of the server is what its process used of the processor, the system's part included. Where the generator
is busy for nearly 100 %, it is the limit, and the time of the server says more.
`;

/** One round of one peer, on a server of its own. */
async function measure(scenario: Scenario, peer: Peer, seconds: number): Promise<Figures> {
  const server = await peer.start();
  try {
    return await scenario.measure(peer, server, seconds);
  } finally {
    await server.stop();
  }
}

async function roundsOf(
  scenario: Scenario,
  peers: readonly Peer[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<string> {
  const taking = peers.filter(({ name }) => !scenario.without?.includes(name));
  const results = new Map<string, Figures[]>(taking.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const peer of taking) {
      process.stderr.write(`${scenario.name}, round ${round} of ${rounds}: ${peer.name}\n`);
      results.get(peer.name)?.push(await measure(scenario, peer, seconds));
    }
  }
  return tableOf(scenario, results);
}

async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    only: texts,
    peer: texts,
    rounds: text,
    seconds: text,
    'node-flag': texts,
    write: flag,
    help: flag,
  };
  const { values } = parseArgs({ options });
  const [rounds, seconds] = [Number(values.rounds ?? 5), Number(values.seconds ?? 2)];
  const chosen = SCENARIOS.filter(({ name }) => values.only?.includes(name) ?? true);
  const peers = allPeers(values['node-flag'] ?? []).filter(
    ({ name }, at) => at === 0 || (values.peer?.includes(name) ?? true),
  );
  if (values.help || !(rounds >= 1) || !(seconds > 0) || chosen.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  await build();
  const tables: string[] = [];
  for (const scenario of chosen) {
    const table = await roundsOf(scenario, peers, { rounds, seconds });
    console.log(table);
    tables.push(table);
  }
  const page = [INTRODUCTION, `${conditions(rounds, seconds)}\n`, ...tables].join('\n');
  if (values.write) await writeFile(join(__dirname, '..', 'RELAY.md'), page);
  return 0;
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
