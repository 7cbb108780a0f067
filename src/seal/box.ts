import type { Bytes } from '../base/encoding';
import { fromBase64Url, toBase64Url, utf8 } from './bytes';
import { cipherKey, decrypt, encrypt, hkdf, subtle, type PlatformKey } from './crypto';

/** What only one session can open: a key that was made for it alone, and what is sealed. Both in URL-safe base 64. */
export interface Boxed {
  key: string;
  box: string;
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const SHARED_BITS = 256;
/** A key is used once, so that any nonce will do. */
const NONCE = new Uint8Array(12);
const NO_SALT = new Uint8Array();

/** A session's key for what is meant for it alone, even if others can read the channel. */
export class BoxKey {
  private constructor(
    private readonly privateKey: PlatformKey,
    /** The public key in URL-safe base 64. */
    readonly text: string,
  ) {}

  static async generate(): Promise<BoxKey> {
    const { privateKey, publicKey } = await subtle().generateKey(CURVE, false, ['deriveBits']);
    return new BoxKey(privateKey, toBase64Url(new Uint8Array(await subtle().exportKey('raw', publicKey))));
  }

  /** @param context as in `seal`. `undefined` when it is not for this key, or was changed. */
  async open({ key, box }: Boxed, context: string): Promise<Bytes | undefined> {
    const sealed = fromBase64Url(box);
    const cipher = sealed && (await sharedKey(this.privateKey, key, context));
    return cipher && decrypt(cipher, NONCE, utf8(context), sealed);
  }
}

/**
 * Seals a secret to a session.
 * @param to its public key, as `BoxKey.text`.
 * @param context what it is about; both ends have to say the same.
 * @returns `undefined` when `to` is no such key.
 */
export async function sealTo(to: string, context: string, secret: Bytes): Promise<Boxed | undefined> {
  const { privateKey, publicKey } = await subtle().generateKey(CURVE, false, ['deriveBits']);
  const cipher = await sharedKey(privateKey, to, context);
  if (!cipher) return undefined;
  const key = new Uint8Array(await subtle().exportKey('raw', publicKey));
  return { key: toBase64Url(key), box: toBase64Url(await encrypt(cipher, NONCE, utf8(context), secret)) };
}

async function sharedKey(own: PlatformKey, other: string, context: string): Promise<PlatformKey | undefined> {
  const raw = fromBase64Url(other);
  if (!raw) return undefined;
  try {
    const publicKey = await subtle().importKey('raw', raw, CURVE, false, []);
    const shared = await subtle().deriveBits({ name: 'ECDH', public: publicKey }, own, SHARED_BITS);
    return await cipherKey(await hkdf(new Uint8Array(shared), NO_SALT, utf8(context), SHARED_BITS / 8));
  } catch {
    // No point of the curve.
    return undefined;
  }
}
