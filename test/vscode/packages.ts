import { onPath } from './browser';
import type { Log } from './download';
import { run } from './processes';

const { platform, env } = process;

/** Installs packages of Debian where that can be done without asking anybody; whether it worked, who wants them sees. */
export async function installPackages(names: readonly string[], log: Log): Promise<void> {
  const apt = platform === 'linux' && process.getuid?.() === 0 ? onPath('apt-get') : undefined;
  if (!apt) return;
  log(`Not here: ${names.join(', ')}. Installing what Debian has with apt-get`);
  // A package would start its service at once where there is an init to do so; the tests start their own.
  const quietly = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...names]]) {
    if ((await run(apt, ['-qq', ...args], quietly)) !== 0) return;
  }
}
