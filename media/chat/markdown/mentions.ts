import type { PersonView } from '../../../src/protocol/panel';

/** A part of a text: a mention of somebody, or what stands between. */
export interface Said {
  text: string;
  mention?: 'own' | 'other';
}

/** Who can be mentioned: what people call themselves. */
export interface Names {
  own: string | undefined;
  others: readonly string[];
}

/** Nobody has a longer list of people to look for in each text. */
const MAX_NAMES = 500;

const namesKnown = new WeakMap<readonly PersonView[], Names>();
const patternsKnown = new WeakMap<Names, RegExp | undefined>();

/** The names of people, the same object for the same list. */
export function namesOf(people: readonly PersonView[]): Names {
  const before = namesKnown.get(people);
  if (before) return before;
  const own = people.find(({ self }) => self)?.name;
  const names = { own, others: people.slice(0, MAX_NAMES).flatMap(({ self, name }) => (self ? [] : [name])) };
  namesKnown.set(people, names);
  return names;
}

/** Cuts a text at its mentions: `@` and the name of somebody who is here, as a word of its own, in letters of either case. */
export function mentionsIn(text: string, names: Names): Said[] {
  const pattern = text.includes('@') ? patternFor(names) : undefined;
  if (!pattern) return [{ text }];
  const said: Said[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) said.push({ text: text.slice(from, match.index) });
    const own = match[0].slice(1).toLocaleLowerCase() === names.own?.toLocaleLowerCase();
    said.push({ text: match[0], mention: own ? 'own' : 'other' });
    from = match.index + match[0].length;
  }
  if (from < text.length || said.length === 0) said.push({ text: text.slice(from) });
  return said;
}

function patternFor(names: Names): RegExp | undefined {
  if (!patternsKnown.has(names)) patternsKnown.set(names, madeFor(names));
  return patternsKnown.get(names);
}

/** The longest first: `@Ada Lovelace` is not `@Ada`. */
function madeFor({ own, others }: Names): RegExp | undefined {
  const all = [own ?? '', ...others].filter(name => name !== '').sort((a, b) => b.length - a.length);
  if (all.length === 0) return undefined;
  const escaped = all.map(name => name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])@(?:${escaped.join('|')})(?![\p{L}\p{N}_])`, 'giu');
}
