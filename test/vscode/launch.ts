import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser';
import { runMain } from './cleanup';
import { installVSCode } from './download';
import { MARK } from './mark';
import { inWebHost, startServer, type VSCodeServer, type WindowOptions } from './server';
import { newest, oldest, type VSCodeVersion } from './versions';

/** Seconds without a word from the tests after which they are taken for hung. */
const silenceLimit = 300;

interface LaunchArguments extends WindowOptions {
  readonly folder: string;
  /** Which extension host runs the extension: the server's Node, or the browser's worker. */
  readonly kind: 'node' | 'web';
  readonly version: VSCodeVersion;
  /** Of the extensions to be had from their folders all but the first: VS Code in a browser takes one only. */
  readonly others: readonly string[];
}

/** The flags of VS Code's own command line that a test run uses; all others change nothing here. */
function parse(args: readonly string[]): LaunchArguments {
  const value = (name: string) => args.find(arg => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const extensionPath = value('extensionDevelopmentPath');
  const paths = args.filter(arg => arg.startsWith('--extensionDevelopmentPath='));
  const others = paths.slice(1).map(arg => arg.slice(arg.indexOf('=') + 1));
  const testsPath = value('extensionTestsPath');
  const folder = args.find(arg => !arg.startsWith('--'));
  if (!extensionPath || !testsPath || !folder) {
    throw new Error('Needed: --extensionDevelopmentPath=…, --extensionTestsPath=… and a folder to open.');
  }
  const kind = value('extensionDevelopmentKind') === 'web' ? 'web' : 'node';
  const wanted = process.env['LIVE_CHANNELS_VSCODE'] ?? newest.vscode;
  const version = [oldest, newest].find(({ vscode }) => vscode === wanted);
  if (!version) throw new Error(`LIVE_CHANNELS_VSCODE is ${wanted}: there are ${oldest.vscode} and ${newest.vscode}.`);
  return { extensionPath, testsPath, folder, kind, version, others };
}

/** Resolves to the exit code of the tests, or rejects when there will be none. */
class TestRun {
  readonly exitCode: Promise<number>;
  /** What VS Code itself has to say: of interest only when something goes wrong. */
  readonly workbenchLog: string[] = [];
  heardTests = false;
  private finish!: (code: number) => void;
  private fail!: (error: Error) => void;
  private silence: NodeJS.Timeout | undefined;

  constructor() {
    this.exitCode = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    // It may be decided before anybody waits for it.
    this.exitCode.catch(() => undefined);
    this.heard();
  }

  /** What the server prints tells of extension hosts that end before their time. */
  readServer(text: string): void {
    const exit = /Extension Host Process exited with code: (\w+), signal: (\w+)/.exec(text);
    if (exit && exit[1] !== '0')
      this.fail(new Error(`The extension host ended with code ${exit[1]}, signal ${exit[2]}.`));
  }

  async watch(page: Page, server: VSCodeServer): Promise<void> {
    void server.exited.then(code => this.fail(new Error(`The VS Code server ended with ${code}.`)));
    page.on('crash', () => this.fail(new Error('The page of VS Code crashed.')));
    page.on('close', () => this.fail(new Error('The page of VS Code was closed.')));
    // VS Code calls both if its page has them, and only then.
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      this.heard();
      const text = format(...args);
      if (!text.startsWith(MARK)) {
        this.workbenchLog.push(`[${type}] ${text}`);
        return;
      }
      this.heardTests = true;
      process.stdout.write(`${text.slice(MARK.length)}\n`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => this.finish(code));
  }

  private heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(
      () => this.fail(new Error(`The tests have said nothing for ${silenceLimit} s and are taken for hung.`)),
      silenceLimit * 1000,
    );
    this.silence.unref();
  }
}

async function launch(): Promise<number> {
  const { folder, version, kind, others, ...window } = parse(process.argv.slice(2));
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const run = new TestRun();
  const server = await startServer({
    log,
    development: true,
    extensions: others,
    vscode: await installVSCode(version, log),
    // Names are the git user's in the host with Node only, and the tests look for Ada in either.
    ...(kind === 'web' && { settings: { ...inWebHost, 'liveChannels.displayName': 'Ada' } }),
    onOutput: text => run.readServer(text),
  });
  try {
    const { browser } = await launchBrowser(log);
    const page = await browser.newPage();
    // On a busy machine it takes its time; what hangs is found by the silence of the tests.
    page.setDefaultTimeout(silenceLimit * 1000);
    await run.watch(page, server);
    await page.goto(server.urlFor(folder, window), { timeout: silenceLimit * 1000 });
    const code = await run.exitCode;
    if (code !== 0 && !run.heardTests) throw new Error(`The tests ended with code ${code} before they said anything.`);
    return code;
  } catch (error) {
    log(`The VS Code server said:\n${server.output()}`);
    log(`The page said:\n${run.workbenchLog.join('\n')}`);
    log(`The extension hosts logged:\n${await server.hostLog()}`);
    throw error;
  }
}

runMain(launch);
