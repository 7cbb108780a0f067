import type { Bytes } from '../base/encoding';
import { toBase64Url } from './bytes';
import { sessionOf } from './session';
import { verifier, type Verify } from './signing';

/** Keys that are kept at hand. */
const MAX_KNOWN = 1_000;

/** Tells whose signatures hold, without reading a key anew for each. */
export class Signers {
  private readonly known = new Map<string, Promise<{ session: string; verify: Verify }>>();

  /** The session that has signed these bytes with this key; `undefined` when it has not. Never rejects. */
  async signed(publicKey: Bytes, signature: Bytes, bytes: Bytes): Promise<string | undefined> {
    const { session, verify } = await this.of(publicKey);
    return (await verify(signature, bytes)) ? session : undefined;
  }

  private of(publicKey: Bytes): Promise<{ session: string; verify: Verify }> {
    const text = toBase64Url(publicKey);
    const known = this.known.get(text) ?? read(publicKey);
    this.known.delete(text);
    this.known.set(text, known);
    const [quietest] = this.known.keys();
    if (this.known.size > MAX_KNOWN && quietest !== undefined) this.known.delete(quietest);
    return known;
  }
}

async function read(publicKey: Bytes): Promise<{ session: string; verify: Verify }> {
  const [session, verify] = await Promise.all([sessionOf(publicKey), verifier(publicKey)]);
  return { session, verify };
}
