import { isRecord } from '../base/guards';
import { fields, text, type Read } from '../base/readers';
import type { Boxed } from './box';

/** Gives one member the new key of the channel; sealed to that session alone. In place of a message, like a hail. */
export interface Renew extends Boxed {
  type: 'renew';
  /** The speaker's. */
  session: string;
}

/** To whom one has the new key from: it is here. */
export interface Renewed {
  type: 'renewed';
  session: string;
  /** The new key's channel. */
  channel: string;
}

export type Renewal = Renew | Renewed;

/** Longest text in them. UTF-16 units. */
const MAX_ID = 128;

const renew = fields<Omit<Renew, 'type'>>(
  { session: text(MAX_ID, 1), key: text(MAX_ID), box: text(MAX_ID) },
  'session',
  'key',
  'box',
);
const renewed = fields<Omit<Renewed, 'type'>>(
  { session: text(MAX_ID, 1), channel: text(MAX_ID, 1) },
  'session',
  'channel',
);

/** The guard for both; `undefined` for anything else. */
export const asRenewal: Read<Renewal> = value => {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'renew') {
    const read = renew(value);
    return read && { type: 'renew', ...read };
  }
  if (value['type'] !== 'renewed') return undefined;
  const read = renewed(value);
  return read && { type: 'renewed', ...read };
};

/** Whether it is meant as either, well-formed or not: no such thing is handed on. */
export function isRenewal(value: unknown): boolean {
  return isRecord(value) && (value['type'] === 'renew' || value['type'] === 'renewed');
}

/** What the box of a renewal is bound to: the channel that is left, and both sessions. */
export function renewalContext(channel: string, from: string, to: string): string {
  return `live-channels 1 renew\n${channel}\n${from}\n${to}`;
}
