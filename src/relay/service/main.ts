import { messageOf } from '../../base/errors';
import { CHANNEL_PATH } from '../../protocol/itty';
import { printConfig, readCommandLine, UsageError, type CommandLine } from './config';
import { helpText } from './help';
import { hashKey } from './keyHash';
import { createLog, type LogLevel } from './logger';
import { readKey } from './readKey';
import { startService, type Service } from './service';

/** The first signal lets the clients go, a second one does not wait for them. Resolves when they are gone. */
function stoppedBySignals(service: Service): Promise<void> {
  return new Promise(resolve => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(0);
      stopping = true;
      void service.stop().then(resolve);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
    // To a service it says that there is something new to read; in a terminal, that the terminal is gone.
    process.on('SIGHUP', process.stdin.isTTY ? stop : () => service.reload());
  });
}

async function serve({ config }: CommandLine, version: string): Promise<void> {
  const logger = createLog(config['log-level'] as LogLevel);
  const service = await startService(config, logger.log, version);
  const stopped = stoppedBySignals(service);
  process.stdout.write(`listening on ${service.relay.url}${CHANNEL_PATH}\n`);
  await stopped;
  logger.flush();
}

async function printHash(): Promise<void> {
  const key = await readKey();
  if (key === '') throw new UsageError('There is no key: give it on standard input');
  process.stdout.write(`${await hashKey(key)}\n`);
}

async function act(args: readonly string[], version: string): Promise<void> {
  const commandLine = readCommandLine(args, process.env);
  switch (commandLine.action) {
    case 'help':
      process.stdout.write(helpText());
      return;
    case 'version':
      process.stdout.write(`${version}\n`);
      return;
    case 'print-config':
      process.stdout.write(printConfig(commandLine.config));
      return;
    case 'hash-key':
      return printHash();
    case 'serve':
      return serve(commandLine, version);
  }
}

/** The command line of the relay. @returns the exit code, once it has served; what went wrong was told by then. */
export async function runRelay(args: readonly string[], version: string): Promise<number> {
  try {
    await act(args, version);
    return 0;
  } catch (thrown) {
    const isUsage = thrown instanceof UsageError;
    process.stderr.write(
      `${messageOf(thrown).split('\n', 1).join('')}${isUsage ? ' (--help lists all options)' : ''}\n`,
    );
    return isUsage ? 2 : 1;
  }
}
