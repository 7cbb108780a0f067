import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * A key that is compared in constant time. What is kept is its SHA-256, so that keys of any length compare alike and
 * none stays in memory.
 */
class Key {
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = digestOf(key);
  }

  matches(key: string | undefined): boolean {
    return timingSafeEqual(this.digest, digestOf(key ?? '')) && key !== undefined;
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
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

  constructor({ joinKey, sendKey }: GivenKeys) {
    this.joinKey = joinKey === undefined ? undefined : new Key(joinKey);
    this.sendKey = sendKey === undefined ? undefined : new Key(sendKey);
  }

  mayJoin({ joinKey }: GivenKeys): boolean {
    return this.joinKey?.matches(joinKey) ?? true;
  }

  maySend({ sendKey }: GivenKeys): boolean {
    return this.sendKey?.matches(sendKey) ?? true;
  }
}
