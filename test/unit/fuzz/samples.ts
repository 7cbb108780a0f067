import fc from 'fast-check';
import type { Content } from '../../../src/protocol/content';
import { CARD_ACTIONS } from '../../../src/protocol/panel';

/** Valid values of every kind that comes from a peer, a server or the page. */

const id = fc.string({ minLength: 1, maxLength: 12 });
const number = fc.nat(1000);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const lasting = {
  id,
  session: id,
  seq: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  at: fc.nat(),
  text: fc.string({ unit: 'binary' }),
  direct: optional(fc.constant(true)),
  re: optional(id),
};
const position = fc.integer({ min: 1, max: 10_000_000 });
const place = { startLine: position, startColumn: position, endLine: position, endColumn: position };
const range = fc.record({ ...place, code: fc.string({ unit: 'binary' }), was: optional(fc.string()) });
const comment = optional(fc.string());
const repository = optional(fc.record({ branch: optional(fc.string()), commit: optional(fc.string()) }));
const snippet = {
  path: optional(fc.string()),
  language: optional(fc.string({ maxLength: 20 })),
  comment,
  whole: optional(fc.constant(true)),
  ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
  repository,
  terminal: optional(fc.constant(true)),
  cell: optional(position),
  output: optional(fc.string()),
  diagnostics: optional(
    fc.array(
      fc.record({
        ...place,
        severity: fc.constantFrom('error', 'warning', 'information', 'hint'),
        message: fc.string(),
        source: optional(fc.string()),
        code: optional(fc.string()),
      }),
      { maxLength: 2 },
    ),
  ),
};

/** By its kind: one that is missing does not compile. */
const contents: Readonly<Record<Content['type'], fc.Arbitrary<object>>> = {
  chat: fc.record({ type: fc.constant('chat'), ...lasting }),
  void: fc.record({ type: fc.constant('void'), ...lasting, text: fc.constant(''), re: fc.constant(undefined) }),
  snippet: fc.record({ type: fc.constant('snippet'), ...lasting, ...snippet }),
  patch: fc.record({
    type: fc.constant('patch'),
    ...lasting,
    title: fc.string(),
    diff: fc.string({ minLength: 1 }),
    comment,
    staged: optional(fc.constant(true)),
    repository,
    commit: optional(
      fc.record({ hash: id, message: fc.string(), author: optional(fc.string()), date: optional(fc.nat()) }),
    ),
  }),
  image: fc.record({
    type: fc.constant('image'),
    ...lasting,
    name: fc.string(),
    mime: fc.constantFrom('image/png', 'image/jpeg', 'image/gif', 'image/webp'),
    data: fc.base64String({ minLength: 4 }),
    width: optional(fc.integer({ min: 1, max: 100_000 })),
    comment,
  }),
  bundle: fc.record({
    type: fc.constant('bundle'),
    ...lasting,
    title: fc.string(),
    comment,
    snippets: fc.array(fc.record(snippet), { minLength: 1, maxLength: 3 }),
  }),
  edit: fc.record({ type: fc.constant('edit'), ...lasting, re: fc.constant(undefined), of: id }),
  delete: fc.record({
    type: fc.constant('delete'),
    ...lasting,
    re: fc.constant(undefined),
    text: fc.constant(''),
    of: id,
  }),
  react: fc
    .tuple(
      fc.record({ type: fc.constant('react'), ...lasting, re: fc.constant(undefined), of: id }),
      fc.constantFrom('👍', '❤️', '🇩🇪', '1️⃣', '👩🏽‍💻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'),
      optional(fc.constant(true)),
    )
    .map(([react, emoji, off]) => ({ ...react, emoji, text: emoji, off })),
};

export const content: fc.Arbitrary<object> = fc.oneof(...Object.values(contents));

