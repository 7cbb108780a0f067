import type { Kind } from './bodies';

/** One line of a channel's transcript, as the session keeps it and the page shows it. */
export type Entry = MessageEntry | PresenceEntry | MissingEntry | TransferEntry;

/**
 * `waiting`: there is no connection, it goes out when there is one. `sending`: it went out and nobody has confirmed it.
 * `sent`: the server has passed it on. `delivered`: the one person it is for has it. `failed`: it will not arrive by
 * itself, `reason` says why.
 */
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'delivered' | 'failed';

/** Who said something. Names are what peers call themselves, unverified. */
export interface Sender {
  /** The connection it came from; changes when that person reconnects. */
  uid?: string;
  /** `undefined`: anonymous. */
  name?: string;
  /** This window. */
  self: boolean;
  /** The session it came from, which outlives a reconnect; a plain client's has none. */
  session?: string;
}

/** What is shown of a message. `foreign`: its kind, where this version does not know it and shows its text only. */
export type Body = { type: 'text'; text: string; foreign?: string } | Exclude<Kind, { type: 'chat' }>;

export interface MessageEntry {
  kind: 'message';
  /** Unique in the transcript; an entry with the same id replaces the earlier one. */
  id: string;
  from: Sender;
  /** There for a direct message: the one it went to. */
  to?: Sender;
  /** Milliseconds since 1970: the server's clock once the server has it. */
  date: number;
  body: Body;
  /** The id of its content, which replies name; a plain client's has none. */
  content?: string;
  /** It answers the message with this content. */
  re?: string;
  state: DeliveryState;
  reason?: string;
  /** While one's own long message goes out in parts. */
  progress?: Progress;
  /** Its author has changed the text since. */
  edited?: true;
  /** Its author has taken it back: the body is an empty text. */
  deleted?: true;
  /** Only in what the page is given: its text is cut, the host has the whole of it. */
  cut?: true;
  /** In the order in which each emoji was first used. */
  reactions?: Reaction[];
  /** It is from somebody who is blocked here: the body is an empty text, and comes back when they no longer are. */
  blocked?: true;
}

/** What people have put to a message. */
export interface Reaction {
  emoji: string;
  /** Who, as far as their names are known; oneself among them. The first few. */
  names: string[];
  count: number;
  /** This window is among them. */
  own: boolean;
}

/** How much of something long is through, in bytes. */
export interface Progress {
  done: number;
  total: number;
}

/** Someone came or went. */
export interface PresenceEntry {
  kind: 'join' | 'leave';
  id: string;
  who: Sender;
  date: number;
}

/** Messages of one sender that are known to exist and that nobody here has. */
export interface MissingEntry {
  kind: 'missing';
  id: string;
  /** Whose they are, as far as known. */
  who: Sender;
  count: number;
  date: number;
}

/** Something long is on its way here in parts; the message takes its place, with the same id, when it is complete. */
export interface TransferEntry {
  kind: 'transfer';
  id: string;
  from: Sender;
  date: number;
  progress: Progress;
  /** `reason` is there when it will not complete. */
  reason?: string;
}
