/** What a name looks like: names that a person cannot tell apart at a glance have the same skeleton. */

/** What is looked at of a name: more is never shown. UTF-16 units. */
const MAX_LENGTH = 300;

/** Invisible: format characters, fillers that are letters to Unicode, blanks, and the blank pattern of Braille. */
const UNSEEN = /[\p{Cf}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\s\u2800\u3164]/gu;
/** Accents that any script may borrow. */
const ACCENTS = /\p{Script=Inherited}/gu;
/** Other marks go only where they are out of place: in other scripts one may be a vowel, and the name another without it. */
const MISPLACED = /([\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}\p{S}])\p{M}+/gu;

/** By Latin letter: capitals of Greek that look like it and whose small letter does not, or less than another. */
const CAPITALS = lookup({ h: 'Η', m: 'Μ', n: 'Ν', p: 'Ρ', x: 'Χ', y: 'Υ' });
/** By Latin letter: small letters that look like it, or whose capital does. Digits stand for what they are read as. */
const SMALL = lookup({
  a: 'аαɑᴀ',
  b: 'вьβ',
  c: 'сϲᴄ',
  d: 'ԁđ',
  e: 'еєεᴇ',
  g: 'ԍɡ',
  h: 'нһħ',
  j: 'јϳȷᴊ',
  k: 'кκᴋ',
  l: 'iіιıɩɪӏł1|',
  m: 'мμᴍ',
  n: 'пη',
  o: 'оοσøᴏ0',
  p: 'рρᴘ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕ',
  t: 'тτŧᴛ',
  u: 'иυᴜ',
  v: 'νᴠ',
  w: 'ԝωᴡ',
  x: 'хχ',
  y: 'уүγʏ',
  z: 'ζᴢ',
  '3': 'з',
});
const DASHES = /\p{Pd}/gu;
const QUOTES = /[‘’‛ʼʹʻ`´′]/g;

function lookup(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).flatMap(([latin, all]) => Array.from(all, letter => [letter, latin] as const)));
}

function swap(text: string, table: ReadonlyMap<string, string>): string {
  return Array.from(text, letter => table.get(letter) ?? letter).join('');
}

function bare(text: string): string {
  return text.normalize('NFKD').replace(UNSEEN, '').replace(ACCENTS, '').replace(MISPLACED, '$1');
}

/**
 * The skeleton of a name, for comparing and never for showing. What is invisible, accents, capitals, and letters of Latin,
 * Cyrillic and Greek that look the same make no difference. It is a guess in both directions, and meant for warnings: after
 * UTS 39 of Unicode, with the pairs that matter in names.
 */
export function looksLike(name: string): string {
  const lower = bare(swap(bare(name.slice(0, MAX_LENGTH)), CAPITALS).toLowerCase());
  return swap(lower, SMALL).replace(DASHES, '-').replace(QUOTES, "'").replaceAll('rn', 'm').replaceAll('vv', 'w');
}
