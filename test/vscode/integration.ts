import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { downloadAndUnzipVSCode, runTests, SilentReporter, TestRunFailedError } from '@vscode/test-electron';
import { TOLD, type Told } from '../integration/told';
import { privateCa } from '../unit/support/privateCa';
import { root } from './build';
import { runMain, tempDir } from './cleanup';
import { hasDisplay } from './desktop';
import { cacheFolder } from './download';
import type { Counts } from './mocha';
import { leaveCounts, runOptions } from './part';
import { TestControl } from './testControl';
import { newest, oldest, type Host, type VSCodeVersion } from './versions';
import { copySample } from './workspace';

/** Milliseconds for a test: for what hangs, on a busy machine too. */
const TIME_LIMIT = 180_000;

/** How long the desktop build may take to come before we do without. */
const downloadLimit = 180_000;

interface Chosen {
  /** A desktop VS Code; `undefined`: the launcher over the one that is put together here. */
  readonly desktop: string | undefined;
  readonly said: string;
}

/** One run of the tests. */
interface Run extends Host {
  /** Of each group of tests that many, the first; all if not said. */
  readonly each?: number;
}

/** What runs by itself: all in the newest, and in the oldest what each group of tests begins with. */
const usual: readonly Run[] = [
  { version: newest, kind: 'node' },
  { version: newest, kind: 'web' },
  { version: oldest, kind: 'node', each: 2 },
  { version: oldest, kind: 'web', each: 1 },
];

/** The desktop VS Code where it can run and be had. */
async function chooseVSCode({ vscode }: VSCodeVersion): Promise<Chosen> {
  const without = (why: string) => ({
    desktop: undefined,
    said: `VS Code ${vscode}, server and web workbench in a headless browser (${why})`,
  });
  if (!hasDisplay()) return without('there is no display for the desktop build');
  const limit = new AbortController();
  const tooLate = delay(downloadLimit, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error(`the download took more than ${downloadLimit / 1000} s`);
  });
  tooLate.catch(() => undefined);
  // Of the newest there is a later one than can be had elsewhere.
  const version = vscode === newest.vscode ? 'stable' : vscode;
  try {
    const download = downloadAndUnzipVSCode({
      cachePath: join(cacheFolder(), 'desktop'),
      version,
      reporter: new SilentReporter(),
    });
    const desktop = await Promise.race([download, tooLate]);
    return { desktop, said: `desktop VS Code, ${version}, from ${desktop}` };
  } catch (error) {
    return without(`the desktop build could not be had: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    limit.abort();
  }
}

/** Runs the tests in one host of one version. A run that breaks off counts as a failure. */
async function runOne({ version, kind, each }: Run): Promise<Counts> {
  const { desktop, said } = await chooseVSCode(version);
  const some = each === undefined ? '' : `, the first ${each} of each group of tests`;
  console.log(`\nintegration, ${kind === 'web' ? 'web' : 'Node'} extension host: ${said}${some}`);
  const started = Date.now();
  const temp = await tempDir('integration');
  const control = new TestControl();
  const told: Told = {
    control: await control.listen(),
    run: runOptions(TIME_LIMIT),
    marked: desktop === undefined,
    ...(each !== undefined && { each }),
  };
  // Repositories that tests make beside the workspace, the older VS Code takes for some in a parent folder.
  const repositories = { 'git.openRepositoryInParentFolders': 'always' };
  const folder = await copySample(temp.path, 'Ada', { [TOLD]: told, ...repositories });
  const authorities = join(temp.path, 'authorities.pem');
  await writeFile(authorities, privateCa.cert);
  // Names are the git user's in the host with Node only, and the tests look for Ada in either. Elsewhere `launch.ts` says so.
  const settings = kind === 'web' ? { 'liveChannels.displayName': 'Ada' } : {};
  await mkdir(join(temp.path, 'data', 'User'), { recursive: true });
  await writeFile(join(temp.path, 'data', 'User', 'settings.json'), JSON.stringify(settings));
  const launcher = join(__dirname, process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs');
  let code = 1;
  try {
    code = await runTests({
      vscodeExecutablePath: desktop ?? launcher,
      // Ours, and one that uses what ours offers to others.
      extensionDevelopmentPath: [root, join(root, 'test', 'sample-extension')],
      extensionTestsPath: join(root, 'out', kind === 'web' ? 'integration-web.js' : 'integration.js'),
      // On Linux VS Code takes the authorities in there for those of the system: no test needs one of the others.
      extensionTestsEnv: { LIVE_CHANNELS_VSCODE: version.vscode, SSL_CERT_FILE: authorities },
      launchArgs: [
        folder,
        '--disable-extensions',
        ...(kind === 'web' ? ['--extensionDevelopmentKind=web'] : []),
        `--user-data-dir=${join(temp.path, 'data')}`,
        `--extensions-dir=${join(temp.path, 'extensions')}`,
      ],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) console.error(error);
  } finally {
    await control.dispose();
  }
  console.log(`integration: ${Math.round((Date.now() - started) / 1000)} s`);
  const { counts } = control;
  if (counts === undefined) {
    console.log('integration: broke off before its end, counted as a failure');
    return { passed: 0, failed: 1, pending: 0 };
  }
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param words which runs alone, by host and version, and then all of each:
 * `node --import tsx test/vscode/integration.ts web 1.105.1`.
 */
async function main(words: readonly string[]): Promise<number> {
  const sum = { passed: 0, failed: 0, pending: 0 };
  const chosen = usual.filter(({ version, kind }) => words.every(word => word === kind || word === version.vscode));
  if (chosen.length === 0) throw new Error(`There is no such run: ${words.join(' ')}.`);
  // Who asks for some tests wants them wherever they can run.
  const isWhole = words.length > 0 || runOptions(TIME_LIMIT).grep !== '';
  for (const { version, kind, each } of chosen) {
    const counts = await runOne({ version, kind, ...(!isWhole && each !== undefined && { each }) });
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.pending += counts.pending;
  }
  leaveCounts(sum);
  return sum.failed === 0 ? 0 : 1;
}

runMain(() => main(process.argv.slice(2)));
