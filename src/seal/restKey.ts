import type { Bytes } from '../base/encoding';
import { fromBase64Url, joined, randomBytes, toBase64Url, utf8 } from './bytes';
import { cipherKey, decrypt, encrypt, type PlatformKey } from './crypto';
import { Secret } from './secret';

/** Bytes of a key, and of the nonce in front of what it sealed: random, as a key seals files by the hundred at most. */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** Seals what lies on this computer's disk: AES-256-GCM (NIST SP 800-38D), the nonce in front of each piece. */
export class RestKey {
  private constructor(
    /** For the key store. */
    readonly secret: Secret,
    private readonly cipher: PlatformKey,
    private readonly context: Bytes,
  ) {}

  /** @param context what it is for: a piece that is moved elsewhere does not open there. */
  static random(context: string): Promise<RestKey> {
    return RestKey.of(randomBytes(KEY_BYTES), context);
  }

  /** From `secret`'s text; `undefined` for any other text. */
  static async fromText(text: string, context: string): Promise<RestKey | undefined> {
    const bytes = fromBase64Url(text);
    return bytes?.length === KEY_BYTES ? RestKey.of(bytes, context) : undefined;
  }

  private static async of(bytes: Bytes, context: string): Promise<RestKey> {
    return new RestKey(new Secret(toBase64Url(bytes)), await cipherKey(bytes), utf8(context));
  }

  async seal(text: string): Promise<Bytes> {
    const nonce = randomBytes(NONCE_BYTES);
    return joined(nonce, await encrypt(this.cipher, nonce, this.context, utf8(text)));
  }

  /** `undefined` when it was changed, or sealed with another key or for something else. */
  async open(sealed: Uint8Array): Promise<string | undefined> {
    const bytes = joined(sealed);
    const plain = await decrypt(this.cipher, bytes.slice(0, NONCE_BYTES), this.context, bytes.slice(NONCE_BYTES));
    return plain && new TextDecoder().decode(plain);
  }
}
