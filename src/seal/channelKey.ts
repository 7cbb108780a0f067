import type { Bytes } from '../base/encoding';
import { AppError } from '../base/errors';
import { sealTo, type Boxed, type BoxKey } from './box';
import { fromBase64Url, randomBytes, toBase64Url, utf8 } from './bytes';
import { cipherKey, hkdf, pbkdf2, type PlatformKey } from './crypto';
import { Secret } from './secret';

/** Bytes of a channel's key. */
const KEY_BYTES = 32;
/** Bytes of a channel's id: nobody finds a second key of the same id. */
const ID_BYTES = 16;
/**
 * Rounds of PBKDF2 for a passphrase: 600,000 is OWASP's least for SHA-256 (2023), and this is half a second on a laptop.
 * It is part of the format: other rounds give another key.
 */
export const PASSPHRASE_ROUNDS = 1_000_000;

const CHANNEL_INFO = utf8('live-channels 1 channel');
const FRAME_INFO = utf8('live-channels 1 frame');

/**
 * The key of a private channel. Whoever has it is a member: it gives the channel's id, under which a relay keeps it, and
 * the keys that frames are sealed with. It never prints itself.
 */
export class ChannelKey {
  /** What the invitation carries: 43 characters of URL-safe base 64. */
  readonly secret: Secret;
  readonly #bytes: Bytes;

  private constructor(
    bytes: Bytes,
    /** The channel's name at the relay: 22 characters that say nothing. */
    readonly channel: string,
  ) {
    this.#bytes = bytes;
    this.secret = new Secret(toBase64Url(bytes));
  }

  /** A new channel's. @throws AppError `input` where the platform has no cryptography. */
  static random(): Promise<ChannelKey> {
    return ChannelKey.of(randomBytes(KEY_BYTES));
  }

  /** From `secret`'s text. @throws AppError `input` for any other text. */
  static async fromText(text: string): Promise<ChannelKey> {
    const bytes = fromBase64Url(text);
    if (bytes?.length !== KEY_BYTES) {
      throw new AppError('input', 'This is no key of a private channel: copy the whole invitation once more.');
    }
    return ChannelKey.of(bytes);
  }

  /**
   * From a passphrase that people agree on by mouth. It is as strong as it is hard to guess, at a million rounds a guess:
   * four random words of a list of 7,776 hold for years against one who records the relay, a single word for minutes.
   *
   * @param name the channel's name, which is the salt; both are compared by their normal form (Unicode NFC).
   */
  static async fromPassphrase(name: string, passphrase: string): Promise<ChannelKey> {
    if (passphrase === '') throw new AppError('input', 'A passphrase cannot be empty: several random words are best.');
    const salt = utf8(`live-channels 1 passphrase\n${name.normalize('NFC')}`);
    return ChannelKey.of(await pbkdf2(utf8(passphrase.normalize('NFC')), salt, PASSPHRASE_ROUNDS, KEY_BYTES));
  }

  private static async of(bytes: Bytes): Promise<ChannelKey> {
    const id = await hkdf(bytes, new Uint8Array(), CHANNEL_INFO, ID_BYTES);
    return new ChannelKey(bytes, toBase64Url(id));
  }

  /** The same key, sealed to one session. `undefined` when `to` is no session's key. */
  boxed(to: string, context: string): Promise<Boxed | undefined> {
    return sealTo(to, context, this.#bytes);
  }

  /** The reverse of `boxed`. */
  static async unboxed(own: BoxKey, boxed: Boxed, context: string): Promise<ChannelKey | undefined> {
    const bytes = await own.open(boxed, context);
    return bytes?.length === KEY_BYTES ? ChannelKey.of(bytes) : undefined;
  }

  /** The key that the frames of one voice are sealed with; see `Voice`. */
  async frameKey(voice: string): Promise<PlatformKey> {
    const salt = fromBase64Url(voice) ?? new Uint8Array();
    return cipherKey(await hkdf(this.#bytes, salt, FRAME_INFO, KEY_BYTES));
  }
}
