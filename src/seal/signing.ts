import type { Bytes } from '../base/encoding';
import { fromBase64Url, joined, toBase64Url } from './bytes';
import { subtle, type PlatformKey } from './crypto';

interface KeyPair {
  readonly publicKey: PlatformKey;
  readonly privateKey: PlatformKey;
}

/** What is used of a JSON Web Key (RFC 7517, RFC 8037). */
interface Jwk {
  kty?: string;
  crv?: string;
  x?: string;
  y?: string;
  d?: string;
}

/** A way to sign, as the first byte of a public key names it. */
interface Scheme {
  readonly code: number;
  /** To make and to read keys. */
  readonly key: { readonly name: string; readonly namedCurve?: string };
  /** To sign and to verify. */
  readonly use: { readonly name: string; readonly hash?: string };
  /** Bytes of a public key without the code. */
  readonly length: number;
}

const ED25519: Scheme = { code: 1, key: { name: 'Ed25519' }, use: { name: 'Ed25519' }, length: 32 };
const P256: Scheme = {
  code: 2,
  key: { name: 'ECDSA', namedCurve: 'P-256' },
  use: { name: 'ECDSA', hash: 'SHA-256' },
  length: 65,
};
const SCHEMES = [ED25519, P256];

/** Bytes of a signature: with ECDSA the two numbers one after the other. */
export const SIGNATURE_BYTES = 64;
/** Bytes of the longest public key, its code included. */
export const MAX_KEY_BYTES = 1 + P256.length;

/** A pair of keys that signs. Its public key is a byte that names the scheme, then the key as WebCrypto's `raw`. */
export class SigningKey {
  private constructor(
    readonly publicKey: Bytes,
    private readonly scheme: Scheme,
    private readonly pair: KeyPair,
  ) {}

  /**
   * A new one: Ed25519, or ECDSA with P-256 where the platform does not have that.
   * @param extractable it is to be stored; see `toText`.
   */
  static async generate(extractable = false): Promise<SigningKey> {
    const make = async (scheme: Scheme): Promise<SigningKey> => {
      const pair = await subtle().generateKey(scheme.key, extractable, ['sign', 'verify']);
      return SigningKey.of(scheme, pair as KeyPair);
    };
    try {
      return await make(ED25519);
    } catch {
      return make(P256);
    }
  }

  /** From `toText`; `undefined` for any other text, and where the platform does not have its scheme. */
  static async fromText(text: string): Promise<SigningKey | undefined> {
    try {
      const stored = JSON.parse(text) as Jwk;
      const scheme = stored.crv === 'Ed25519' ? ED25519 : P256;
      const { kty = '', crv = '', x = '', y } = stored;
      const open = { kty, crv, x, ...(y !== undefined && { y }) };
      const privateKey = await subtle().importKey('jwk', { ...open, d: stored.d ?? '' }, scheme.key, true, ['sign']);
      const publicKey = await subtle().importKey('jwk', open, scheme.key, true, ['verify']);
      const key = await SigningKey.of(scheme, { privateKey, publicKey });
      // A private key beside another's public one would sign what nobody can verify.
      const probe = new Uint8Array(1);
      return (await verify(key.publicKey, await key.sign(probe), probe)) ? key : undefined;
    } catch {
      return undefined;
    }
  }

  private static async of(scheme: Scheme, pair: KeyPair): Promise<SigningKey> {
    const raw = new Uint8Array(await subtle().exportKey('raw', pair.publicKey));
    return new SigningKey(joined(Uint8Array.of(scheme.code), raw), scheme, pair);
  }

  /** The public key in URL-safe base 64. */
  get text(): string {
    return toBase64Url(this.publicKey);
  }

  async sign(bytes: Bytes): Promise<Bytes> {
    return new Uint8Array(await subtle().sign(this.scheme.use, this.pair.privateKey, bytes));
  }

  /** All of it, as JSON Web Key: a secret. Only for one that was made to be stored. */
  async toText(): Promise<string> {
    const { kty, crv, x, y, d } = await subtle().exportKey('jwk', this.pair.privateKey);
    return JSON.stringify({ kty, crv, x, y, d });
  }
}

function schemeOf(publicKey: Uint8Array): Scheme | undefined {
  return SCHEMES.find(({ code, length }) => publicKey[0] === code && publicKey.length === length + 1);
}

/** How long a public key is that begins with this byte, the byte included; `undefined` for none that is known. */
export function keyLength(code: number | undefined): number | undefined {
  const scheme = SCHEMES.find(each => each.code === code);
  return scheme && scheme.length + 1;
}

/** The bytes of a public key's text; `undefined` when it is none. */
export function readPublicKey(text: string): Bytes | undefined {
  const bytes = fromBase64Url(text);
  return bytes && schemeOf(bytes) ? bytes : undefined;
}

/** Says whether a key has signed bytes. */
export type Verify = (signature: Bytes, bytes: Bytes) => Promise<boolean>;

/** Of this public key; one that is none, or that the platform cannot use, has signed nothing. Never rejects. */
export async function verifier(publicKey: Bytes): Promise<Verify> {
  const scheme = schemeOf(publicKey);
  const never = () => Promise.resolve(false);
  if (!scheme) return never;
  try {
    const key = await subtle().importKey('raw', publicKey.slice(1), scheme.key, false, ['verify']);
    return async (signature, bytes) =>
      signature.length === SIGNATURE_BYTES && subtle().verify(scheme.use, key, signature, bytes);
  } catch {
    return never;
  }
}

/** Whether this key has signed these bytes. */
export async function verify(publicKey: Bytes, signature: Bytes, bytes: Bytes): Promise<boolean> {
  return (await verifier(publicKey))(signature, bytes);
}
