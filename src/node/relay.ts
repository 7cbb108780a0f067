import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../base/errors';
import { CHANNEL_PATH } from '../protocol/itty';
import { DEFAULT_LIMITS } from '../relay/limits';
import { startRelay, type Relay, type RelayOptions } from '../relay/server';

/** The command line of the relay: `node dist/relay.mjs --help`. */

const HELP = `Usage: relay [options]

Serves channels of the itty-sockets protocol until it is interrupted.

  --host HOST            address to bind to (127.0.0.1); 0.0.0.0 or :: for all
  --port PORT            port to bind to (0: any that is free)
  --allow-origin ORIGIN  let web pages of this origin join, such as https://example.com; * for all.
                         May be given several times
  --limit-rate N         messages a socket may send in ${DEFAULT_LIMITS.rateWindow} ms (${DEFAULT_LIMITS.rate})
  --limit-size BYTES     size of a message (${DEFAULT_LIMITS.size})
  --limit-buffer BYTES   what may wait for a slow reader before it is cut off (${DEFAULT_LIMITS.buffer})
  --quiet                log nothing
  --version              print the version
  --help                 print this

A limit of 0 is none. The log goes to standard error.
`;

/** What the person typed cannot be used; the message says why in one line. */
class UsageError extends Error {}

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' },
  'allow-origin': { type: 'string', multiple: true },
  'limit-rate': { type: 'string', default: String(DEFAULT_LIMITS.rate) },
  'limit-size': { type: 'string', default: String(DEFAULT_LIMITS.size) },
  'limit-buffer': { type: 'string', default: String(DEFAULT_LIMITS.buffer) },
  quiet: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (thrown) {
    // Node adds advice after the first sentence.
    throw new UsageError(messageOf(thrown).split(/\.\s|\n/, 1)[0]);
  }
}

type Values = ReturnType<typeof parse>;

function integer(values: Values, name: 'port' | 'limit-rate' | 'limit-size' | 'limit-buffer', max: number): number {
  const text = values[name];
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError(`Option '--${name}' must be a whole number from 0 to ${max}, not '${text}'`);
  }
  return value;
}

/** Largest limit in bytes: frames of more could not be put together as one text. */
const MAX_BYTES = 100_000_000;

function optionsOf(values: Values): RelayOptions {
  if (values.host === '') throw new UsageError("Option '--host' must not be empty");
  return {
    host: values.host,
    port: integer(values, 'port', 65_535),
    allowOrigins: values['allow-origin'] ?? [],
    limits: {
      rate: integer(values, 'limit-rate', 1_000_000),
      size: integer(values, 'limit-size', MAX_BYTES),
      buffer: integer(values, 'limit-buffer', MAX_BYTES),
    },
    log: entry => {
      if (!values.quiet) process.stderr.write(`${new Date().toISOString()} ${entry.level} ${entry.toString()}\n`);
    },
  };
}

/** The version in the package.json above this file, which is one folder up when bundled and two when not. */
function version(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const { version: text } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        version: string;
      };
      return text;
    } catch {
      // Not here: the next place.
    }
  }
  return 'unknown';
}

function stopOnSignals(relay: Relay): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void relay.close(1001).then(() => process.exit(0));
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function main(args: string[]): Promise<number | undefined> {
  try {
    const values = parse(args);
    if (values.help || values.version) {
      process.stdout.write(values.help ? HELP : `${version()}\n`);
      return 0;
    }
    const relay = await startRelay(optionsOf(values));
    stopOnSignals(relay);
    process.stdout.write(`listening on ${relay.url}${CHANNEL_PATH}\n`);
    return undefined;
  } catch (thrown) {
    const isUsage = thrown instanceof UsageError;
    process.stderr.write(`${messageOf(thrown)}${isUsage ? ' (--help lists all options)' : ''}\n`);
    return isUsage ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then(status => {
  if (status !== undefined) process.exitCode = status;
});
