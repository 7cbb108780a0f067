import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { nearest } from './nearest';
import { defaultOf, environmentName, isOption, OPTION_LIST, OPTIONS, type Config, type OptionName } from './options';
import { readText, readValue } from './optionValue';

/** What the person asked for cannot be done; the message says why in one sentence. */
export class UsageError extends Error {}

/** What a command line asks for instead of serving. */
export type Action = 'serve' | 'print-config' | 'version' | 'help' | 'hash-key';

export interface CommandLine {
  readonly action: Action;
  readonly config: Config;
}

/** Flags that are not options of the relay itself. */
const SWITCHES = ['print-config', 'version', 'help'] as const;
const CONFIG = 'config';

type Values = Partial<Record<OptionName, unknown>>;

function unknown(what: string, name: string, known: readonly string[], form = (text: string) => text): UsageError {
  const close = nearest(name, known);
  return new UsageError(`There is no ${what} '${form(name)}'${close ? `; did you mean '${form(close)}'?` : ''}`);
}

/** Runs what throws a sentence, which becomes one about where it came from. */
function from<T>(where: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw new UsageError(`${where} ${messageOf(thrown)}`);
  }
}

interface Flags {
  readonly values: Values;
  readonly action: Action;
  readonly file: string | undefined;
}

function readFlags(args: readonly string[]): Flags {
  const names = [...Object.keys(OPTIONS), CONFIG];
  const options = Object.fromEntries([
    ...names.map(name => [name, { type: isSwitch(name) ? ('boolean' as const) : ('string' as const) }]),
    ...SWITCHES.map(name => [name, { type: 'boolean' as const }]),
  ]) as Record<string, { type: 'string' | 'boolean' }>;
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const texts = new Map<string, string[]>();
  let action: Action = 'serve';
  for (const token of tokens) {
    if (token.kind === 'positional' && token.index === 0 && token.value === 'hash-key') action = 'hash-key';
    else if (token.kind === 'positional') throw new UsageError(`There is no command '${token.value}'`);
    if (token.kind !== 'option') continue;
    const { name, value } = token;
    const asked = SWITCHES.find(one => one === name);
    if (asked && value === undefined) action = asked;
    else if (asked || (isSwitch(name) && value !== undefined))
      throw new UsageError(`Option '--${name}' takes no value`);
    else if (!names.includes(name)) throw unknown('option', name, [...names, ...SWITCHES], dashed);
    else if (value === undefined && !isSwitch(name)) throw new UsageError(`Option '--${name}' needs a value`);
    else texts.set(name, [...(texts.get(name) ?? []), value ?? 'true']);
  }
  const file = texts.get(CONFIG)?.at(-1);
  texts.delete(CONFIG);
  const values: Values = {};
  for (const [name, given] of texts) {
    if (isOption(name)) values[name] = from(`Option '--${name}'`, () => readText(OPTIONS[name], given));
  }
  return { values, action, file };
}

/** An option that takes no value. */
function isSwitch(name: string): boolean {
  return isOption(name) && OPTIONS[name].type === 'switch';
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function readEnvironment(env: NodeJS.ProcessEnv): Values {
  const values: Values = {};
  for (const [name, option] of OPTION_LIST) {
    const variable = environmentName(name);
    const text = env[variable];
    // In many places an empty variable is the only way to unset one.
    if (text === undefined || text === '') continue;
    const given = option.type === 'list' ? text.split(',').map(one => one.trim()) : [text];
    values[name] = from(`Environment variable ${variable}`, () => readText(option, given));
  }
  return values;
}

function readFile(path: string): Values {
  const where = `The configuration file '${path}'`;
  const content = from(`${where} cannot be read:`, () => readFileSync(path, 'utf8'));
  const json = from(`${where} is not JSON:`, () => JSON.parse(content) as unknown);
  if (!isRecord(json)) throw new UsageError(`${where} must be an object of options`);
  const values: Values = {};
  for (const [name, value] of Object.entries(json)) {
    if (!isOption(name)) throw unknown(`option in '${path}' that is called`, name, Object.keys(OPTIONS));
    values[name] = from(`Option '${name}' in '${path}'`, () => readValue(OPTIONS[name], value));
  }
  return values;
}

function isRedisUrl(text: string): boolean {
  return URL.canParse(text) && /^rediss?:\/\/[^/?#]/.test(text) && !/[?#]/.test(text);
}

function check(config: Config): Config {
  if ((config['tls-cert'] === undefined) !== (config['tls-key'] === undefined)) {
    throw new UsageError("Options '--tls-cert' and '--tls-key' go together");
  }
  // What was given may hold a password: it is not repeated.
  if (config.redis !== undefined && !isRedisUrl(config.redis)) {
    throw new UsageError(
      "Option '--redis' must be a URL such as redis://user:password@host:6379, or rediss:// for TLS",
    );
  }
  return config;
}

/**
 * Puts together what the person wants: flags before the environment before the file (`--config`, or
 * `LIVE_CHANNELS_CONFIG`) before the defaults.
 *
 * @throws UsageError with one sentence about the first mistake.
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values, action, file = env[environmentName(CONFIG)] } = readFlags(args);
  const fromFile = file ? readFile(file) : {};
  const fromEnvironment = readEnvironment(env);
  const entries = OPTION_LIST.map(([name, option]) => {
    return [name, values[name] ?? fromEnvironment[name] ?? fromFile[name] ?? defaultOf(option)];
  });
  return { action, config: check(Object.fromEntries(entries) as Config) };
}

/** The configuration as a file of it. There are paths of keys in it, never a key, and a URL without its password. */
export function printConfig({ redis, ...config }: Config): string {
  return `${JSON.stringify({ ...config, ...(redis !== undefined && { redis: withoutPassword(redis) }) }, null, 2)}\n`;
}

function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password !== '') url.password = '***';
  return url.href;
}
