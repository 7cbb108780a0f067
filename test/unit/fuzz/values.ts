import fc from 'fast-check';

/** Values as hostile as a socket or a page can bring them, for the tests beside this file. */

/** Arrays in arrays, deep enough that whoever walks them by calling itself runs out of stack. */
function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

/** What stands where something else is expected. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    false,
    '',
    '__proto__',
    'x'.repeat(300_000),
    '\u001f',
    '\ud800',
    0,
    -0,
    -1,
    0.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 53),
    Number.MAX_VALUE,
    NaN,
    Infinity,
    -Infinity,
    10n,
    Symbol('odd'),
    () => 1,
    new Date(NaN),
    nested(20_000),
    Array.from({ length: 2000 }, () => ({})),
    JSON.parse('{"__proto__":{"session":"s","seq":1},"constructor":1,"toString":null,"length":-1}'),
    Object.create(null),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer(),
  fc.double(),
);

/** Anything at all: JSON of any shape, and what no JSON can hold. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  odd,
  fc.jsonValue({ maxDepth: 4 }),
  fc.anything({ maxDepth: 4, withNullPrototype: true, withBigInt: true, withMap: true, withTypedArray: true }),
);

/** Texts that are JSON, nearly, or not at all. */
export function texts(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const json = values.map(value => {
    try {
      const text = (JSON.stringify(value) as string | undefined) ?? '';
      return text;
    } catch {
      return '[';
    }
  });
  const damaged = fc.tuple(json, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })).map(([text, at, put]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + put.length);
  });
  const deep = fc.constantFrom('['.repeat(100_000), '{"a":'.repeat(50_000), '['.repeat(50_000) + ']'.repeat(50_000));
  return fc.oneof(
    { weight: 4, arbitrary: json },
    { weight: 3, arbitrary: damaged },
    fc.string({ unit: 'binary' }),
    deep,
  );
}

/** Every place in a value, as the keys that lead to it, the value itself left out. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || path.length > 5) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...places(inner, [...path, key])]);
}

interface Change {
  at: number;
  what: 'replace' | 'remove' | 'add' | 'wrap';
  value: unknown;
  key: string;
}

function changed(value: object, { at, what, value: other, key }: Change): object {
  const copy = structuredClone(value) as Record<string, unknown>;
  const all = places(copy);
  const path = all[at % Math.max(1, all.length)];
  const last = path?.at(-1);
  if (!path || last === undefined) return copy;
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((inner, step) => inner[step] as Record<string, unknown>, copy);
  if (what === 'remove' && Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (what === 'remove') Reflect.deleteProperty(parent, last);
  else if (what === 'wrap') define(parent, last, [parent[last]]);
  else define(parent, what === 'add' ? key : last, other);
  return copy;
}

/** As JSON.parse does it: a `__proto__` is a key like any other. */
function define(target: object, key: string, value: unknown): void {
  if (Array.isArray(target) && !/^\d+$/.test(key)) return;
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Valid values, and such with one to three places replaced, removed, wrapped or added. */
export function mutations(valid: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  const change: fc.Arbitrary<Change> = fc.record({
    at: fc.nat(10_000),
    what: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap'),
    value: odd,
    key: fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', 'then', 'seq', 'type', 'extra'),
  });
  const mutants = fc.tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 })).map(([value, changes]) =>
    // A value with something in it that cannot be cloned is changed no further.
    changes.reduce<object>((next, one) => (isPlain(next) ? changed(next, one) : next), value),
  );
  return fc.oneof({ weight: 1, arbitrary: valid }, { weight: 6, arbitrary: mutants });
}

function isPlain(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
