import { messageOf } from '../base/errors';
import { nearest } from '../relay/service/nearest';
import { readArguments } from './arguments';
import { CliError, EXIT, usage } from './exit';
import { HELP } from './help';
import { BARE, SEND, TAIL } from './options';
import type { Tell } from './joined';
import type { Surroundings } from './surroundings';

const COMMANDS = ['send', 'tail', 'relay'] as const;

/** How each command is run. What it needs is loaded then, and not before. */
type Run = (args: readonly string[], around: Surroundings) => Promise<number>;

function tellOn({ errors }: Surroundings, quiet: boolean): Tell {
  return line => {
    if (!quiet) errors.stream.write(`${line}\n`);
  };
}

function print({ output }: Surroundings, text: string): number {
  output.stream.write(text);
  return EXIT.done;
}

function channelIn(rest: readonly string[], most: number): string {
  const [channel] = rest;
  if (channel === undefined) throw usage('Which channel? Name it behind the command');
  const tooMuch = rest[most];
  if (tooMuch !== undefined) throw usage(`'${tooMuch}' is one word too many: put what has spaces in it into quotes`);
  return channel;
}

const RUN: Readonly<Record<(typeof COMMANDS)[number], Run>> = {
  async send(args, around) {
    const { values, rest } = readArguments(args, SEND, around.env);
    if (values.help) return print(around, HELP.send);
    const channel = channelIn(rest, 2);
    const { send } = await import('./send');
    const sent = send(channel, rest[1], values, around, tellOn(around, values.quiet)).then(() => EXIT.done);
    return Promise.race([sent, around.ending]);
  },
  async tail(args, around) {
    const { values, rest } = readArguments(args, TAIL, around.env);
    if (values.help) return print(around, HELP.tail);
    const channel = channelIn(rest, 1);
    const { tail } = await import('./tail');
    return tail(channel, values, around, tellOn(around, values.quiet));
  },
  async relay(args, around) {
    const { runRelay } = await import('../relay/service/main');
    return runRelay(args, around.version);
  },
};

function bare(args: readonly string[], around: Surroundings): number {
  const { values, rest } = readArguments(args, BARE, around.env);
  if (values.version) return print(around, `${around.version}\n`);
  const [name] = rest;
  if (name === undefined || values.help) {
    if (name === undefined && !values.help) throw usage(`What is to be done? The commands are ${COMMANDS.join(', ')}`);
    return print(around, HELP['']);
  }
  const close = nearest(name, COMMANDS);
  throw usage(
    `There is no command '${name}'; ${close ? `did you mean '${close}'?` : `there are ${COMMANDS.join(', ')}`}`,
  );
}

/** Runs the command line. @returns the exit code; what went wrong was told by then. */
export async function run(around: Surroundings): Promise<number> {
  const [first, ...more] = around.args;
  const command = COMMANDS.find(name => name === first);
  try {
    return await (command ? RUN[command](more, around) : bare(around.args, around));
  } catch (thrown) {
    const exit = thrown instanceof CliError ? thrown.exit : EXIT.undelivered;
    const hint = exit === EXIT.usage ? ` (${['live-channels', ...(command ? [command] : [])].join(' ')} --help)` : '';
    around.errors.stream.write(`${messageOf(thrown)}${hint}\n`);
    return exit;
  }
}
