import { readFile } from 'node:fs/promises';
import { messageOf } from '../base/errors';
import { isRecord } from '../base/guards';
import { nearest } from '../relay/service/nearest';
import { findInvitation, type Invitation } from '../session/invitation';
import { hasInvitation } from '../session/channelName';
import { variable } from './arguments';
import { usage } from './exit';

/** What somebody has to know to be let in, to speak, or to read. */
export interface Keys {
  readonly joinKey?: string;
  readonly sendKey?: string;
  /** Of a private channel, together with its name. */
  readonly passphrase?: string;
  readonly invitation?: Invitation;
}

const NAMES = ['joinKey', 'sendKey', 'passphrase', 'invitation'] as const;

/** A file of more is none of these. Characters. */
const MAX_FILE = 20_000;

/** Holds what `LIVE_CHANNELS_KEY` and files of keys hold: programs of a CI get their secrets in the environment. */
const VARIABLE = 'LIVE_CHANNELS_KEY';

/** Says it without what is in the file, which may be a key. */
function unreadable(where: string): Error {
  return usage(
    `${where} holds no keys: put the channel's invitation there, or {"passphrase": …}, or {"joinKey": …, "sendKey": …}`,
  );
}

function invitationIn(text: string, where: string): Invitation {
  try {
    return findInvitation(text);
  } catch (thrown) {
    throw usage(`${where}: ${messageOf(thrown)}`);
  }
}

function textAt(json: Record<string, unknown>, name: string, where: string): string | undefined {
  const value = json[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value === '') throw usage(`'${name}' in ${where} must be a text`);
  return value;
}

function keysIn(json: Record<string, unknown>, where: string): Keys {
  for (const name of Object.keys(json)) {
    if (NAMES.some(known => known === name)) continue;
    const close = nearest(name, NAMES);
    throw usage(`${where} has something that is no key${close ? `; did you mean '${close}'?` : ''}`);
  }
  const [joinKey, sendKey, passphrase, invitation] = NAMES.map(name => textAt(json, name, where));
  if (passphrase !== undefined && invitation !== undefined) {
    throw usage(`${where} has a passphrase and an invitation: a channel is private by one of them`);
  }
  return {
    ...(joinKey !== undefined && { joinKey }),
    ...(sendKey !== undefined && { sendKey }),
    ...(passphrase !== undefined && { passphrase }),
    ...(invitation !== undefined && { invitation: invitationIn(invitation, where) }),
  };
}

function readKeys(text: string, where: string): Keys {
  if (text.length > MAX_FILE) throw unreadable(where);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    if (hasInvitation(text)) return { invitation: invitationIn(text, where) };
    throw unreadable(where);
  }
  if (!isRecord(json) || Object.keys(json).length === 0) throw unreadable(where);
  return keysIn(json, where);
}

/**
 * The keys in the file that was named, else those in the environment, else none.
 * @throws CliError that never quotes what it found.
 */
export async function keysFor(file: string | undefined, env: NodeJS.ProcessEnv): Promise<Keys> {
  if (file === undefined) {
    const text = variable(VARIABLE, env);
    return text === undefined ? {} : readKeys(text, VARIABLE);
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    throw usage(`The key file cannot be read: ${messageOf(thrown)}`);
  }
  return readKeys(text.trim(), `The key file '${file}'`);
}