const where = fc.record({
  path: fc.string({ minLength: 1 }),
  top: position,
  bottom: position,
  selections: fc.array(fc.record({ ...place, reversed: optional(fc.constant(true)) }), { maxLength: 3 }),
});
const how = {
  n: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  status: fc.constantFrom('active', 'idle', 'away', 'call', 'busy'),
  place: optional(where),
};

const counts = fc.dictionary(id, fc.nat(), { maxKeys: 4 });
const span = fc.tuple(number, fc.nat(150)).map(([from, length]) => ({ from, to: from + length }));

/** A part that is right in itself: the text is as long as it must be. */
const part = fc
  .tuple(id, id, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 8 }), fc.nat(), fc.nat())
  .map(([session, transfer, size, most, at, byte]) => {
    const slice = Math.ceil(size / Math.min(most, size));
    const count = Math.ceil(size / slice);
    const index = at % count;
    const length = Math.min(Math.ceil(size / count), size - index * Math.ceil(size / count));
    const data = Buffer.alloc(Math.max(0, length), byte).toString('base64');
    return { type: 'part', session, transfer, index, count, size, full: size + 1, sum: byte, data };
  });

export const passing: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    type: fc.constant('hello'),
    session: id,
    seen: counts,
    last: fc.nat(),
    met: counts,
    formerly: optional(fc.array(id, { maxLength: 3 })),
    ask: optional(fc.constant(true)),
    presence: optional(fc.record(how)),
  }),
  fc.record({ type: fc.constant('presence'), session: id, ...how }),
  fc.record({ type: fc.constant('typing'), session: id, on: fc.boolean() }),
  fc.tuple(id, id, span).map(([session, of, ends]) => ({ type: 'resend', session, of, ...ends })),
  fc.tuple(id, id, span, number).map(([session, of, ends, first]) => ({ type: 'done', session, of, ...ends, first })),
  fc.record({ type: fc.constant('resent'), session: id, content, name: optional(fc.string()), date: fc.nat() }),
  fc.record({ type: fc.constant('history'), session: id, last: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ type: fc.constant('receipt'), session: id, id }),
  fc.record({ type: fc.constant('ping'), session: id }),
  part,
  fc.record({ type: fc.constant('more'), session: id, transfer: id, next: fc.nat(1023) }),
  fc.record({ type: fc.constant('cancel'), session: id, transfer: id }),
);

export const page: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constant('ready') }),
  fc.record({ type: fc.constant('select'), channel: id }),
  fc.record({ type: fc.constant('send'), channel: id, text: fc.string(), to: optional(id) }),
  fc.record({ type: fc.constant('following'), channel: id, following: fc.boolean() }),
  fc.record({ type: fc.constant('pasteImage'), channel: id, data: fc.base64String(), to: optional(id) }),
  fc.record({ type: fc.constantFrom('retry', 'cancel', 'image'), channel: id, entry: id }),
  fc.record(
    { type: fc.constant('act'), channel: id, entry: id, action: fc.constantFrom(...CARD_ACTIONS), item: fc.nat(20) },
    { requiredKeys: ['type', 'channel', 'entry', 'action'] },
  ),
  fc.record({ type: fc.constant('run'), action: fc.constantFrom('join', 'leave', 'reconnect'), channel: optional(id) }),
);

/** What a server sends: users' messages of all kinds, comings and goings, errors. */
export const serverFrame: fc.Arbitrary<object> = fc.oneof(
  fc.record({
    message: fc.oneof(content, passing, fc.string(), fc.constant({ type: 'error', uid: 'forged', alias: 'forged' })),
    uid: id,
    alias: optional(fc.string()),
    date: fc.nat(),
  }),
  fc.record({
    type: fc.constantFrom('join', 'leave'),
    users: fc.oneof(fc.nat(), fc.array(fc.record({ uid: id, alias: optional(fc.string()) }), { maxLength: 3 })),
    total: optional(fc.nat()),
    uid: optional(id),
    date: fc.nat(),
  }),
  fc.record({ type: fc.constant('error'), message: fc.string(), date: fc.nat() }),
);
