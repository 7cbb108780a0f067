import { sentence, type Sentence } from '../base/sentence';
import type { Spot } from './finding';
import { entropy } from './secretValue';

/** A token that is known by its form alone. */
interface TokenFormat {
  readonly rule: string;
  readonly message: Sentence;
  /** Global; every repetition has an upper bound, so that no text takes long. */
  readonly pattern: RegExp;
}

/**
 * What secretlint's preset has no rule for, each as its service documents it. A format belongs here only if it begins
 * with something that nothing else begins with; when the preset learns it, it goes.
 */
const formats: readonly TokenFormat[] = [
  // Also the first lines of a key alone, an encrypted one, and PGP's.
  {
    rule: 'privatekey',
    message: sentence('Private key'),
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END)[^]){0,200}?[A-Za-z0-9+/]{40}/g,
  },
  {
    rule: 'privatekey',
    message: sentence('Private key'),
    pattern: /PuTTY-User-Key-File-[23]: [^]{1,2000}?\nPrivate-Lines: \d/g,
  },
  // The name of a key pair, of which the preset is silent; AWS's own examples end in EXAMPLE.
  { rule: 'aws', message: sentence('AWS access key'), pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b(?<!EXAMPLE)/g },
  { rule: 'age', message: sentence('age secret key'), pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g },
  // RFC 7519: header and payload are JSON objects, `{"` in base 64.
  {
    rule: 'jwt',
    message: sentence('JSON Web Token'),
    pattern: /(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000}/g,
  },
  // Our own, of a private channel: whoever has it is in.
  {
    rule: 'invitation',
    message: sentence('Private invitation'),
    pattern: /\blivechannels\d\.[\w-]{3}B[\w-]{60,2000}/g,
  },
  { rule: 'google', message: sentence('Google API key'), pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { rule: 'google', message: sentence('Google client secret'), pattern: /\bGOCSPX-[\w-]{28}(?![\w-])/g },
  { rule: 'google', message: sentence('Google access token'), pattern: /\bya29\.[\w-]{60,400}/g },
  { rule: 'azure', message: sentence('Azure storage key'), pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g },
  {
    rule: 'azure',
    message: sentence('Azure client secret'),
    pattern: /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g,
  },
  { rule: 'digitalocean', message: sentence('DigitalOcean token'), pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  {
    rule: 'gitlab',
    message: sentence('GitLab token'),
    pattern: /\bgl(?:cbt|dt|ft|oas|ptt|rt|soat)-[\w-]{20,64}(?![\w-])/g,
  },
  { rule: 'pypi', message: sentence('PyPI token'), pattern: /\bpypi-AgEIcHlwaS5vcmc[\w-]{50,200}/g },
  { rule: 'rubygems', message: sentence('RubyGems API key'), pattern: /\brubygems_[a-f0-9]{48}\b/g },
  { rule: 'telegram', message: sentence('Telegram bot token'), pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g },
  {
    rule: 'discord',
    message: sentence('Discord webhook'),
    pattern: /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/g,
  },
  { rule: 'stripe', message: sentence('Stripe webhook secret'), pattern: /\bwhsec_[A-Za-z0-9]{32,64}\b/g },
  { rule: 'newrelic', message: sentence('New Relic key'), pattern: /\bNRAK-[A-Z0-9]{27}\b/g },
  { rule: 'atlassian', message: sentence('Atlassian API token'), pattern: /\bATATT3xFfGF0[\w=-]{100,250}/g },
  { rule: 'postman', message: sentence('Postman API key'), pattern: /\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}\b/g },
  { rule: 'pulumi', message: sentence('Pulumi access token'), pattern: /\bpul-[a-f0-9]{40}\b/g },
  { rule: 'planetscale', message: sentence('PlanetScale secret'), pattern: /\bpscale_(?:tkn|pw|oauth)_[\w.-]{32,64}/g },
];

/** The signature of the token that jwt.io and half the web's documentation show. */
const JWT_OF_THE_DOCUMENTATION =
  /\.(?:SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c|TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ)$/;

/** Bits for each character below which a text of this form is filled up by hand: `AIzaXXXXXXXX…`. */
const LEAST_ENTROPY = 3;

/** How much of what was found counts for that. UTF-16 units. */
const MEASURED = 64;

/** The tokens and keys in a text that have a form of their own and are not in secretlint's preset. */
export function knownFormats(text: string): Spot[] {
  return formats.flatMap(({ rule, message, pattern }) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => entropy(found.slice(-MEASURED)) >= LEAST_ENTROPY && !JWT_OF_THE_DOCUMENTATION.test(found))
      .map(({ 0: found, index }) => ({ rule, message, start: index, end: index + found.length })),
  );
}
