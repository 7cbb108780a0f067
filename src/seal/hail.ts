import { isRecord } from '../base/guards';
import { fields, flag, text, type Read } from '../base/readers';
import type { DeviceClaim } from './deviceKey';
import { fromBase64Url } from './bytes';

/**
 * How voices get to know each other: each asks the others for something that only one who is here now can say. It stands
 * in place of a message inside a frame, and is not handed on.
 */
export interface Hail {
  type: 'hail';
  /** The speaker's. */
  session: string;
  /** What the speaker is called. */
  name: string;
  /** 16 random bytes in URL-safe base 64, new for each connection: whoever says them back has heard this. */
  challenge: string;
  /** The challenge of the one it is said to. */
  answers?: string;
  /** Answer me. */
  ask?: true;
  device?: DeviceClaim;
  /** For what is meant for the speaker alone; see `BoxKey`. */
  box?: string;
}

/** Bytes of a challenge. */
export const CHALLENGE_BYTES = 16;
/** Longest display name, in UTF-16 units; what is longer is cut by who says it. */
export const MAX_NAME = 128;
/** Longest text of any id, key or signature in a hail. */
const MAX_ID = 128;

const challenge: Read<string> = value =>
  typeof value === 'string' && value.length <= MAX_ID && fromBase64Url(value)?.length === CHALLENGE_BYTES
    ? value
    : undefined;

const device = fields<DeviceClaim>({ key: text(MAX_ID), sig: text(MAX_ID) }, 'key', 'sig');

const read = fields<Omit<Hail, 'type'>>(
  {
    session: text(MAX_ID, 1),
    name: text(MAX_NAME),
    challenge,
    answers: challenge,
    ask: flag,
    device,
    box: text(MAX_ID),
  },
  'session',
  'name',
  'challenge',
);

/** Whether it is meant as a hail, well-formed or not: no such thing is handed on. */
export function isHail(value: unknown): boolean {
  return isRecord(value) && value['type'] === 'hail';
}

/** The guard for hails; `undefined` for anything else. */
export function asHail(value: unknown): Hail | undefined {
  if (!isHail(value)) return undefined;
  const hail = read(value);
  return hail && { type: 'hail', ...hail };
}
