/** The one table of the options: reading, checking and help come from it. */
interface Described {
  readonly help: string;
  readonly short?: string;
}

interface TextOption extends Described {
  readonly type: 'text';
  /** The name of the value in the help. */
  readonly value: string;
  /** What stands for it where it is not given. */
  readonly variable?: string;
}

interface NumberOption extends Described {
  readonly type: 'number';
  readonly value: string;
  readonly max: number;
}

interface FlagOption extends Described {
  readonly type: 'flag';
}

export type Option = TextOption | NumberOption | FlagOption;

/** A week: more seconds are a mistake. */
const MAX_SECONDS = 604_800;
const MAX_COUNT = 1_000_000_000;

const COMMON = {
  // Its variable is read where an invitation may come before it.
  server: { type: 'text', value: 'ADDRESS', help: 'relay (wss://itty.ws) [LIVE_CHANNELS_SERVER]' },
  'key-file': {
    type: 'text',
    value: 'FILE',
    variable: 'LIVE_CHANNELS_KEY_FILE',
    help: 'has its invitation, passphrase or keys; LIVE_CHANNELS_KEY is these',
  },
  as: { type: 'text', value: 'NAME', variable: 'LIVE_CHANNELS_AS', help: 'name that others see (your git user name)' },
  timeout: {
    type: 'number',
    value: 'SECONDS',
    max: MAX_SECONDS,
    help: 'give up when nothing has moved for so long (30)',
  },
  quiet: { type: 'flag', short: 'q', help: 'say nothing but what went wrong' },
  help: { type: 'flag', short: 'h', help: 'print this' },
} as const satisfies Record<string, Option>;

export const SEND = {
  message: { type: 'text', short: 'm', value: 'TEXT', help: 'say this, or say it with what is sent' },
  to: { type: 'text', value: 'NAME', help: 'to this one person only: their name, or the id of their connection' },
  language: { type: 'text', value: 'ID', help: "VS Code's name of the language, such as python" },
  text: { type: 'flag', help: 'the input is something to say, and no code' },
  'allow-secrets': { type: 'flag', help: 'send what looks like a secret, or is never to be sent, all the same' },
  ...COMMON,
} as const satisfies Record<string, Option>;

export const TAIL = {
  json: { type: 'flag', help: 'one JSON object a line for each event' },
  count: { type: 'number', value: 'N', max: MAX_COUNT, help: 'end after so many messages' },
  for: { type: 'number', value: 'SECONDS', max: MAX_SECONDS, help: 'end after so long' },
  ...COMMON,
} as const satisfies Record<string, Option>;

/** What is there without a command. */
export const BARE = {
  version: { type: 'flag', help: 'print the version' },
  help: { type: 'flag', short: 'h', help: 'print this' },
} as const satisfies Record<string, Option>;

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : (O extends NumberOption ? number : string) | undefined;
export type Values<T extends Options> = { readonly [K in keyof T]: ValueOf<T[K]> };
export type CommonValues = Values<typeof COMMON>;
