import type { ChannelSnapshot, ChannelView, ConnectionState, HostToPage, PersonView } from '../../src/protocol/panel';
import type { Status } from '../../src/protocol/presence';
import type {
  DeliveryState,
  Entry,
  MessageEntry,
  MissingEntry,
  PresenceEntry,
  Progress,
  Reaction,
  Sender,
  TransferEntry,
} from '../../src/protocol/transcript';
import { isBody } from './bodies';
import { isFields, isNumber, isOptionalText, isPosition, isText, listOf, maybe } from './checks';
import type { Fields } from './checks';

/**
 * The one guard for what reaches the page. A host of another version may say what this page does not know: a message
 * that is no member of the union is dropped whole, a broken entry or person only by itself.
 */

const STATES: Record<ConnectionState, true> = {
  idle: true,
  connecting: true,
  online: true,
  reconnecting: true,
  refused: true,
  closed: true,
};

const DELIVERY: Record<DeliveryState, true> = {
  waiting: true,
  sending: true,
  sent: true,
  delivered: true,
  failed: true,
};

const STATUSES: Record<Status, true> = { active: true, idle: true, away: true, call: true, busy: true };

const isFlag = maybe(value => value === true);

function isSender(value: unknown): value is Sender {
  return (
    isFields(value) &&
    typeof value['self'] === 'boolean' &&
    isOptionalText(value['uid']) &&
    isOptionalText(value['name'])
  );
}

function isProgress(value: unknown): value is Progress {
  if (!isFields(value)) return false;
  const { done, total } = value;
  return isNumber(done) && isNumber(total) && done >= 0 && total >= 0;
}

function isReaction(value: unknown): value is Reaction {
  if (!isFields(value)) return false;
  const { emoji, names, count, own } = value;
  return isText(emoji) && listOf(isText)(names) && isPosition(count) && typeof own === 'boolean';
}

function isMessage(value: Fields): value is Fields & MessageEntry {
  return (
    value['kind'] === 'message' &&
    isSender(value['from']) &&
    (value['to'] === undefined || isSender(value['to'])) &&
    isBody(value['body']) &&
    isText(value['state']) &&
    Object.hasOwn(DELIVERY, value['state']) &&
    (value['progress'] === undefined || isProgress(value['progress'])) &&
    isOptionalText(value['reason']) &&
    isOptionalText(value['content']) &&
    isOptionalText(value['re']) &&
    isFlag(value['edited']) &&
    isFlag(value['deleted']) &&
    isFlag(value['blocked']) &&
    isFlag(value['cut']) &&
    maybe(listOf(isReaction))(value['reactions'])
  );
}

function isPresence(value: Fields): value is Fields & PresenceEntry {
  return (value['kind'] === 'join' || value['kind'] === 'leave') && isSender(value['who']);
}

function isMissing(value: Fields): value is Fields & MissingEntry {
  return value['kind'] === 'missing' && isSender(value['who']) && isNumber(value['count']) && value['count'] > 0;
}

function isTransfer(value: Fields): value is Fields & TransferEntry {
  return (
    value['kind'] === 'transfer' &&
    isSender(value['from']) &&
    isProgress(value['progress']) &&
    isOptionalText(value['reason'])
  );
}

function isEntry(value: unknown): value is Entry {
  // A date outside of what `Date` can hold throws in every formatter, so it is refused here.
  return (
    isFields(value) &&
    isText(value['id']) &&
    isNumber(value['date']) &&
    Math.abs(value['date']) <= 8.64e15 &&
    (isMessage(value) || isPresence(value) || isMissing(value) || isTransfer(value))
  );
}

/** A status that this version does not know is none; where they are is nothing the page shows. */
function asPerson(value: unknown): PersonView[] {
  if (!isFields(value)) return [];
  const { name, uid, self, status, typing } = value;
  if (!isText(name) || !isOptionalText(uid) || typeof self !== 'boolean') return [];
  return [
    {
      name,
      self,
      ...(isText(uid) && { uid }),
      ...(isText(status) && Object.hasOwn(STATUSES, status) && { status: status as Status }),
      ...(typing === true && { typing }),
    },
  ];
}

