import { createHash, timingSafeEqual } from 'node:crypto';
import { isRecord } from '../base/guards';

/** Bytes of a SHA-256. */
const DIGEST_BYTES = 32;

/**
 * A key that is compared in constant time. What is kept is its SHA-256, so that keys of any length compare alike and
 * none stays in memory.
 */
class Key {
  constructor(readonly digest: Buffer) {}

  static of(key: string | undefined): Key | undefined {
    return key === undefined ? undefined : new Key(digestOf(key));
  }

  /** As `ChannelKeys.toString` wrote it; `undefined` when there is none. */
  static read(text: unknown): Key | undefined {
    if (text === undefined) return undefined;
    const digest = Buffer.from(typeof text === 'string' ? text : '', 'base64');
    // What cannot be read is a key that nobody has, and not none.
    return new Key(digest.length === DIGEST_BYTES ? digest : Buffer.alloc(DIGEST_BYTES));
  }

  matches(key: string | undefined): boolean {
    return timingSafeEqual(this.digest, digestOf(key ?? '')) && key !== undefined;
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** How somebody may join: with or without the right to send. */
export interface Admission {
  readonly canSend: boolean;
}

/** The keys that somebody gives on joining. */
export interface GivenKeys {
  readonly joinKey: string | undefined;
  readonly sendKey: string | undefined;
}

/** The keys of a channel: what its first joiner gave holds for as long as the channel lives, and so does giving none. */
export class ChannelKeys {
  private readonly joinKey: Key | undefined;
  private readonly sendKey: Key | undefined;

  constructor(keys: GivenKeys | { readonly joinKey: Key | undefined; readonly sendKey: Key | undefined }) {
    const { joinKey, sendKey } = keys;
    this.joinKey = joinKey instanceof Key ? joinKey : Key.of(joinKey);
    this.sendKey = sendKey instanceof Key ? sendKey : Key.of(sendKey);
  }

  /** The keys that `toString` wrote, be it on another machine. @throws SyntaxError when the text is none of its. */
  static read(text: string): ChannelKeys {
    const json: unknown = JSON.parse(text);
    if (!isRecord(json)) throw new SyntaxError('These are no keys.');
    return new ChannelKeys({ joinKey: Key.read(json['joinKey']), sendKey: Key.read(json['sendKey']) });
  }

  mayJoin({ joinKey }: GivenKeys): boolean {
    return this.joinKey?.matches(joinKey) ?? true;
  }

  maySend({ sendKey }: GivenKeys): boolean {
    return this.sendKey?.matches(sendKey) ?? true;
  }

  /** Their digests as text, the same for the same keys. */
  toString(): string {
    const text = (key: Key | undefined) => key?.digest.toString('base64');
    return JSON.stringify({ joinKey: text(this.joinKey), sendKey: text(this.sendKey) });
  }
}
