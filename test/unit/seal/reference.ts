import {
  createCipheriv,
  createECDH,
  createDecipheriv,
  createHash,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/**
 * A second implementation of src/protocol/SEALED.md, by Node's own cryptography and as short as it can be. It is written
 * from that page alone: it must not import anything of `src`.
 */

export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const hkdf = (secret: Uint8Array, salt: Uint8Array, info: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

export interface Frame {
  type: 'sealed';
  v: 1;
  s: string;
  n: number;
  c: string;
}

/** A pair of keys that signs, in one of the two schemes. */
export interface Signer {
  publicKey: Buffer;
  sign: (bytes: Buffer) => Buffer;
}

export function ed25519(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.concat([Buffer.of(1), Buffer.from(x, 'base64url')]),
    sign: bytes => sign(null, bytes, privateKey),
  };
}

export function p256(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.concat([Buffer.of(2, 4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
    sign: bytes => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

function imported(publicKey: Buffer): KeyObject {
  const raw = publicKey.subarray(1);
  const jwk =
    publicKey[0] === 1
      ? { kty: 'OKP', crv: 'Ed25519', x: base64url(raw) }
      : { kty: 'EC', crv: 'P-256', x: base64url(raw.subarray(1, 33)), y: base64url(raw.subarray(33)) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

function holds(publicKey: Buffer, signature: Buffer, bytes: Buffer): boolean {
  const key = imported(publicKey);
  if (publicKey[0] === 1) return verify(null, bytes, key, signature);
  return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

export const channelId = (key: Buffer): string => base64url(hkdf(key, Buffer.alloc(0), 'live-channels 1 channel', 16));

export const sessionOf = (publicKey: Buffer): string =>
  base64url(
    createHash('sha256')
      .update(`live-channels 1 session\n${base64url(publicKey)}`)
      .digest()
      .subarray(0, 16),
  );

function cipherParts(key: Buffer, s: string, n: number) {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(n), 4);
  const aad = Buffer.from(`live-channels 1 sealed\n${channelId(key)}\n${s}\n${n}`);
  return { frameKey: hkdf(key, Buffer.from(s, 'base64url'), 'live-channels 1 frame', 32), nonce, aad };
}

function padded(bytes: Buffer): Buffer {
  const sizes = [256, 512, 1024, 2048, 4096, 8192, 16384, 24576, 32768, 40960, 49152, 57344, 65536, 73728];
  const size = sizes.find(each => each > bytes.length);
  if (size === undefined) throw new RangeError('too long');
  return Buffer.concat([bytes, Buffer.of(0x80), Buffer.alloc(size - bytes.length - 1)]);
}

const signedFrame = (key: Buffer, s: string, n: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`live-channels 1 frame\n${channelId(key)}\n${s}\n${n}\n`), body]);

/** Seals any plaintext, as one who has the key can. */
export function sealRaw(key: Buffer, s: string, n: number, plaintext: Buffer): Frame {
  const { frameKey, nonce, aad } = cipherParts(key, s, n);
  const cipher = createCipheriv('aes-256-gcm', frameKey, nonce).setAAD(aad);
  const c = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64');
  return { type: 'sealed', v: 1, s, n, c };
}

/** What is sealed for a body, signed. */
export function plaintextOf(key: Buffer, signer: Signer, s: string, n: number, body: Buffer): Buffer {
  return padded(Buffer.concat([signer.publicKey, signer.sign(signedFrame(key, s, n, body)), body]));
}

export function write(key: Buffer, signer: Signer, s: string, n: number, m: unknown, to?: string): Frame {
  const body = Buffer.from(JSON.stringify({ to, m }));
  return sealRaw(key, s, n, plaintextOf(key, signer, s, n, body));
}

/** @throws when anything is not as the page says. */
export function read(key: Buffer, frame: Frame): { session: string; to?: string; m: unknown } {
  const { frameKey, nonce, aad } = cipherParts(key, frame.s, frame.n);
  const sealed = Buffer.from(frame.c, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', frameKey, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const keyLength = plain[0] === 1 ? 33 : 66;
  const publicKey = plain.subarray(0, keyLength);
  const signature = plain.subarray(keyLength, keyLength + 64);
  const body = plain.subarray(keyLength + 64, plain.lastIndexOf(0x80));
  if (!holds(publicKey, signature, signedFrame(key, frame.s, frame.n, body))) throw new Error('not signed');
  return { session: sessionOf(publicKey), ...(JSON.parse(body.toString()) as { to?: string; m: unknown }) };
}

/** RFC 8785 for what JSON.parse gives. */
export function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${jcs(member)}`).join(',')}}`;
}

const signedContent = (key: Buffer, content: object, name: string): Buffer =>
  Buffer.from(`live-channels 1 content\n${channelId(key)}\n${jcs({ content, name })}`);

export function prove<T extends object>(key: Buffer, signer: Signer, content: T, name: string): T & { proof: object } {
  const sig = base64url(signer.sign(signedContent(key, content, name)));
  return { ...content, proof: { key: base64url(signer.publicKey), sig, name } };
}

export function isProven(key: Buffer, said: { session?: unknown; proof?: { key: string; sig: string; name: string } }) {
  const { proof, ...content } = said;
  if (!proof) return false;
  const publicKey = Buffer.from(proof.key, 'base64url');
  const signed = signedContent(key, content, proof.name);
  return sessionOf(publicKey) === said.session && holds(publicKey, Buffer.from(proof.sig, 'base64url'), signed);
}

export function deviceClaim(key: Buffer, device: Signer, session: string): { key: string; sig: string } {
  const signed = Buffer.from(`live-channels 1 device\n${channelId(key)}\n${session}`);
  return { key: base64url(device.publicKey), sig: base64url(device.sign(signed)) };
}

/** A session's key for what is meant for it alone. */
export function boxKey(): { publicKey: string; shared: (other: string) => Buffer } {
  const ecdh = createECDH('prime256v1');
  return {
    publicKey: base64url(ecdh.generateKeys()),
    shared: other => ecdh.computeSecret(Buffer.from(other, 'base64url')),
  };
}

function boxParts(key: Buffer, shared: Buffer, from: string, to: string) {
  const context = `live-channels 1 renew\n${channelId(key)}\n${from}\n${to}`;
  return { wrap: hkdf(shared, Buffer.alloc(0), context, 32), nonce: Buffer.alloc(12), aad: Buffer.from(context) };
}

/** A new key for one session. @param box the session's public key. */
export function boxed(key: Buffer, renewed: Buffer, from: string, to: string, box: string) {
  const own = boxKey();
  const { wrap, nonce, aad } = boxParts(key, own.shared(box), from, to);
  const cipher = createCipheriv('aes-256-gcm', wrap, nonce).setAAD(aad);
  const sealed = Buffer.concat([cipher.update(renewed), cipher.final(), cipher.getAuthTag()]);
  return { key: own.publicKey, box: base64url(sealed) };
}

/** @throws when it is not for this session, from that one. */
export function unbox(
  key: Buffer,
  own: ReturnType<typeof boxKey>,
  renew: { key: string; box: string },
  from: string,
  to: string,
): Buffer {
  const { wrap, nonce, aad } = boxParts(key, own.shared(renew.key), from, to);
  const sealed = Buffer.from(renew.box, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', wrap, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

export const newVoice = (): string => base64url(randomBytes(16));
