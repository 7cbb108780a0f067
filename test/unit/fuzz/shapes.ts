import type { Content } from '../../../src/protocol/content';

/**
 * What the guards may let through, written a second time and in another way: as tables of what each field is. A field
 * that is not in its table may be anything.
 */

type Check = (value: unknown) => boolean;

const text =
  (max: number, min = 0): Check =>
  value =>
    typeof value === 'string' && value.length >= min && value.length <= max;

const whole =
  (min: number, max = 2 ** 53 - 1): Check =>
  value =>
    typeof value === 'number' && Math.floor(value) === value && min <= value && value <= max;

const maybe =
  (check: Check): Check =>
  value =>
    typeof value === 'undefined' || check(value);

const only =
  (...values: readonly unknown[]): Check =>
  value =>
    values.includes(value);

const list =
  (check: Check, min: number, max: number): Check =>
  value =>
    Array.isArray(value) && value.length >= min && value.length <= max && value.filter(check).length === value.length;

const fields =
  (table: Readonly<Record<string, Check>>): Check =>
  value =>
    Object.prototype.toString.call(value) === '[object Object]' &&
    Object.entries(table).every(([key, check]) => check((value as Record<string, unknown>)[key]));

const numbersById: Check = value => {
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  const entries = Object.entries(value as object);
  return entries.length <= 256 && entries.every(([key, number]) => id(key) && whole(0)(number));
};

const id = text(64, 1);
const longText = text(8 * 1024 * 1024);
const lasting = {
  re: maybe(id),
  id,
  session: id,
  seq: whole(1),
  at: whole(0),
  direct: maybe(only(true)),
  text: longText,
  beyond: maybe(longText),
};
const position = whole(1, 10_000_000);
const place = { startLine: position, startColumn: position, endLine: position, endColumn: position };
const range = fields({ ...place, code: longText, was: maybe(longText) });
const repository = maybe(fields({ branch: maybe(text(1000)), commit: maybe(text(64)) }));
const comment = maybe(longText);
const snippet = {
  path: maybe(text(1024)),
  language: maybe(text(64)),
  comment,
  whole: maybe(only(true)),
  ranges: list(range, 1, 200),
  repository,
  terminal: maybe(only(true)),
  cell: maybe(position),
  output: maybe(longText),
  diagnostics: maybe(
    list(
      fields({
        ...place,
        severity: only('error', 'warning', 'information', 'hint'),
        message: longText,
        source: maybe(text(1000)),
        code: maybe(text(1000)),
      }),
      0,
      200,
    ),
  ),
};

const contents: Readonly<Record<Content['type'], Check>> = {
  chat: fields({ ...lasting, foreign: maybe(text(64)) }),
  void: fields({ ...lasting, text: only('') }),
  snippet: fields({ ...lasting, ...snippet }),
  patch: fields({
    ...lasting,
    title: text(1024),
    diff: text(8 * 1024 * 1024, 1),
    comment,
    staged: maybe(only(true)),
    repository,
    commit: maybe(fields({ hash: text(64, 1), message: longText, author: maybe(text(1000)), date: maybe(whole(0)) })),
  }),
  image: fields({
    ...lasting,
    name: text(1024),
    mime: only('image/png', 'image/jpeg', 'image/gif', 'image/webp'),
    data: text(8 * 1024 * 1024, 1),
    width: maybe(whole(1, 100_000)),
    height: maybe(whole(1, 100_000)),
    comment,
  }),
  bundle: fields({ ...lasting, title: text(1024), comment, snippets: list(fields(snippet), 1, 200) }),
  edit: fields({ ...lasting, of: id }),
  delete: fields({ ...lasting, of: id, text: only('') }),
  react: value => {
    const { emoji, text: shown } = value as { emoji?: unknown; text?: unknown };
    return isEmojiShape(emoji) && shown === emoji && fields({ ...lasting, of: id, off: maybe(only(true)) })(value);
  },
};

/** Of a few units, none of them a letter, a sign of a markup language or a blank; of digits only those of key caps. */
function isEmojiShape(value: unknown): boolean {
  if (!text(32, 1)(value)) return false;
  const emoji = value as string;
  const isBare = !/[ -"$-)+-/:-~]/.test(emoji);
  return isBare && !/\p{L}/u.test(emoji) && (!/[0-9#*]/.test(emoji) || emoji.endsWith('\u20e3'));
}

const where = fields({
  path: text(1024, 1),
  top: position,
  bottom: position,
  selections: list(fields({ ...place, reversed: maybe(only(true)) }), 0, 20),
});
const how = { n: whole(1), status: only('active', 'idle', 'away', 'call', 'busy'), place: maybe(where) };

const span = { of: id, from: whole(0), to: whole(0) };
const megabytes = whole(1, 8 * 1024 * 1024);

const passing: Readonly<Record<string, Check>> = {
  hello: fields({
    seen: numbersById,
    last: whole(0),
    met: numbersById,
    formerly: maybe(list(id, 0, 16)),
    ask: maybe(only(true)),
    presence: maybe(fields(how)),
  }),
  presence: fields(how),
  typing: fields({ on: only(true, false) }),
  resend: fields({ ...span }),
  resent: fields({ content: value => isContentShape(value), name: maybe(text(1024)), date: whole(0) }),
  done: fields({ ...span, first: whole(0) }),
  history: fields({ last: whole(1, 200) }),
  receipt: fields({ id }),
  ping: () => true,
  part: fields({
    transfer: id,
    index: whole(0, 1023),
    count: whole(1, 1024),
    size: megabytes,
    full: megabytes,
    sum: whole(0, 2 ** 32 - 1),
    data: text(80_000, 1),
  }),
  more: fields({ transfer: id, next: whole(0, 1023) }),
  cancel: fields({ transfer: id }),
};

const page: Readonly<Record<string, Check>> = {
  ready: () => true,
  select: fields({ channel: text(512) }),
  send: fields({ channel: text(512), text: text(1_000_000), to: maybe(text(512)), re: maybe(text(512)) }),
  retry: fields({ channel: text(512), entry: text(512) }),
  cancel: fields({ channel: text(512), entry: text(512) }),
  image: fields({ channel: text(512), entry: text(512) }),
  following: fields({ channel: text(512), following: only(true, false) }),
  pasteImage: fields({ channel: text(512), data: text(6_000_000), to: maybe(text(512)) }),
  act: fields({
    channel: text(512),
    entry: text(512),
    action: only('goTo', 'open', 'saveAs', 'copy', 'insert', 'compare', 'apply', 'suggest'),
    item: maybe(whole(0, 200)),
  }),
  run: fields({
    action: only('join', 'leave', 'startRelay', 'sendSelection', 'sendFile', 'reconnect', 'copyRelayAddress'),
    channel: maybe(text(512)),
  }),
};

function isOneOf(tables: Readonly<Record<string, Check>>, value: unknown): boolean {
  const { type } = value as { type?: unknown };
  return typeof type === 'string' && Object.hasOwn(tables, type) && tables[type]?.(value) === true;
}

export function isContentShape(value: unknown): boolean {
  return isOneOf(contents, value);
}

export function isPassingShape(value: unknown): boolean {
  const { session, seq, from, to, type } = value as Record<string, unknown>;
  const few = type !== 'resend' || Number(to) - Number(from) < 200;
  return isOneOf(passing, value) && id(session) && seq === undefined && few && !(Number(from) > Number(to));
}

export function isPageShape(value: unknown): boolean {
  return isOneOf(page, value);
}
