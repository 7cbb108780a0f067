import { isInteger, isRecord, isText } from '../base/guards';
import { LIMITS } from './bodies';
import type { Place, Status } from './presence';
import type { Entry } from './transcript';

/** What the chat page and its host say to each other: two unions, and one guard for each direction. */

/** `offline`: closed by the person or never opened. `refused`: no automatic retry, `ChannelView.detail` says why. */
export type ConnectionState = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused' | 'closed';

export interface PersonView {
  /** Present for people the server announces. */
  uid?: string;
  name: string;
  self: boolean;
  /** In a private channel: the public key of their device, by which they are recognised; see `deviceWords`. */
  device?: string;
  /** Their session in this channel, which outlives a reconnect, as far as they have told it. */
  session?: string;
  /** What they last said of themselves; absent for who has said nothing, as a plain itty client. */
  status?: Status;
  /** They are writing something that oneself may read. */
  typing?: true;
  /** Where they are, if they share it. */
  place?: Place;
}

export interface ChannelView {
  /** The channel's name; unique among the joined ones. */
  name: string;
  state: ConnectionState;
  /** One sentence for a person, for states other than `online`. */
  detail?: string;
  /** Milliseconds since 1970 of the next try, while reconnecting. */
  retryAt?: number;
  /** Oneself first, then by name. */
  people: PersonView[];
  /** How many more are there without a name. */
  anonymous: number;
  /** `open`: its server can read it. `private`: only who has its key can. */
  privacy?: 'open' | 'private';
  /** How many messages are to be shown as unread; absent for none. */
  unread?: number;
  /** A private channel on whose connection something came that is not of it, and is not shown. */
  meddled?: true;
}

export interface ChannelSnapshot extends ChannelView {
  entries: Entry[];
  /** The last entry that the person has seen; what stands below it is new. */
  seen?: string;
  /** Of a private channel: what this page has last asked to be kept, before it went away. */
  draft?: string;
}

/** What the page's buttons may ask the host to run: a closed list, never a command id from content. */
export const PAGE_ACTIONS = [
  'join',
  'leave',
  'startRelay',
  'sendSelection',
  'sendFile',
  'reconnect',
  'copyRelayAddress',
  'newPrivateChannel',
  'copyInvitation',
] as const;
export type PageAction = (typeof PAGE_ACTIONS)[number];

/**
 * What a card offers to do with what it shows. `goTo`: the place it is from, in this workspace. `open`: read-only in an
 * editor. `apply`: a patch or a suggestion, by way of a preview. `suggest`: edit it and send it back.
 */
export const CARD_ACTIONS = ['goTo', 'open', 'saveAs', 'copy', 'insert', 'compare', 'apply', 'suggest'] as const;
export type CardAction = (typeof CARD_ACTIONS)[number];

/** What code is made of, as far as the page tells it apart. */
export const CODE_CLASSES = [
  'comment',
  'string',
  'regexp',
  'number',
  'constant',
  'keyword',
  /** The keywords that say what runs next: `if`, `return`, `import`. */
  'control',
  'type',
  'function',
  'variable',
  'tag',
  'attribute',
  'meta',
  'inserted',
  'deleted',
  'invalid',
] as const;
export type CodeClass = (typeof CODE_CLASSES)[number];

/** The colour theme's colours of code, as `#rrggbb`; what has none is shown in the colour of text. */
export type CodeColours = Partial<Record<CodeClass, string>>;

export type HostToPage =
  /** Everything, when the page comes to life. */
  | { type: 'snapshot'; channels: ChannelSnapshot[]; active?: string }
  /** A channel was joined or its state or people changed; its entries stay as they are. */
  | { type: 'channel'; channel: ChannelView }
  /** A channel was left. */
  | { type: 'gone'; name: string }
  /** A new entry, or one that replaces the entry with its id. A new one stands before the entry `before`, else last. */
  | { type: 'entry'; channel: string; entry: Entry; before?: string }
  /** An entry is gone: a message that was cancelled, or a gap that was filled. */
  | { type: 'removed'; channel: string; id: string }
  /** The entries in front of this one were dropped: the transcript is bounded. */
  | { type: 'trimmed'; channel: string; first: string }
  /** The host shows this channel now, because the person chose it. */
  | { type: 'active'; name: string }
  /** What the page has asked for with `image`: base64, as `body.data` is empty in what the page is given. */
  | { type: 'image'; channel: string; entry: string; data: string }
  /** The person ran "Reply": the box answers this entry now. */
  | { type: 'reply'; channel: string; entry: string }
  /** The colours of code in the current colour theme. */
  | { type: 'colours'; colours: CodeColours }
  /** The person ran "Search in Chat". */
  | { type: 'find' }
  /** The person ran "Open Chat": put the focus into the box. */
  | { type: 'focus' }
  /**
   * What the page asked to send could not be taken over; `text` goes back into the box, for `to` alone if it was so.
   * `edits`: it was to take the place of that message's text.
   */
  | { type: 'rejected'; channel: string; text: string; to?: string; re?: string; edits?: string; reason: string };

