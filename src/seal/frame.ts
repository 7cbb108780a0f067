import { isInteger, isRecord, isText } from '../base/guards';
import { toBase64, fromBase64, type Bytes } from '../base/encoding';
import { fromBase64Url, joined, utf8 } from './bytes';
import { TAG_BYTES } from './crypto';
import { keyLength, MAX_KEY_BYTES, SIGNATURE_BYTES } from './signing';

/** What a relay is given to pass on, and all it sees of a private channel. Its fields are as short as they can be. */
export interface SealedFrame {
  type: 'sealed';
  v: 1;
  /** The voice: 16 random bytes in URL-safe base 64, new for each connection. */
  s: string;
  /** Counts the frames of that voice from 1. */
  n: number;
  /** The ciphertext with its tag, in base 64. */
  c: string;
}

/** Bytes of a voice's name. */
export const VOICE_BYTES = 16;

/** Up to here a plaintext is padded to the next power of two from `SHORTEST` on, then to the next multiple of this. */
const STEP = 8_192;
const SHORTEST = 256;
/** Longest plaintext: in base 64, with all around it, its frame is below the public service's 100,000 bytes. */
const LONGEST = 9 * STEP;
/** Characters of base 64 of the longest ciphertext. */
const MAX_TEXT = 4 * Math.ceil((LONGEST + TAG_BYTES) / 3);
/** What stands around the ciphertext in a frame, a recipient's uid included. Bytes, at most. */
const AROUND = 200;

/** Ends what is padded; zeros follow (ISO/IEC 7816-4). */
const END = 0x80;

/** Bytes of a body, at most: what `Inside.body` may be. */
export const MAX_BODY = LONGEST - MAX_KEY_BYTES - SIGNATURE_BYTES - 1;

/** How long a plaintext becomes by padding. */
function bucket(length: number): number {
  if (length > STEP) return Math.ceil(length / STEP) * STEP;
  return Math.max(SHORTEST, 2 ** Math.ceil(Math.log2(length)));
}

/** Bytes of the frame of a body of this length, at most. */
export function frameLength(bodyLength: number): number {
  const plain = bucket(bodyLength + MAX_KEY_BYTES + SIGNATURE_BYTES + 1);
  return 4 * Math.ceil((plain + TAG_BYTES) / 3) + AROUND;
}

/** What is sealed: who says it, their signature, and what they say. */
export interface Inside {
  /** As in `SigningKey`. */
  publicKey: Bytes;
  signature: Bytes;
  /** JSON in UTF-8. */
  body: Bytes;
}

/** The plaintext, padded. @throws RangeError when the body is longer than `MAX_BODY`. */
export function pack({ publicKey, signature, body }: Inside): Bytes {
  if (body.length > MAX_BODY) throw new RangeError('Too long for one frame.');
  const content = joined(publicKey, signature, body, Uint8Array.of(END));
  return joined(content, new Uint8Array(bucket(content.length) - content.length));
}

/** The reverse of `pack`; `undefined` for bytes that it does not make. */
export function unpack(plain: Bytes): Inside | undefined {
  const length = keyLength(plain[0]);
  let end = plain.length - 1;
  while (plain[end] === 0) end--;
  if (length === undefined || plain[end] !== END || end < length + SIGNATURE_BYTES) return undefined;
  if (bucket(end + 1) !== plain.length) return undefined;
  const start = length + SIGNATURE_BYTES;
  return { publicKey: plain.slice(0, length), signature: plain.slice(length, start), body: plain.slice(start, end) };
}

/** A frame of this ciphertext. */
export function sealedFrame(voice: string, n: number, ciphertext: Bytes): SealedFrame {
  return { type: 'sealed', v: 1, s: voice, n, c: toBase64(ciphertext) };
}

/** The one guard for frames; `undefined` for whatever is none. The ciphertext comes with it as bytes. */
export function readSealed(value: unknown): { voice: string; n: number; ciphertext: Bytes } | undefined {
  if (!isRecord(value) || value['type'] !== 'sealed' || value['v'] !== 1) return undefined;
  const { s, n, c } = value;
  if (!isText(s, 2 * VOICE_BYTES) || !isInteger(n, 1, Number.MAX_SAFE_INTEGER) || !isText(c, MAX_TEXT))
    return undefined;
  if (fromBase64Url(s)?.length !== VOICE_BYTES) return undefined;
  const ciphertext = fromBase64(c);
  return ciphertext && { voice: s, n, ciphertext };
}

/** The nonce of a frame: four zeros, then its number in eight bytes, the highest first. */
export function nonceOf(n: number): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(n));
  return nonce;
}

/** What is authenticated beside the ciphertext: moved to another channel, voice or place, a frame does not open. */
export function associatedData(channel: string, voice: string, n: number): Bytes {
  return utf8(`live-channels 1 sealed\n${channel}\n${voice}\n${n}`);
}

/** What a session signs of a frame: only its own hand can have put this body there. */
export function signedBytes(channel: string, voice: string, n: number, body: Bytes): Bytes {
  return joined(utf8(`live-channels 1 frame\n${channel}\n${voice}\n${n}\n`), body);
}
