/** How hard a passphrase is to guess, if somebody made it up: an honest low estimate, not a promise. */
export interface Strength {
  /** About 2 to the power of this many tries. */
  bits: number;
  /** What one graphics card takes to try that many. Seconds. */
  seconds: number;
}

/**
 * Tries per second of one strong graphics card of 2024: nine million of PBKDF2-HMAC-SHA-256 at 999 rounds (hashcat's mode
 * 10900), of which a passphrase here takes 1,000,000.
 */
const TRIES_PER_SECOND = 9_000;

/**
 * Bits that each character of a text that people make up adds, by its place: NIST SP 800-63-1, appendix A. Up to the first
 * character 4, to the 8th 2 each, to the 20th 1.5, then 1.
 */
const STEPS: readonly (readonly [upTo: number, bits: number])[] = [
  [1, 4],
  [8, 2],
  [20, 1.5],
  [Infinity, 1],
];

/** Bits that capitals together with digits or signs add, by the same source. */
const MIXED_BITS = 6;

/** Runs as `aaaa`, `1234` and `fedc` are worth their first two characters. */
function withoutRuns(text: string): string {
  const units = Array.from(text);
  const step = (at: number) => (units[at]?.codePointAt(0) ?? 0) - (units[at - 1]?.codePointAt(0) ?? 0);
  return units.filter((_, at) => at < 2 || step(at) !== step(at - 1) || Math.abs(step(at)) > 1).join('');
}

const BETWEEN_WORDS = /[\s.,;:_/-]+/;

/** Each word counts once, and those of the channel's name, which is no secret, not at all. */
function worth(passphrase: string, channel: string): string {
  const known = new Set(channel.toLowerCase().split(BETWEEN_WORDS));
  const words = passphrase.toLowerCase().split(BETWEEN_WORDS);
  return withoutRuns([...new Set(words)].filter(word => !known.has(word)).join(' '));
}

/** @param channel its name. */
export function passphraseStrength(passphrase: string, channel: string): Strength {
  const { length } = Array.from(worth(passphrase, channel));
  let from = 0;
  let bits = 0;
  for (const [upTo, each] of STEPS) {
    bits += Math.max(0, Math.min(length, upTo) - from) * each;
    from = upTo;
  }
  const mixed = /\p{Lu}/u.test(passphrase) && /[\d\p{P}\p{S}]/u.test(passphrase);
  if (mixed && length >= 8) bits += MIXED_BITS;
  // On the average half of all have to be tried.
  return { bits: Math.round(bits), seconds: 2 ** (bits - 1) / TRIES_PER_SECOND };
}
