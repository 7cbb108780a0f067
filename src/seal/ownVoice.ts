import type { Bytes } from '../base/encoding';
import { encrypt, type PlatformKey } from './crypto';
import { associatedData, nonceOf, pack, sealedFrame, signedBytes, type SealedFrame } from './frame';
import type { SigningKey } from './signing';

/** What this session says over one connection. */
export class OwnVoice {
  private latest = 0;

  constructor(
    readonly id: string,
    private readonly channel: string,
    private readonly key: Promise<PlatformKey>,
    private readonly signing: SigningKey,
  ) {}

  /** The number of the next frame. Each number is for one call of `seal`. */
  next(): number {
    return ++this.latest;
  }

  /** @throws RangeError when the body does not fit a frame. */
  async seal(n: number, body: Bytes): Promise<SealedFrame> {
    const { channel, id } = this;
    const signature = await this.signing.sign(signedBytes(channel, id, n, body));
    const plain = pack({ publicKey: this.signing.publicKey, signature, body });
    return sealedFrame(id, n, await encrypt(await this.key, nonceOf(n), associatedData(channel, id, n), plain));
  }
}
