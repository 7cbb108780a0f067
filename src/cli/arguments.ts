import { parseArgs } from 'node:util';
import { nearest } from '../relay/service/nearest';
import { usage } from './exit';
import type { Option, Options, Values } from './options';

/** What a command was given: each option its value, and what stands without one. */
export interface Given<T extends Options> {
  readonly values: Values<T>;
  readonly rest: readonly string[];
}

type Token = ReturnType<typeof tokensOf>[number];

function tokensOf(args: readonly string[], options: Options) {
  const known = Object.entries(options).map(([name, { type, short }]) => {
    return [name, { type: type === 'flag' ? 'boolean' : 'string', ...(short !== undefined && { short }) }] as const;
  });
  const config = { options: Object.fromEntries(known), strict: false, allowPositionals: true, tokens: true } as const;
  return parseArgs({ args: [...args], ...config }).tokens;
}

function valueOf(name: string, option: Option, text: string | undefined): string | number | true {
  if (option.type === 'flag') {
    if (text === undefined) return true;
    throw usage(`Option '--${name}' takes no value`);
  }
  if (text === undefined) throw usage(`Option '--${name}' needs a value: ${option.value}`);
  if (text === '') throw usage(`Option '--${name}' must not be empty`);
  return option.type === 'number' ? numberOf(name, text, option.max) : text;
}

function numberOf(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
  throw usage(`Option '--${name}' must be a whole number from 1 to ${max}`);
}

function unknownOption({ rawName }: { rawName: string }, options: Options): Error {
  const close = nearest(rawName.replace(/^-+/, ''), Object.keys(options));
  return usage(`There is no option '${rawName}'${close === undefined ? '' : `; did you mean '--${close}'?`}`);
}

function optionOf(token: Token & { kind: 'option' }, options: Options): [string, string | number | true] {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (!option) throw unknownOption(token, options);
  return [token.name, valueOf(token.name, option, token.value)];
}

/**
 * A variable of the environment. A CI gives what it does not have as an empty text: what was meant to be sealed, or for a server
 * of one's own, would go out openly or to the public one.
 * @throws CliError when it is set and empty.
 */
export function variable(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const text = env[name]?.trim();
  if (text === '') throw usage(`${name} is set and empty: give it a value, or do not set it`);
  return text;
}

/** What the environment has for options that were not given. */
function variables(options: Options, env: NodeJS.ProcessEnv): [string, string][] {
  return Object.entries(options).flatMap(([name, option]): [string, string][] => {
    const text = option.type === 'text' && option.variable !== undefined ? variable(option.variable, env) : undefined;
    return text === undefined ? [] : [[name, text]];
  });
}

/**
 * Reads what stands behind a command. Of an option that is given twice the last one counts.
 * @throws CliError with one sentence about the first mistake.
 */
export function readArguments<T extends Options>(
  args: readonly string[],
  options: T,
  env: NodeJS.ProcessEnv,
): Given<T> {
  const tokens = tokensOf(args, options);
  const flags = Object.entries(options).flatMap(([name, { type }]) =>
    type === 'flag' ? [[name, false] as const] : [],
  );
  const given = tokens.flatMap(token => (token.kind === 'option' ? [optionOf(token, options)] : []));
  // The table has a type for each option, which no function over its names can know.
  const values = Object.fromEntries([...flags, ...variables(options, env), ...given]) as Values<T>;
  return { values, rest: tokens.flatMap(token => (token.kind === 'positional' ? [token.value] : [])) };
}