function asChannel(value: unknown): ChannelView | undefined {
  if (!isFields(value)) return undefined;
  const { name, state, detail, retryAt, people, anonymous, privacy, unread, meddled } = value;
  if (!isText(name) || !isText(state) || !Object.hasOwn(STATES, state) || !Array.isArray(people)) return undefined;
  return {
    name,
    state: state as ConnectionState,
    people: people.flatMap(asPerson),
    anonymous: typeof anonymous === 'number' && anonymous > 0 ? Math.floor(anonymous) : 0,
    ...(isText(detail) ? { detail } : {}),
    ...(isNumber(retryAt) ? { retryAt } : {}),
    ...(privacy === 'open' || privacy === 'private' ? { privacy } : {}),
    ...(isPosition(unread) ? { unread } : {}),
    ...(meddled === true ? { meddled } : {}),
  };
}

function asChannelSnapshot(value: unknown): ChannelSnapshot | undefined {
  const channel = asChannel(value);
  const { entries, seen, draft } = isFields(value) ? value : {};
  if (!channel || !Array.isArray(entries)) return undefined;
  const kept = { ...(isText(seen) ? { seen } : {}), ...(isText(draft) ? { draft } : {}) };
  return { ...channel, entries: entries.filter(isEntry), ...kept };
}

function asSnapshot(value: Fields): HostToPage | undefined {
  const { channels, active } = value;
  if (!Array.isArray(channels)) return undefined;
  const known = channels.map(asChannelSnapshot).filter(channel => channel !== undefined);
  return { type: 'snapshot', channels: known, ...(isText(active) ? { active } : {}) };
}

function asRejected(value: Fields): HostToPage | undefined {
  const { channel, text, to, re, edits, reason } = value;
  if (!isText(channel) || !isText(text) || !isText(reason)) return undefined;
  const about = { ...(isText(to) ? { to } : {}), ...(isText(re) ? { re } : {}), ...(isText(edits) ? { edits } : {}) };
  return { type: 'rejected', channel, text, reason, ...about };
}

function asEntry({ channel, entry, before }: Fields): HostToPage | undefined {
  if (!isText(channel) || !isEntry(entry)) return undefined;
  return { type: 'entry', channel, entry, ...(isText(before) ? { before } : {}) };
}

/** Colours of any name: those the page does not know are of no use and do no harm. */
function asColours({ colours }: Fields): HostToPage | undefined {
  if (!isFields(colours)) return undefined;
  const known = Object.entries(colours).filter(([, colour]) => isText(colour) && /^#[0-9a-f]{6}$/i.test(colour));
  return { type: 'colours', colours: Object.fromEntries(known) };
}

const readers: Record<HostToPage['type'], (value: Fields) => HostToPage | undefined> = {
  snapshot: asSnapshot,
  channel: value => {
    const channel = asChannel(value['channel']);
    return channel && { type: 'channel', channel };
  },
  gone: ({ name }) => (isText(name) ? { type: 'gone', name } : undefined),
  entry: asEntry,
  removed: ({ channel, id }) => (isText(channel) && isText(id) ? { type: 'removed', channel, id } : undefined),
  trimmed: ({ channel, first }) => (isText(channel) && isText(first) ? { type: 'trimmed', channel, first } : undefined),
  active: ({ name }) => (isText(name) ? { type: 'active', name } : undefined),
  colours: asColours,
  focus: () => ({ type: 'focus' }),
  find: () => ({ type: 'find' }),
  image: ({ channel, entry, data }) =>
    isText(channel) && isText(entry) && isText(data) ? { type: 'image', channel, entry, data } : undefined,
  reply: ({ channel, entry }) => (isText(channel) && isText(entry) ? { type: 'reply', channel, entry } : undefined),
  rejected: asRejected,
};

export function asHostToPage(value: unknown): HostToPage | undefined {
  if (!isFields(value) || !isText(value['type']) || !Object.hasOwn(readers, value['type'])) return undefined;
  return readers[value['type'] as HostToPage['type']](value);
}
