import type { Bytes } from '../base/encoding';
import { isRecord } from '../base/guards';
import { asProof, type Content, type Proof } from '../protocol/content';
import { fromBase64Url, toBase64Url, utf8 } from './bytes';
import { canonical } from './canonical';
import type { Signers } from './signers';
import { readPublicKey, type SigningKey } from './signing';

/** JSON around content for its proof and for the one whom it is said to, at most. Bytes. */
export const PROOF_BYTES = 1_200;

/** Content with its session's signature, which it keeps wherever it is passed on. */
export async function prove<T extends Content>(content: T, name: string, channel: string, key: SigningKey): Promise<T> {
  const signature = await key.sign(signedContent(content, name, channel));
  return { ...content, proof: { key: key.text, sig: toBase64Url(signature), name } };
}

/**
 * The name that the author of content had, by their own signature; `undefined` when its session has not said this in this
 * channel. As it came, not as a guard has left it: fields that this version does not know are signed as well.
 */
export async function provenName(content: unknown, channel: string, signers: Signers): Promise<string | undefined> {
  if (!isRecord(content)) return undefined;
  const proof: Proof | undefined = asProof(content['proof']);
  const publicKey = proof && readPublicKey(proof.key);
  const signature = proof && fromBase64Url(proof.sig);
  if (!publicKey || !signature) return undefined;
  try {
    const signed = signedContent(content, proof.name, channel);
    const session = await signers.signed(publicKey, signature, signed);
    return session !== undefined && session === content['session'] ? proof.name : undefined;
  } catch {
    // Nested more deeply than anybody signs.
    return undefined;
  }
}

function signedContent(content: object, name: string, channel: string): Bytes {
  return utf8(`live-channels 1 content\n${channel}\n${canonical({ content: { ...content, proof: undefined }, name })}`);
}
