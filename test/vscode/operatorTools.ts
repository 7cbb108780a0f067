import { existsSync } from 'node:fs';
import { onPath } from './browser';
import type { Log } from './download';
import { installPackages } from './packages';

/** What the examples in `src/relay/deploy` are for, and the packages that have it. */
const PACKAGES = { nginx: 'nginx-light', caddy: 'caddy', 'systemd-analyze': 'systemd' } as const;

export type OperatorTool = keyof typeof PACKAGES;

const TOOLS = Object.keys(PACKAGES) as OperatorTool[];

/** Where such a program is on this machine, or undefined. The examples are for Linux, and so is trying them. */
export function findOperatorTool(name: OperatorTool): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // Not on the path of everybody.
  const system = `/usr/sbin/${name}`;
  return onPath(name) ?? (existsSync(system) ? system : undefined);
}

/** Sees to it that they are there, where that can be done without asking anybody; otherwise it is said what is not run. */
export async function needOperatorTools(log: Log): Promise<void> {
  const missing = () => TOOLS.filter(name => findOperatorTool(name) === undefined);
  const wanted = missing();
  if (wanted.length > 0)
    await installPackages(
      wanted.map(name => PACKAGES[name]),
      log,
    );
  for (const name of missing()) log(`NOT RUN, as there is no ${name} on this machine: the test of the example for it.`);
}
