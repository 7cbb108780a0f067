import { destination, pino } from 'pino';
import type { Log } from '../log';

/** How much goes to the log. */
export type LogLevel = 'info' | 'warning' | 'silent';

const PINO_LEVEL = { info: 'info', warning: 'warn', silent: 'silent' } as const;
const STANDARD_ERROR = 2;
/** Bytes of the log that may wait for whoever reads it; what is beyond is dropped, as the channels come first. */
const MAX_WAITING = 1_000_000;

/** A log, and how to write what still waits, before the process ends. */
export interface ServiceLog {
  readonly log: Log;
  flush(): void;
}

/** A log of one JSON object a line on standard error: `{"level":"info","time":"2026-…Z","connections":3,"msg":"joined"}`. */
export function createLog(level: LogLevel): ServiceLog {
  const output = destination({ dest: STANDARD_ERROR, sync: false, maxLength: MAX_WAITING });
  const logger = pino(
    {
      level: PINO_LEVEL[level],
      // Without the process and the machine: whoever collects logs knows them better.
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: label => ({ level: label === 'warn' ? 'warning' : label }) },
    },
    output,
  );
  return {
    log: ({ level: importance, event, details }) => logger[PINO_LEVEL[importance]](details, event),
    flush: () => output.flushSync(),
  };
}
