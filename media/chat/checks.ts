/** Checks for what the page is given: all of it is `unknown` until they have seen it. */

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A line, a column, a count: from 1. */
export function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

export function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

/** Absent, or as the check wants it. */
export function maybe(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return value => value === undefined || check(value);
}

/** An array in which all is as the check wants it. */
export function listOf(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return value => Array.isArray(value) && value.every(check);
}

/** An object whose fields are as their checks want them, whatever else it has. */
export function shape(checks: Readonly<Record<string, (value: unknown) => boolean>>): (value: unknown) => boolean {
  const all = Object.entries(checks);
  return value => isFields(value) && all.every(([key, check]) => check(value[key]));
}
