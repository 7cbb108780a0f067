/**
 * How much a value must have to be taken for a secret. A `password` may be short and made up by a person; a `token` (key,
 * token) is long and random.
 */
export type SecretKind = 'password' | 'token';

/** Least lengths, of the value and of what is left of it without words that mean nothing. UTF-16 units. */
const LEAST = {
  password: { length: 6, rest: 5 },
  token: { length: 16, rest: 10 },
} as const;

/** Bits for each character that a token has at least: words have less for their length, random text has more. */
const TOKEN_ENTROPY = 3;

/** Share of neighbours that follow one another (`abcd`, `1234`, `xxxx`) from which on a value was filled up by hand. */
const SEQUENCE = 0.5;

/** Stands where the secret comes from elsewhere: a variable, a template, a vault, a file, a call. */
const REFERENCE =
  /\$\{|\$\(|\{\{|#\{|<[^>]*>|\{\w*\}|%\w+%|%[sdv]\b|^\$\w|^@\w+@?$|process\.env|environ|getenv|^ENC\[|^(?:arn|env|file|op|ref\+\w+|secret|ssm|vault|gcp|keychain|aws|sm|kms|sops):|^!\w/i;

/** An address, a path, a regular expression, an e-mail address or a hash of a password: no secret. */
const SOMETHING_ELSE = [
  /^[a-z][a-z0-9+.-]*:\/\//i,
  /^(?:\.{1,2}|~)?\/(?:[a-z_.-]+\/)*[a-z_.-]+$/i,
  /^\^|\[(?:a-z|A-Z|0-9|\^)|\\[dswDSW]|\(\?[:=!]/,
  /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  /^\$(?:2[aby]|argon2\w*|[156])\$/,
  /^(?:sha\d+-|#[0-9a-f]{3,8}$|0x[0-9a-f]{1,16}$)/i,
  /^(?:Big)?(?:Uint|Int|Float|Base|Sha|Utf)\d+\w*$/i,
  /^data:/,
  // AWS marks the keys of its documentation so, and others followed.
  /EXAMPLE/,
];

/** Words with separators and perhaps a number behind them: the name of a field, a message key, a CSS class. */
const NAME_OF_SOMETHING = /^[a-z]+(?:[-_.:/][a-z]+)+[-_.]?\d{0,3}$/i;

/** What stands in for a secret in documentation and tests, and what such names are made of. */
const FILLER =
  /change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|with)|examples?|sample|dummy|fake|mock(?:ed)?|test(?:ing|s|er)?|placeholder|redacted|removed|hidden|your|insert|enter|here|todo|fixme|default|invalid|wrong|correct|expired|valid|stub|demo|local(?:host)?|not|real|none|null|undefined|true|false|p[a@4]ss(?:w(?:[o0]r[dt]))?|passwd|passphrase|pwd|secret|s3cr3t|token|access|refresh|bearer|auth|api|key|credential|user(?:name)?|admin|root|value|string|some|foo|bar|baz|qux|abc(?:def)?|xyz|lorem|ipsum|hello|world|hunter2|letmein|qwert[yz]|dev(?:elopment)?|fixture|deadbeef|cafebabe|1234\d*|x{3,}|\*{2,}|\.{3,}|…/gi;

/** Shannon's entropy of a text in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How much of a text is sequences, 0 to 1. */
function sequences(text: string): number {
  let found = 0;
  for (let index = 1; index < text.length; index++) {
    if (Math.abs(text.charCodeAt(index) - text.charCodeAt(index - 1)) <= 1) found++;
  }
  return found / Math.max(1, text.length - 1);
}

/** A value that no person would mean as a secret: it stands for one, comes from elsewhere, or is something else. */
export function isPlaceholder(value: string): boolean {
  // Spaces, and letters of other scripts than Latin, make a sentence: passwords hardly have them.
  if (/\s|[^\p{Script=Latin}\p{N}\p{P}\p{S}]/u.test(value) || REFERENCE.test(value)) return true;
  return SOMETHING_ELSE.some(pattern => pattern.test(value)) || sequences(value) > SEQUENCE;
}

/** What is left of a value without the words that stand in for secrets. */
export function withoutFiller(value: string): string {
  return value.replace(FILLER, '').replace(/[-_.: ]/g, '');
}

/**
 * Whether a value given to something that is named like a secret is one.
 *
 * @param certain The place leaves no doubt that a value is meant, as in a `.env` file: words will do.
 */
export function isSecretValue(value: string, kind: SecretKind, certain = false): boolean {
  const least = LEAST[kind];
  if (value.length < least.length || isPlaceholder(value)) return false;
  const rest = withoutFiller(value);
  if (rest.length < least.rest) return false;
  if (kind === 'token') return /\d/.test(rest) && /[a-z]/i.test(rest) && entropy(rest) >= TOKEN_ENTROPY;
  if (certain) return true;
  if (NAME_OF_SOMETHING.test(value)) return false;
  // Words of a sentence and names have no digits; `s!Lver#Fox` has signs between its letters.
  return /\d/.test(rest) || (/[a-z][^\w\s.:/-]+[a-z]/i.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value));
}
