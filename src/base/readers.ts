import { isInteger, isRecord, isText } from './guards';

/**
 * Readers take a value of unknown type and give it back as what it is, or `undefined` when it is something else. What an
 * object's reader gives is a copy with the fields it knows and no others.
 */
export type Read<T> = (value: unknown) => T | undefined;

/** One reader for each field. */
export type Fields<T> = { readonly [K in keyof T]-?: Read<Exclude<T[K], undefined>> };

/** A string of at most `max` UTF-16 units. */
export function text(max: number, min = 0): Read<string> {
  return value => (isText(value, max) && value.length >= min ? value : undefined);
}

/** An integer from `min` to `max`, both included. */
export function integer(min: number, max: number): Read<number> {
  return value => (isInteger(value, min, max) ? value : undefined);
}

/** One of a few strings. */
export function oneOf<T extends string>(known: readonly T[]): Read<T> {
  return value => known.find(each => each === value);
}

/** A flag that is there or not. */
export function flag(value: unknown): true | undefined {
  return value === true ? true : undefined;
}

/** From `min` to `max` items, each of which must be readable. */
export function list<T>(read: Read<T>, max: number, min = 0): Read<T[]> {
  return value => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return undefined;
    const items = value.map(read);
    return items.every(item => item !== undefined) ? items : undefined;
  };
}

/** An object. Fields that are not `required` may be missing; one that is there and unreadable makes it unreadable. */
export function fields<T extends object>(readers: Fields<T>, ...required: (keyof T & string)[]): Read<T> {
  const entries = Object.entries(readers) as [keyof T & string, Read<unknown>][];
  return value => {
    if (!isRecord(value)) return undefined;
    const result: Record<string, unknown> = {};
    for (const [key, read] of entries) {
      const given = value[key];
      if (given === undefined && !required.includes(key)) continue;
      const one = read(given);
      if (one === undefined) return undefined;
      result[key] = one;
    }
    return result as T;
  };
}
