import type { Bytes } from '../base/encoding';
import { fromBase64Url, toBase64Url, utf8 } from './bytes';
import { pbkdf2 } from './crypto';
import { Secret } from './secret';
import { readPublicKey, SigningKey, verify } from './signing';

/** What a session says of its device: the device's public key, and that key's signature over the session. */
export interface DeviceClaim {
  /** URL-safe base 64. */
  key: string;
  sig: string;
}

/**
 * A device's long-term key: by it a person who returns is recognised, in whatever channel. It says nothing about who they
 * are; that two people find out by comparing words.
 */
export class DeviceKey {
  private constructor(
    private readonly keys: SigningKey,
    /** For the key store. It never prints itself. */
    readonly secret: Secret,
  ) {}

  static async generate(): Promise<DeviceKey> {
    const keys = await SigningKey.generate(true);
    return new DeviceKey(keys, new Secret(await keys.toText()));
  }

  /** From `secret`'s text; `undefined` when it is none, as when the store was damaged. */
  static async fromText(text: string): Promise<DeviceKey | undefined> {
    const keys = await SigningKey.fromText(text);
    return keys && new DeviceKey(keys, new Secret(text));
  }

  /** The public key in URL-safe base 64: what one remembers of a device, and what its words are made of. */
  get id(): string {
    return this.keys.text;
  }

  /** Says that a session of a channel is this device's. */
  async claim(channel: string, session: string): Promise<DeviceClaim> {
    return { key: this.id, sig: toBase64Url(await this.keys.sign(claimed(channel, session))) };
  }
}

/** Whether a device has said so of this session of this channel. */
export async function isDeviceOf({ key, sig }: DeviceClaim, channel: string, session: string): Promise<boolean> {
  const [publicKey, signature] = [readPublicKey(key), fromBase64Url(sig)];
  return publicKey !== undefined && signature !== undefined && verify(publicKey, signature, claimed(channel, session));
}

function claimed(channel: string, session: string): Bytes {
  return utf8(`live-channels 1 device\n${channel}\n${session}`);
}

/**
 * Rounds of PBKDF2 before a device's words: who wants a key with the same four words must try 2 to the 64th keys, with so
 * much work for each. They are part of the format.
 */
const WORD_ROUNDS = 600_000;
/** Bytes of which the words are made: two for each. */
const WORD_BYTES = 8;

const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';

/** Two bytes as a word that can be said in any language (a proquint: arXiv 0901.4016). */
function word(high: number, low: number): string {
  const bits = (high << 8) | low;
  const consonant = (shift: number) => CONSONANTS.charAt((bits >> shift) & 15);
  const vowel = (shift: number) => VOWELS.charAt((bits >> shift) & 3);
  return consonant(12) + vowel(10) + consonant(6) + vowel(4) + consonant(0);
}

/** Bytes as words that can be said in any language, two bytes a word. */
export function proquints(bytes: Bytes): string[] {
  return Array.from({ length: bytes.length / 2 }, (_, at) => word(bytes[2 * at] ?? 0, bytes[2 * at + 1] ?? 0));
}

/**
 * Four words for a device, the same for everybody and always: each of two people reads out what stands at the other's
 * name, and the other compares with their own. Takes about a third of a second.
 *
 * @param id of a device, as in `DeviceKey` and `PersonView`.
 */
export async function deviceWords(id: string): Promise<string[]> {
  const bytes = await pbkdf2(utf8(id), utf8('live-channels 1 words'), WORD_ROUNDS, WORD_BYTES);
  return proquints(bytes);
}

/** What two devices compare at once: the words of both, in the same order at either end. */
export async function comparisonCode(one: string, other: string): Promise<string[]> {
  const [first, second] = [one, other].sort();
  return (await Promise.all([deviceWords(first ?? one), deviceWords(second ?? other)])).flat();
}
