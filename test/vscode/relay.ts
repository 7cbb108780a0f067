import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(__dirname, '..', '..');

/**
 * `npm run relay`: builds the relay and becomes it, in this very process, so that signals, exit code and the one line on
 * standard output are its own. (Hence not `build()`, which puts handlers of its own on the signals.)
 */
async function main(): Promise<void> {
  const built = spawnSync(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  if (built.status !== 0) process.exit(1);
  const relay = join(root, 'dist', 'relay.mjs');
  process.argv[1] = relay;
  await import(pathToFileURL(relay).href);
}

void main();
