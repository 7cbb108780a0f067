import type { Bytes } from '../base/encoding';
import { AppError } from '../base/errors';

/** Named by what is there: Node and browsers have these types under different names. */
type Subtle = typeof crypto.subtle;

/** A key of the platform's: for a cipher, or one half of a pair that signs. */
export type PlatformKey = Parameters<Subtle['encrypt']>[1];

/** The few operations of WebCrypto that sealing is made of, each with its parameters fixed in one place. */

/** Bytes of AES-GCM's tag behind the ciphertext. */
export const TAG_BYTES = 16;

/** Bits of a key of AES-256. */
const KEY_BITS = 256;

/** @throws AppError `input` where the platform has none, as a browser's page that came over plain http. */
export function subtle(): Subtle {
  const { subtle: found } = crypto as { subtle?: Subtle };
  if (found) return found;
  throw new AppError('input', 'A private channel needs a secure page: open VS Code over https.');
}

/** HKDF with SHA-256 (RFC 5869). @param length bytes wanted, at most 8,160. */
export async function hkdf(secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> {
  const key = await subtle().importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await subtle().deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8));
}

/** PBKDF2 with HMAC-SHA-256 (RFC 8018). @param length bytes wanted. */
export async function pbkdf2(secret: Bytes, salt: Bytes, iterations: number, length: number): Promise<Bytes> {
  const key = await subtle().importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return new Uint8Array(await subtle().deriveBits(algorithm, key, length * 8));
}

/** SHA-256 (FIPS 180-4). */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle().digest('SHA-256', bytes));
}

/** A key of AES-256-GCM, from its 32 bytes. */
export function cipherKey(raw: Bytes): Promise<PlatformKey> {
  return subtle().importKey('raw', raw, { name: 'AES-GCM', length: KEY_BITS }, false, ['encrypt', 'decrypt']);
}

/** AES-256-GCM (NIST SP 800-38D): the ciphertext with its tag behind it. @param nonce 12 bytes, never twice for a key. */
export async function encrypt(key: PlatformKey, nonce: Bytes, additionalData: Bytes, plain: Bytes): Promise<Bytes> {
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData, tagLength: TAG_BYTES * 8 };
  return new Uint8Array(await subtle().encrypt(algorithm, key, plain));
}

/** The reverse of `encrypt`; `undefined` when anything about it was changed. */
export async function decrypt(
  key: PlatformKey,
  nonce: Bytes,
  additionalData: Bytes,
  sealed: Bytes,
): Promise<Bytes | undefined> {
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData, tagLength: TAG_BYTES * 8 };
  try {
    return new Uint8Array(await subtle().decrypt(algorithm, key, sealed));
  } catch {
    // WebCrypto says no more than that it failed.
    return undefined;
  }
}