export type PageToHost =
  | { type: 'ready' }
  | { type: 'select'; channel: string }
  /** `re`: it answers the content with this id. */
  | { type: 'send'; channel: string; text: string; to?: string; re?: string }
  /** Whether the end of the channel in front is in sight: what comes there is seen. Said on opening and on every change. */
  | { type: 'following'; channel: string; following: boolean }
  /** All up to this entry has been on the screen, with the end in sight. Said again for what comes there. */
  | { type: 'seen'; channel: string; entry: string }
  /** An image was pasted into the box: base64. */
  | { type: 'pasteImage'; channel: string; data: string; to?: string }
  | { type: 'retry'; channel: string; entry: string }
  /** Do not send what waits, or stop a transfer, of one's own or to here. */
  | { type: 'cancel'; channel: string; entry: string }
  /** A button of a card, which the host does, as it has the whole of it. `item`: which one of a bundle, from 0. */
  | { type: 'act'; channel: string; entry: string; action: CardAction; item?: number }
  /** An image is about to be shown. */
  | { type: 'image'; channel: string; entry: string }
  /** The person writes, or has stopped: for everybody, or for `to` alone. */
  | { type: 'typing'; channel: string; on: boolean; to?: string }
  /** Change the text of one's own message, or take it back. */
  | { type: 'edit'; channel: string; entry: string; text: string }
  | { type: 'delete'; channel: string; entry: string }
  /** Put an emoji to a message, or take one's own away again. */
  | { type: 'react'; channel: string; entry: string; emoji: string; on: boolean }
  /** Put the whole text of a message on the clipboard, of which the page has the beginning only. */
  | { type: 'copy'; channel: string; entry: string }
  /** What is written in a private channel and not sent: kept in memory while this page is away. Empty for nothing. */
  | { type: 'keep'; channel: string; draft: string }
  /** A link in a message was clicked: the host shows the address and asks. */
  | { type: 'openLink'; url: string }
  /** A `file.ts:12` in a message was clicked; line and column count from 1. */
  | { type: 'openPlace'; path: string; line: number; column?: number }
  | { type: 'run'; action: PageAction; channel?: string };

const MAX_NAME = 512;
/** Longest address of a link, and longest path, that the page may ask to open. UTF-16 units. */
const MAX_URL = 4_096;
/** The longest emoji of Unicode are families of four with skin tones: 25 units and more to come. */
const MAX_EMOJI = 32;
const MAX_POSITION = 10_000_000;
const MAX_TEXT = 1_000_000;
/** Of an image of 4 MB. */
const MAX_BASE64 = 6_000_000;

/** What says no more than which entry is meant. */
const OF_ENTRY = ['retry', 'cancel', 'image', 'delete', 'seen', 'copy'] as const satisfies PageToHost['type'][];

function optionalName(value: unknown): boolean {
  return value === undefined || isText(value, MAX_NAME);
}

/** The guard for what comes from the page; `undefined` for anything that is not exactly one member of the union. */
export function asPageToHost(value: unknown): PageToHost | undefined {
  if (!isRecord(value)) return undefined;
  const { type, channel, text, to, re, data, entry, action, item, on, emoji, url, path, line, column } = value;
  const inChannel = isText(channel, MAX_NAME);
  const ofEntry = inChannel && isText(entry, MAX_NAME);
  const valid =
    type === 'ready' ||
    (type === 'select' && inChannel) ||
    (type === 'send' && inChannel && isText(text, MAX_TEXT) && optionalName(to) && optionalName(re)) ||
    (type === 'pasteImage' && inChannel && isText(data, MAX_BASE64) && optionalName(to)) ||
    (type === 'following' && inChannel && typeof value['following'] === 'boolean') ||
    (OF_ENTRY.some(known => known === type) && ofEntry) ||
    (type === 'keep' && inChannel && isText(value['draft'], MAX_TEXT)) ||
    (type === 'typing' && inChannel && typeof on === 'boolean' && optionalName(to)) ||
    (type === 'edit' && ofEntry && isText(text, MAX_TEXT)) ||
    (type === 'react' && ofEntry && isText(emoji, MAX_EMOJI) && typeof on === 'boolean') ||
    (type === 'openLink' && isText(url, MAX_URL)) ||
    (type === 'openPlace' &&
      isText(path, MAX_URL) &&
      isInteger(line, 1, MAX_POSITION) &&
      (column === undefined || isInteger(column, 1, MAX_POSITION))) ||
    (type === 'act' &&
      ofEntry &&
      CARD_ACTIONS.some(known => known === action) &&
      (item === undefined || isInteger(item, 0, LIMITS.snippets))) ||
    (type === 'run' && PAGE_ACTIONS.some(known => known === action) && optionalName(channel));
  return valid ? (value as unknown as PageToHost) : undefined;
}
