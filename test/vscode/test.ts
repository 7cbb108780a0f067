import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { needBrowser } from './browser';
import { build, root } from './build';
import { runMain, tempDir } from './cleanup';
import { hasDisplay } from './desktop';
import { installVSCode, type Log } from './download';
import type { Counts } from './mocha';
import { needOperatorTools } from './operatorTools';
import { run } from './processes';
import { needRedisServer } from './redisServer';
import { newest, oldest } from './versions';

const parts = ['unit', 'page', 'integration', 'e2e'] as const;
type Part = (typeof parts)[number];

const usage = 'Usage: npm test [-- [unit|page|integration|e2e …] [-g PATTERN]]';

interface Arguments {
  readonly chosen: readonly Part[];
  readonly grep: string | undefined;
}

function parse(args: readonly string[]): Arguments {
  const chosen: Part[] = [];
  let grep: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const part = parts.find(name => name === arg);
    if (part) chosen.push(part);
    else if (arg === '-g' || arg === '--grep') grep = args[++i];
    else throw new Error(`Unknown argument "${arg}". ${usage}`);
  }
  return { chosen: chosen.length > 0 ? chosen : parts, grep };
}

/** Runs one part in a process of its own, with its output as it comes. A part that breaks off counts as a failure. */
async function runPart(
  part: Part,
  env: NodeJS.ProcessEnv,
  countsFile: string,
  node = process.execPath,
  files: readonly string[] = [],
): Promise<Counts> {
  const script = part === 'integration' ? ['integration.ts'] : ['plain.ts', part, ...files];
  const [file = '', ...rest] = script;
  const code = await run(node, ['--import', 'tsx', join(__dirname, file), ...rest], {
    cwd: root,
    env: { ...env, LIVE_CHANNELS_COUNTS: countsFile },
  });
  if (!existsSync(countsFile)) {
    console.log(`${part}: broke off with code ${code} before its end, counted as a failure`);
    return { passed: 0, failed: 1, pending: 0 };
  }
  const counts = JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
  if (counts.failed > 0 || code === 0) return counts;
  console.log(`${part}: ended with code ${code} after its tests, counted as a failure`);
  return { ...counts, failed: 1 };
}

/** The tests that run with every WebSocket there is; Node has one of its own from 22 on. */
const WITH_ANY_WEBSOCKET = ['client/connect.test.ts', 'relay/conformance.test.ts'];

/** In an older Node, those of them for the global WebSocket, by the newer Node that VS Code brings. */
async function runGlobalWebSocket(newer: string | undefined, env: NodeJS.ProcessEnv, file: string): Promise<Counts> {
  const none = { passed: 0, failed: 0, pending: 0 };
  if ('WebSocket' in globalThis) return none;
  console.log("\n== unit, with the global WebSocket of VS Code's Node");
  if (newer === undefined) {
    console.log('NOT RUN, as this Node has none: all of `npm test` runs it, or a Node from 22 on.');
    return none;
  }
  const grep = `^(?=.*global WebSocket).*(?:${env['LIVE_CHANNELS_GREP'] ?? ''})`;
  return runPart('unit', { ...env, LIVE_CHANNELS_GREP: grep }, file, newer, WITH_ANY_WEBSOCKET);
}

/** Has what opens windows and pages in place before a test waits for it. @returns the newest VS Code's Node, if needed. */
async function needVSCode(chosen: readonly Part[], log: Log): Promise<string | undefined> {
  if (chosen.every(part => part === 'unit')) return undefined;
  // On a display the integration tests have the desktop build of each.
  const needsOldest = chosen.includes('e2e') || (chosen.includes('integration') && !hasDisplay());
  const versions = needsOldest ? [newest, oldest] : [newest];
  const nodes = [];
  for (const version of versions) {
    const { node, serverMain } = await installVSCode(version, log);
    nodes.push(node);
    log(`VS Code ${version.vscode} from ${serverMain}`);
  }
  log(`browser ${await needBrowser(log)}`);
  return nodes[0];
}

/** Whether there is anything to run; a part without a test is named, not passed over. */
function hasTests(part: Part): boolean {
  const folder = join(root, 'test', part);
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(file => file.endsWith('.test.ts'))
  );
}

async function main(): Promise<number> {
  let parsed;
  try {
    parsed = parse(process.argv.slice(2));
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const { chosen, grep } = parsed;
  const log = (line: string) => console.log(line);
  const temp = await tempDir('test');
  const { FORCE_COLOR, NO_COLOR, ...env } = process.env;
  env['LIVE_CHANNELS_GREP'] = grep ?? '';
  // The parts write into pipes, some of them: whether there are colours is decided here, where the terminal is.
  env['FORCE_COLOR'] = FORCE_COLOR ?? (process.stdout.isTTY && !NO_COLOR ? '1' : '0');
  const newerNode = await needVSCode(chosen, log);
  if (chosen.includes('unit')) {
    await needRedisServer(log);
    await needOperatorTools(log);
  }
  await build('--tests');

  let passed = 0;
  let failed = 0;
  let pending = 0;
  for (const part of chosen) {
    log(`\n== ${part}`);
    if (!hasTests(part)) {
      log(`${part}: there is no test in test/${part}, counted as a failure`);
      failed++;
      continue;
    }
    const all = [await runPart(part, env, join(temp.path, part))];
    if (part === 'unit') all.push(await runGlobalWebSocket(newerNode, env, join(temp.path, 'unit-newer')));
    for (const counts of all) {
      passed += counts.passed;
      failed += counts.failed;
      pending += counts.pending;
    }
  }
  log('');
  if (pending > 0) log(`${pending} pending`);
  log(`${passed} passed, ${failed} failed`);
  if (passed + failed === 0) console.error(`No test matches "${grep ?? ''}".`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

runMain(main);
