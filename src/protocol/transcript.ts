import type { SnippetBody } from './content';

/** One line of a channel's transcript, as the session keeps it and the page shows it. */
export type Entry = MessageEntry | PresenceEntry;

/** `sending`: not confirmed yet. `sent`: the server has it. `failed`: it will not arrive by itself; `reason` says why. */
export type DeliveryState = 'sending' | 'sent' | 'failed';

/** Who said something. Names are what peers call themselves, unverified. */
export interface Sender {
  /** The connection it came from; changes when that person reconnects. */
  uid?: string;
  /** `undefined`: anonymous. */
  name?: string;
  /** This window. */
  self: boolean;
}

export interface MessageEntry {
  kind: 'message';
  /** Unique in the transcript; an entry with the same id replaces the earlier one. */
  id: string;
  from: Sender;
  /** There for a direct message: the one it went to. */
  to?: Sender;
  /** Milliseconds since 1970: the server's clock once the server has it. */
  date: number;
  body: { type: 'text'; text: string } | ({ type: 'snippet' } & SnippetBody);
  state: DeliveryState;
  reason?: string;
}

/** Someone came or went. */
export interface PresenceEntry {
  kind: 'join' | 'leave';
  id: string;
  who: Sender;
  date: number;
}
