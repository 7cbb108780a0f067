import { readFileSync } from 'node:fs';
import { messageOf } from '../base/errors';
import { isRecord } from '../base/guards';
import { CHANNEL_PATH } from '../protocol/itty';
import { printConfig, readCommandLine, UsageError, type CommandLine } from '../relay/service/config';
import { helpText } from '../relay/service/help';
import { hashKey } from '../relay/service/keyHash';
import { createLog, type LogLevel } from '../relay/service/logger';
import { readKey } from '../relay/service/readKey';
import { startService, type Service } from '../relay/service/service';

/** The command line of the relay: `node dist/relay.mjs --help`. */

/** The version: esbuild puts it in the place of the variable; unbundled it is in package.json. */
function version(): string {
  const built = process.env['LIVE_CHANNELS_VERSION'];
  if (built !== undefined) return built;
  try {
    const json: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    return isRecord(json) && typeof json['version'] === 'string' ? json['version'] : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The first signal lets the clients go, a second one does not wait for them. */
function stopOnSignals(service: Service, flush: () => void): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(0);
    stopping = true;
    void service.stop().then(() => {
      flush();
      process.exit(0);
    });
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // To a service it says that there is something new to read; in a terminal, that the terminal is gone.
  process.on('SIGHUP', process.stdin.isTTY ? stop : () => service.reload());
}

async function serve({ config }: CommandLine): Promise<void> {
  const logger = createLog(config['log-level'] as LogLevel);
  const service = await startService(config, logger.log, version());
  stopOnSignals(service, () => logger.flush());
  process.stdout.write(`listening on ${service.relay.url}${CHANNEL_PATH}\n`);
}

async function printHash(): Promise<void> {
  const key = await readKey();
  if (key === '') throw new UsageError('There is no key: give it on standard input');
  process.stdout.write(`${await hashKey(key)}\n`);
}

async function main(args: readonly string[]): Promise<void> {
  const commandLine = readCommandLine(args, process.env);
  switch (commandLine.action) {
    case 'help':
      process.stdout.write(helpText());
      return;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return;
    case 'print-config':
      process.stdout.write(printConfig(commandLine.config));
      return;
    case 'hash-key':
      return printHash();
    case 'serve':
      return serve(commandLine);
  }
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  const isUsage = thrown instanceof UsageError;
  process.stderr.write(`${messageOf(thrown).split('\n', 1).join('')}${isUsage ? ' (--help lists all options)' : ''}\n`);
  process.exitCode = isUsage ? 2 : 1;
});
