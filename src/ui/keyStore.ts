import type * as vscode from 'vscode';
import { isRecord } from '../base/guards';
import { readSetting } from './settings';

/** What a server asks for to let one join, and to let one send. */
export interface ChannelKeys {
  joinKey?: string;
  sendKey?: string;
}

/** Where a channel is for its server: keys are for one channel of one server. */
export interface Whereabouts {
  /** Absent: the server that is set. */
  server?: string;
  /** What the server calls the channel; absent: its name here. */
  channel?: string;
}

/** Keys that servers ask for, each for the server it was given for, in the operating system's key store and nowhere else. */
export class KeyStore {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly whereabouts: (channel: string) => Whereabouts,
  ) {}

  async read(channel: string, where = this.whereabouts(channel)): Promise<ChannelKeys> {
    const stored = await this.secrets.get(entryOf(channel, where));
    const value = stored === undefined ? undefined : parse(stored);
    if (!isRecord(value)) return {};
    const { joinKey, sendKey } = value;
    return {
      ...(typeof joinKey === 'string' && { joinKey }),
      ...(typeof sendKey === 'string' && { sendKey }),
    };
  }

  async write(channel: string, keys: ChannelKeys, where = this.whereabouts(channel)): Promise<void> {
    const all = { ...(await this.read(channel, where)), ...keys };
    await this.secrets.store(entryOf(channel, where), JSON.stringify(all));
  }

  /**
   * Takes the keys of a channel out of the store: those for its own server, or, where it goes by the setting, those for
   * every server that was ever set.
   */
  async forget(channel: string, where = this.whereabouts(channel)): Promise<void> {
    const entries = where.server === undefined ? await this.secrets.keys() : [];
    const called = where.channel ?? channel;
    const wanted = entries.filter(entry => entry.startsWith(PREFIX) && channelOf(entry) === called);
    for (const entry of new Set([entryOf(channel, where), ...wanted])) await this.secrets.delete(entry);
  }
}

const PREFIX = 'liveChannels.keys ';

function entryOf(name: string, { server, channel = name }: Whereabouts): string {
  return `${PREFIX}${server ?? readSetting('liveChannels.server')} ${channel}`;
}

/** The channel of an entry: what follows the server, in which no blank can stand. */
function channelOf(entry: string): string {
  return entry.slice(entry.indexOf(' ', PREFIX.length) + 1);
}

/** `undefined` for what is no JSON, as when the store was damaged. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
