/** How a channel's history lies on disk: as text, or sealed with a `RestKey`. */
export interface AtRest {
  seal(text: string): Promise<Uint8Array>;
  /** `undefined` when it was changed, or sealed with another key. */
  open(bytes: Uint8Array): Promise<string | undefined>;
}

/** How to read a channel's history, or how to write it: only for writing a key is made. */
export interface AtRestSource {
  /** `undefined` where there is no key. */
  toRead(): Promise<AtRest | undefined>;
  toWrite(): Promise<AtRest>;
}

/** An open channel's: whoever may read this computer's files can read it. */
export const plainAtRest: AtRest = {
  seal: text => Promise.resolve(new TextEncoder().encode(text)),
  open: bytes => Promise.resolve(new TextDecoder().decode(bytes)),
};

/** For an open channel. */
export const plainSource: AtRestSource = {
  toRead: () => Promise.resolve(plainAtRest),
  toWrite: () => Promise.resolve(plainAtRest),
};
