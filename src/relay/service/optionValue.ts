import type { Option, ValueOf } from './options';

type Value = ValueOf<Option['type']>;

function numberIn(option: Option & { type: 'number' }, value: unknown): number {
  const { min, max } = option;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new Error(`must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}`);
}

function textIn(value: unknown): string {
  if (typeof value !== 'string') throw new Error('must be a text');
  if (value === '') throw new Error('must not be empty');
  return value;
}

function choiceIn(of: readonly string[], value: unknown): string {
  if (typeof value === 'string' && of.includes(value)) return value;
  throw new Error(`must be one of ${of.join(', ')}, not ${JSON.stringify(value)}`);
}

function switchIn(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`must be true or false, not ${JSON.stringify(value)}`);
}

/**
 * A value as it stands in a file.
 * @throws Error whose message goes on after the option's name.
 */
export function readValue(option: Option, value: unknown): Value {
  switch (option.type) {
    case 'text':
      return textIn(value);
    case 'number':
      return numberIn(option, value);
    case 'choice':
      return choiceIn(option.of, value);
    case 'switch':
      return switchIn(value);
    case 'list':
      if (!Array.isArray(value)) throw new Error('must be a list of texts');
      return value.map(textIn);
  }
}

/**
 * A value as texts, of a flag that was given once or several times; the last one counts unless it is a list.
 * @throws as `readValue`.
 */
export function readText(option: Option, texts: readonly string[]): Value {
  if (option.type === 'list') return texts.map(textIn);
  const last = texts.at(-1);
  if (option.type === 'switch') return readValue(option, last === 'true' ? true : last === 'false' ? false : last);
  return readValue(option, option.type === 'number' && /^\d+$/.test(last ?? '') ? Number(last) : last);
}
