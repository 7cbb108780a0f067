import { parseArgs } from 'node:util';
import { chaos, type ChaosResult } from './chaos';

/** The long chaos run: `npm run test:chaos -- --help`. */

const HELP = `Usage: test:chaos [options]

Peers talk through a network that breaks in every way, over a relay that is killed and frozen, and must all end up
with every message once and in order.

  --seconds N   how long, in rounds of at most 20 s with fresh peers (120)
  --seed N      of the first round; each further one takes the next (drawn by chance)
  --peers N     how many talk (4)
  --sealed      in a private channel
  --help        print this

The same seed injects the same faults in the same order; what they hit depends on the machine's timing as well.
`;

/** A transcript is bounded, so a long run is many rounds. Milliseconds. */
const ROUND = 20_000;

function positive(text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`"${String(text)}" is no number from 1 up.`);
  return value;
}

function report(seed: number, result: ChaosResult): void {
  const { faults, sent, amended, refused, lost, duplicated, outOfOrder, different, settledAfter, examples } = result;
  const list = [...faults].map(([name, count]) => `${name} ${count}`).sort();
  console.log(`seed ${seed}: ${sent} messages sent, ${amended} changes to them, ${refused} refused by a full outbox`);
  console.log(`  faults: ${list.join(', ')}`);
  console.log(`  lost ${lost}, duplicated ${duplicated}, out of order ${outOfOrder}`);
  console.log(`  transcripts that differ: ${different}; settled ${settledAfter} ms after the last fault`);
  for (const example of examples) console.log(`  ${example}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      seed: { type: 'string' },
      peers: { type: 'string' },
      sealed: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  let seed = positive(values.seed, Math.ceil(Math.random() * 1_000_000));
  const peers = positive(values.peers, 4);
  const total = { faults: 0, sent: 0, lost: 0, duplicated: 0, outOfOrder: 0, different: 0 };
  let rest = positive(values.seconds, 120) * 1_000;
  for (; rest > 0; rest -= ROUND, seed++) {
    const result = await chaos({ seed, peers, duration: Math.min(rest, ROUND), sealed: values.sealed });
    report(seed, result);
    for (const count of result.faults.values()) total.faults += count;
    for (const key of ['sent', 'lost', 'duplicated', 'outOfOrder', 'different'] as const) total[key] += result[key];
  }
  console.log(
    `${total.faults} faults, ${total.sent} messages to ${peers} peers: ${total.lost} lost, ` +
      `${total.duplicated} duplicated, ${total.outOfOrder} out of order, ${total.different} transcripts differ`,
  );
  return total.lost + total.duplicated + total.outOfOrder === 0 ? 0 : 1;
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
