import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { downloadAndUnzipVSCode, runTests, SilentReporter, TestRunFailedError } from '@vscode/test-electron';
import { privateCa } from '../unit/support/privateCa';
import { root } from './build';
import { runMain, tempDir } from './cleanup';
import { hasDisplay } from './desktop';
import { cacheFolder } from './download';
import { newest } from './versions';
import { copySample } from './workspace';

/** How long the desktop build may take to come before we do without. */
const downloadLimit = 180_000;

interface Chosen {
  readonly executable: string;
  readonly said: string;
}

/** The desktop VS Code where it can run and be had, otherwise the launcher over the one that is put together here. */
async function chooseVSCode(): Promise<Chosen> {
  const launcher = join(__dirname, process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs');
  const without = (why: string) => ({
    executable: launcher,
    said: `VS Code ${newest.vscode}, server and web workbench in a headless browser (${why})`,
  });
  if (!hasDisplay()) return without('there is no display for the desktop build');
  const limit = new AbortController();
  const tooLate = delay(downloadLimit, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error(`the download took more than ${downloadLimit / 1000} s`);
  });
  tooLate.catch(() => undefined);
  try {
    const download = downloadAndUnzipVSCode({
      cachePath: join(cacheFolder(), 'desktop'),
      reporter: new SilentReporter(),
    });
    const executable = await Promise.race([download, tooLate]);
    return { executable, said: `desktop VS Code, stable, from ${executable}` };
  } catch (error) {
    return without(`the desktop build could not be had: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    limit.abort();
  }
}

async function main(): Promise<number> {
  const { executable, said } = await chooseVSCode();
  console.log(`integration: ${said}`);
  const temp = await tempDir('integration');
  const folder = await copySample(temp.path, 'Ada', {});
  const authorities = join(temp.path, 'authorities.pem');
  await writeFile(authorities, privateCa.cert);
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      // Ours, and one that uses what ours offers to others.
      extensionDevelopmentPath: [root, join(root, 'test', 'sample-extension')],
      extensionTestsPath: join(root, 'out', 'integration.js'),
      // On Linux VS Code takes the authorities in there for those of the system: no test needs one of the others.
      extensionTestsEnv: { SSL_CERT_FILE: authorities },
      launchArgs: [
        folder,
        '--disable-extensions',
        `--user-data-dir=${join(temp.path, 'data')}`,
        `--extensions-dir=${join(temp.path, 'extensions')}`,
      ],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) console.error(error);
    return 1;
  }
}

runMain(main);
