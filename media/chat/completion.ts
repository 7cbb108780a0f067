/** What is completed while one writes: after `@` the people who are there, after `:` emoji. Knows nothing of the DOM. */

export interface Trigger {
  kind: 'person' | 'emoji';
  /** Where the sign stands, and what was written behind it. */
  from: number;
  query: string;
}

/** At the start of a word only: no mail address, no time and no `std::vector` opens a list. */
const BEFORE = String.raw`(?:^|[\s(])`;
/** Names may have spaces in them. */
const PERSON = new RegExp(String.raw`${BEFORE}@((?:[^\s@][^@\n]{0,63})?)$`, 'u');
/** Two letters at least: `:D` is nobody's search. */
const EMOJI = new RegExp(String.raw`${BEFORE}:([\p{L}\p{N}_+-]{2,32})$`, 'u');
const CLOSED_EMOJI = new RegExp(String.raw`${BEFORE}:([\p{L}\p{N}_+-]{1,32}):$`, 'u');

/** What stands in front of the cursor that can be completed. */
export function triggerIn(before: string): Trigger | undefined {
  const person = PERSON.exec(before)?.[1];
  if (person !== undefined) return { kind: 'person', from: before.length - person.length - 1, query: person };
  const emoji = EMOJI.exec(before)?.[1];
  return emoji === undefined ? undefined : { kind: 'emoji', from: before.length - emoji.length - 1, query: emoji };
}

/** A name between two colons in front of the cursor, as `:tada:`, and where its first colon stands. */
export function emojiNameIn(before: string): { name: string; from: number } | undefined {
  const called = CLOSED_EMOJI.exec(before)?.[1];
  return called === undefined ? undefined : { name: called, from: before.length - called.length - 2 };
}

/** The names that begin with what was written, before those with a later word that does. In letters of either case. */
export function namesFor(query: string, names: readonly string[], max: number): readonly string[] {
  const wanted = query.toLocaleLowerCase();
  const begins = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  const later = (name: string) =>
    !begins(name) && name.split(' ').some((_, at, words) => begins(words.slice(at).join(' ')));
  return [...names.filter(begins), ...names.filter(later)].slice(0, max);
}
