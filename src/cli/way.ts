import { userInfo } from 'node:os';
import { messageOf } from '../base/errors';
import { ChannelKey } from '../seal/channelKey';
import { Seal } from '../seal/seal';
import { channelName } from '../session/channelName';
import { asServerAddress } from '../session/serverAddress';
import { variable } from './arguments';
import { usage } from './exit';
import { askGit } from './git';
import { keysFor, type Keys } from './keys';
import type { CommonValues } from './options';
import type { Surroundings } from './surroundings';

const PUBLIC_SERVER = 'wss://itty.ws';

/** A longer name is cut, as in the extension. UTF-16 units. */
const MAX_NAME = 64;

/** How a channel is reached, and as whom. */
export interface Way {
  /** As it was typed. */
  readonly name: string;
  /** Its base address. */
  readonly server: string;
  readonly displayName: string;
  readonly joinKey?: string;
  readonly sendKey?: string;
  /** It is private. */
  readonly seal?: Seal;
}

function nameOf(input: string): string {
  try {
    return channelName(input);
  } catch (thrown) {
    throw usage(messageOf(thrown));
  }
}

function serverOf(text: string): string {
  const address = asServerAddress(text.trim());
  if (address !== undefined) return address;
  // Not quoted: what stands there by mistake may hold a password or a key.
  throw usage('The server is no relay address: give --server ws://HOST:PORT or wss://HOST');
}

async function displayName(given: string | undefined, folder: string): Promise<string> {
  const name = given?.trim() || (await askGit(folder, 'config', 'user.name')) || systemName();
  return (name || 'Anonymous').slice(0, MAX_NAME);
}

function systemName(): string {
  try {
    return userInfo().username;
  } catch {
    // As in a container whose user is not in its list of users.
    return '';
  }
}

async function sealOf(name: string, { invitation, passphrase }: Keys): Promise<Seal | undefined> {
  if (invitation && invitation.name !== name) {
    throw usage(`The invitation is for '${invitation.name}', not for '${name}'`);
  }
  const { key } = invitation ?? {};
  if (key) return Seal.create({ key: await ChannelKey.fromText(key.reveal()) });
  return passphrase === undefined ? undefined : Seal.create({ key: await ChannelKey.fromPassphrase(name, passphrase) });
}

/**
 * Finds out how a channel is reached. The address that was typed comes before the invitation's, and that before the
 * environment's, which is not about this one channel.
 * @throws CliError when something of it is of no use.
 */
export async function wayTo(channel: string, values: CommonValues, around: Surroundings): Promise<Way> {
  const name = nameOf(channel);
  const keys = await keysFor(values['key-file'], around.env);
  const inEnvironment = variable('LIVE_CHANNELS_SERVER', around.env) ?? PUBLIC_SERVER;
  const server = serverOf(values.server ?? keys.invitation?.server ?? inEnvironment);
  const seal = await sealOf(name, keys);
  return {
    ...{ name, server, displayName: await displayName(values.as, around.folder) },
    ...(keys.joinKey !== undefined && { joinKey: keys.joinKey }),
    ...(keys.sendKey !== undefined && { sendKey: keys.sendKey }),
    ...(seal && { seal }),
  };
}
