import { DEFAULT_LIMITS } from '../limits';

/** The one table of the relay's options: flags, environment, file, help and `--print-config` all come from it. */

/** Largest limit in bytes: frames of more could not be put together as one text. */
const MAX_BYTES = 100_000_000;
const MAX_TOTAL_BYTES = 1_000_000_000_000;
const MAX_COUNT = 1_000_000_000;
/** Milliseconds, and seconds. */
const MAX_WINDOW = 60_000;
const MAX_SECONDS = 86_400;

/** What all options have. */
interface Described {
  /** The name of the value in the help. */
  readonly value: string;
  readonly help: string;
}

interface TextOption extends Described {
  readonly type: 'text';
  readonly default: string | undefined;
}

interface ListOption extends Described {
  readonly type: 'list';
}

interface NumberOption extends Described {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

interface ChoiceOption extends Described {
  readonly type: 'choice';
  readonly default: string;
  readonly of: readonly string[];
}

/** On where it is named; in the environment and in a file it is true or false. */
interface SwitchOption extends Described {
  readonly type: 'switch';
}

/** One option. Its name is the flag's and the file's; in the environment `limit-rate` is `LIVE_CHANNELS_LIMIT_RATE`. */
export type Option = TextOption | ListOption | NumberOption | ChoiceOption | SwitchOption;

function text(value: string, help: string, initial?: string): TextOption {
  return { type: 'text', value, help, default: initial };
}

function list(value: string, help: string): ListOption {
  return { type: 'list', value, help };
}

function number(value: string, initial: number, max: number, help: string, min = 0): NumberOption {
  return { type: 'number', value, help, default: initial, max, min };
}

function choice(value: string, of: readonly string[], initial: string, help: string): ChoiceOption {
  return { type: 'choice', value, help, default: initial, of };
}

function onOff(help: string): SwitchOption {
  return { type: 'switch', value: '', help };
}

/** Milliseconds. */
const SECOND = 1_000;

export const OPTIONS = {
  host: text('HOST', 'address to bind to; 0.0.0.0 or :: for all', '127.0.0.1'),
  port: number('PORT', 0, 65_535, 'port to bind to; 0: any that is free'),
  socket: text('PATH', 'Unix socket or Windows pipe to bind to, instead of host and port'),
  'tls-cert': text('FILE', 'serve over TLS with this certificate (PEM, with those above it)'),
  'tls-key': text('FILE', 'and this key; both are read again when they change'),
  'trust-proxy': list('ADDRESS', "believe X-Forwarded-For of this proxy: an address, a network, or 'local'"),
  'allow-origin': list('ORIGIN', 'let web pages of this origin join, such as https://example.com; * for all'),
  guests: onOff('serve a page at /join/CHANNEL for guests, who have a browser and no VS Code'),
  namespaces: text('FILE', 'keys for channels by prefix, read again when it changes'),
  redis: text('URL', 'serve the same channels as all relays with this Redis, such as redis://127.0.0.1:6379'),
  metrics: choice(
    'WHO',
    ['local', 'all', 'off'],
    'local',
    'who may read /metrics: programs on this machine, all, or off',
  ),
  'limit-joins': number('N', DEFAULT_LIMITS.joins, MAX_COUNT, 'joins and pushes a second from one address'),
  'limit-address': number('N', DEFAULT_LIMITS.address, MAX_COUNT, 'connections from one address'),
  'limit-guesses': number('N', DEFAULT_LIMITS.guesses, MAX_COUNT, 'wrong keys a minute from one address'),
  'limit-channel': number('N', DEFAULT_LIMITS.channel, MAX_COUNT, 'connections in one channel'),
  'limit-channels': number('N', DEFAULT_LIMITS.channels, MAX_COUNT, 'channels'),
  'limit-rate': number('N', DEFAULT_LIMITS.rate, MAX_COUNT, 'messages of one socket in a window'),
  'rate-window': number('MS', DEFAULT_LIMITS.rateWindow, MAX_WINDOW, 'that window, in milliseconds', 1),
  'limit-size': number('BYTES', DEFAULT_LIMITS.size, MAX_BYTES, 'size of a message'),
  'limit-warnings': number('N', DEFAULT_LIMITS.warnings, MAX_COUNT, 'warnings a minute before a socket is closed'),
  ban: number('SECONDS', DEFAULT_LIMITS.ban / SECOND, MAX_SECONDS, 'how long its address is then kept out'),
  'limit-reader': number('BYTES', DEFAULT_LIMITS.reader, MAX_BYTES, 'what may wait for one slow reader'),
  'limit-buffer': number('BYTES', DEFAULT_LIMITS.buffer, MAX_TOTAL_BYTES, 'what may wait for all slow readers'),
  drain: number('SECONDS', 10, MAX_SECONDS, 'how long clients may take to go when the relay stops'),
  'log-level': choice(
    'LEVEL',
    ['info', 'warning', 'silent'],
    'info',
    'how much goes to the log: info, warning or silent',
  ),
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** The value of an option of each kind. */
export type ValueOf<K extends Option['type']> = {
  text: string | undefined;
  list: string[];
  number: number;
  choice: string;
  switch: boolean;
}[K];

/** All options with their values. */
export type Config = { readonly [N in OptionName]: ValueOf<(typeof OPTIONS)[N]['type']> };

/** The table, to go through. */
export const OPTION_LIST = Object.entries(OPTIONS) as readonly (readonly [OptionName, Option])[];

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The name of an option in the environment. */
export function environmentName(name: string): string {
  return `LIVE_CHANNELS_${name.replaceAll('-', '_').toUpperCase()}`;
}

/** What an option is when nobody says. */
export function defaultOf(option: Option): ValueOf<Option['type']> {
  if (option.type === 'list') return [];
  if (option.type === 'switch') return false;
  return option.default;
}
