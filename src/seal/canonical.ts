import { isRecord } from '../base/guards';

/** Deeper nesting is nothing that anybody signs. */
const MAX_DEPTH = 32;

/**
 * JSON in its one canonical form (RFC 8785): no blanks, the members of objects by their names' UTF-16 units. What two
 * peers hold as the same value is the same text.
 * @throws RangeError when it is nested too deeply.
 */
export function canonical(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw new RangeError('Nested too deeply to be signed.');
  if (Array.isArray(value)) return `[${value.map(item => canonical(item, depth + 1)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const names = Object.keys(value).filter(name => value[name] !== undefined);
  const members = names.sort().map(name => `${JSON.stringify(name)}:${canonical(value[name], depth + 1)}`);
  return `{${members.join(',')}}`;
}
