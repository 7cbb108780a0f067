import type { SecretKind } from './secretValue';

/**
 * The words a secret's name ends with: long ones also as the end of a word (`PGPASSWORD`), `pass` alone only where it is
 * clear what it opens.
 */
const SECRET_NAMES: readonly (readonly [SecretKind, RegExp])[] = [
  ['password', /(?:password|passwd|passwort|passphrase|secret|(?:^| )(?:passcode|pwd|pw))$/],
  [
    'password',
    /(?:^|(?:^| )(?:db|database|user|smtp|mail|email|ftp|admin|root|redis|mysql|pg|postgres|mongo|auth) )pass$/,
  ],
  ['token', /(?:token|(?:api|access|secret|private)key|(?:^| )credentials?)$/],
  [
    'token',
    /(?:^| )(?:api|app|access|account|auth|client|consumer|deploy|encryption|hmac|jwt|license|master|private|secret|service|session|shared|signing|storage|subscription|webhook) key$/,
  ],
];

/** What may stand behind those words and still name the secret itself: `DB_PASSWORD_PROD`, `SECRET_KEY_BASE`. */
const ENVIRONMENT = /(?: (?:prod|production|staging|stage|dev|live|test|local|value|base|b64|base64|v\d|\d+))+$/;

/** Not secret in spite of its name: `PUBLIC_API_KEY`, `nextPageToken`, `--password-stdin`. */
const HARMLESS =
  /(?:^| )(?:public|publishable|csrf|xsrf|page|next|continuation|anti|no|has|is|use|design|syntax)(?: |$)/;

/** `dbPassword`, `DB_PASSWORD` and `db.password` in lower case words with spaces between. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * What kind of secret something of this name holds, if any. Only the end of a name tells: a `passwordLabel`, a
 * `token_url` and a `secretName` are none.
 */
export function secretKindOf(name: string): SecretKind | undefined {
  const words = wordsOf(name).replace(ENVIRONMENT, '');
  if (HARMLESS.test(words)) return undefined;
  return SECRET_NAMES.find(([, pattern]) => pattern.test(words))?.[0];
}
