import type { Entry } from '../protocol/transcript';
import { cleanJson, cleanLine } from './clean';
import { Deadline } from './deadline';
import { dated, happenings, type Happening, type TailEvent } from './events';
import { EXIT } from './exit';
import { Joined, when, type Tell } from './joined';
import type { TAIL, Values } from './options';
import type { Surroundings } from './surroundings';
import { TailText } from './tailText';
import { wayTo } from './way';

/** What was said before comes at once, and in no order: nothing is printed until it is quiet, or for so long. Milliseconds. */
const QUIET = 500;
const SETTLED = 2_000;

/** Entries that are remembered, so that it is known what of them has changed. */
const MAX_KNOWN = 10_000;

/** Prints what happens in a channel, in the order in which it is learnt. */
class Printer {
  private readonly known = new Map<string, Entry>();
  private messages = 0;
  private isFull = false;
  private full: () => void = () => undefined;
  /** Resolves when as many messages were printed as were asked for. */
  readonly filled = new Promise<void>(resolve => (this.full = resolve));

  constructor(
    private readonly channel: string,
    private readonly count: number | undefined,
    private readonly print: (event: TailEvent) => void,
  ) {}

  entry(entry: Entry): void {
    const before = this.known.get(entry.id);
    this.known.delete(entry.id);
    this.known.set(entry.id, entry);
    if (this.known.size > MAX_KNOWN) this.known.delete(this.known.keys().next().value ?? '');
    for (const happening of happenings(before, entry)) this.happened(happening, entry.date);
  }

  happened(happening: Happening, date = Date.now()): void {
    if (this.isFull) return;
    this.print(dated(this.channel, date, happening));
    if (happening.event !== 'message') return;
    this.messages++;
    if (this.messages !== this.count) return;
    this.isFull = true;
    this.full();
  }
}

/** Resolves when nothing has changed for a while, or after the longest time. */
async function settled({ channel }: Joined): Promise<void> {
  await new Promise<void>(resolve => {
    const end = (): void => {
      subscription.dispose();
      clearTimeout(quiet);
      clearTimeout(longest);
      resolve();
    };
    const longest = setTimeout(end, SETTLED);
    let quiet = setTimeout(end, QUIET);
    const subscription = channel.transcript.onDidChange(() => {
      clearTimeout(quiet);
      quiet = setTimeout(end, QUIET);
    });
  });
}

function writer({ json }: Values<typeof TAIL>, { output, env }: Surroundings): (event: TailEvent) => void {
  if (json) return event => output.stream.write(`${cleanJson(event)}\n`);
  const text = new TailText(output.isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb');
  return event => {
    const lines = text.of(event);
    if (lines !== '') output.stream.write(lines);
  };
}

/** Prints until something ends it. Of what is never over it waits for the first. */
async function follow(joined: Joined, printer: Printer): Promise<never> {
  const { channel } = joined;
  await settled(joined);
  for (const entry of channel.transcript.entries) printer.entry(entry);
  channel.transcript.onDidChange(({ entry }) => printer.entry(entry));
  let isOnline = true;
  return when<never>(channel.onDidChange, () => {
    const { state } = channel.status;
    if (state === 'refused') throw joined.refusal();
    if ((state === 'online') === isOnline) return undefined;
    isOnline = state === 'online';
    printer.happened({
      event: 'connection',
      ...(isOnline ? { state: 'online' } : { state: 'lost', reason: joined.trouble }),
    });
    return undefined;
  });
}

/**
 * `live-channels tail`.
 * @returns the exit code. @throws CliError when it cannot connect.
 */
export async function tail(
  channel: string,
  values: Values<typeof TAIL>,
  around: Surroundings,
  tell: Tell,
): Promise<number> {
  const joined = new Joined(await wayTo(channel, values, around), around.socket);
  const deadline = new Deadline(values.timeout, () => `Not connected: ${joined.trouble}`);
  let timer: NodeJS.Timeout | undefined;
  try {
    joined.tellOfLosses(tell);
    const online = Promise.race([joined.online(), deadline.passed]);
    const before = await Promise.race([online, around.ending]);
    if (before !== undefined) return before;
    deadline.stop();
    const { name } = joined.channel;
    tell(cleanLine(`Listening to ${name}; others there: ${joined.others}.`));
    joined.channel.onDidOfferKey(() => tell(`The key of ${cleanLine(name)} was renewed: ask for a new invitation.`));
    const printer = new Printer(name, values.count, writer(values, around));
    printer.happened({ event: 'connection', state: 'online' });
    const { for: seconds } = values;
    const time = new Promise<void>(resolve => {
      if (seconds !== undefined) timer = setTimeout(resolve, seconds * 1_000);
    });
    const end = await Promise.race([follow(joined, printer), printer.filled, time, around.ending]);
    return end ?? EXIT.done;
  } finally {
    clearTimeout(timer);
    deadline.stop();
    await joined.leave();
  }
}
