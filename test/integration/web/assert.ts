/**
 * What the tests use of `node:assert/strict`, where there is no Node: esbuild puts this file in its place. Two things are
 * the same when they have the same own properties with the same values, and are of the same kind.
 */

class AssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly showDiff = true;

  constructor(
    message: unknown,
    said: string,
    readonly actual?: unknown,
    readonly expected?: unknown,
  ) {
    super(typeof message === 'string' ? message : said);
  }
}

type Expected = RegExp | ((thrown: unknown) => boolean) | undefined;

function show(value: unknown): string {
  try {
    return JSON.stringify(value).slice(0, 500);
  } catch {
    return String(value);
  }
}

function parts(value: object): [unknown, unknown][] {
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
  if (value instanceof Set) return [...value].map(each => [each, true]);
  if (value instanceof Date) return [['time', value.getTime()]];
  if (value instanceof RegExp || value instanceof Error) return [['text', String(value)]];
  return Object.entries(value);
}

function same(one: unknown, two: unknown): boolean {
  if (Object.is(one, two)) return true;
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(two)) return false;
  const [left, right] = [parts(one), new Map(parts(two))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

function check(thrown: unknown, expected: Expected, message: unknown): void {
  if (expected === undefined) return;
  const fits = expected instanceof RegExp ? expected.test(String(thrown)) : expected(thrown);
  if (!fits) throw new AssertionError(message, `What was thrown is another: ${String(thrown)}`, thrown, expected);
}

const assert = {
  ok(value: unknown, message?: unknown): void {
    if (!value) throw new AssertionError(message, `${show(value)} is not true`, value, true);
  },
  equal(actual: unknown, expected: unknown, message?: unknown): void {
    if (Object.is(actual, expected)) return;
    throw new AssertionError(message, `${show(actual)} is not ${show(expected)}`, actual, expected);
  },
  notEqual(actual: unknown, expected: unknown, message?: unknown): void {
    if (Object.is(actual, expected)) throw new AssertionError(message, `It is ${show(expected)}`, actual, expected);
  },
  deepEqual(actual: unknown, expected: unknown, message?: unknown): void {
    if (same(actual, expected)) return;
    throw new AssertionError(message, `${show(actual)} is not as ${show(expected)}`, actual, expected);
  },
  match(actual: string, pattern: RegExp, message?: unknown): void {
    if (!pattern.test(actual)) throw new AssertionError(message, `${show(actual)} is not as ${String(pattern)}`);
  },
  doesNotMatch(actual: string, pattern: RegExp, message?: unknown): void {
    if (pattern.test(actual)) throw new AssertionError(message, `${show(actual)} is as ${String(pattern)}`);
  },
  throws(call: () => unknown, expected?: Expected, message?: unknown): void {
    try {
      call();
    } catch (thrown) {
      check(thrown, expected, message);
      return;
    }
    throw new AssertionError(message, 'Nothing was thrown');
  },
  async rejects(pending: PromiseLike<unknown> | (() => PromiseLike<unknown>), expected?: Expected, message?: unknown) {
    try {
      await (typeof pending === 'function' ? pending() : pending);
    } catch (thrown) {
      check(thrown, expected, message);
      return;
    }
    throw new AssertionError(message, 'It was not rejected');
  },
  fail(message?: unknown): never {
    throw new AssertionError(message, 'Failed');
  },
};

// eslint-disable-next-line no-restricted-exports -- it is what `node:assert/strict` exports
export { assert as default, assert as strict };
