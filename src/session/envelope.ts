import type { Content } from '../protocol/content';
import { MAX_FRAME_BYTES } from '../protocol/itty';

/** Room in a frame for what `resent` puts around content. Bytes. */
export const RESENT_BYTES = 2_000;

/** What a channel puts around what is said: nothing in an open one, and in a private one what `SealedLine` says. */
export interface Envelope {
  /** Bytes that content may take as JSON, with its recipient, to travel in one frame, also when it is passed on. */
  readonly room: number;
  /** What others have said may be handed on in other words than theirs: it is not signed. */
  readonly isFree: boolean;
  /** Own content as it is to be sent in parts. */
  prove<T extends Content>(content: T): Promise<T>;
  /**
   * What its author says of themselves beside content that has come in parts; `undefined` when it is not theirs.
   * @param content as it came, before any guard.
   */
  author(content: unknown): Promise<{ name?: string } | undefined>;
}

/** Of an open channel, where everybody is believed. */
export const openEnvelope: Envelope = {
  room: MAX_FRAME_BYTES - RESENT_BYTES,
  isFree: true,
  prove: content => Promise.resolve(content),
  author: () => Promise.resolve({}),
};
