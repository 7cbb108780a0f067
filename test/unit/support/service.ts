import { createHash, scryptSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../../src/relay/log';
import { readCommandLine } from '../../../src/relay/service/config';
import type { Config } from '../../../src/relay/service/options';
import { startService, type Service } from '../../../src/relay/service/service';

/** The configuration that a command line and nothing else comes to. */
export function configOf(...args: string[]): Config {
  return readCommandLine(args, {}).config;
}

/** A relay as a service, for each test of a suite that asks for one, and a folder of its own. */
export interface ServiceUnderTest {
  /** An empty folder, for each test. */
  readonly folder: string;
  /** What went to the log. */
  readonly log: LogEntry[];
  start(...args: string[]): Promise<Service>;
}

export function useService(): ServiceUnderTest {
  let folder = '';
  const log: LogEntry[] = [];
  const running: Service[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'live-channels-relay-'));
    log.length = 0;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(service => service.stop()));
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    log,
    start: async (...args) => {
      const service = await startService(configOf('--drain', '1', ...args), entry => log.push(entry), '1.2.3');
      running.push(service);
      return service;
    },
  };
}

/** A hash that costs next to nothing, as tests make many. */
export function cheapHash(key: string): string {
  const salt = createHash('sha256').update(key).digest().subarray(0, 16);
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=1,r=1,p=1$${text(salt)}$${text(scryptSync(key, salt, 32, { N: 2, r: 1, p: 1 }))}`;
}
