import { AppError } from '../base/errors';
import type { SocketClass } from '../client/connect';
import { createConnect } from '../client/connect';
import { CHANNEL_PATH } from '../protocol/itty';
import type { ChannelSocket, Dialled } from '../session/connection';
import { EMBEDDED } from './contributions';
import type { ChannelKeys } from './keyStore';
import type { RelayControl } from './relayControl';
import { readSetting } from './settings';

/** Checks a server's base address: `ws://` or `wss://`, a host, and at most a path. Gives it without a slash at its end. */
export function serverBase(setting: string): string {
  const text = setting.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^wss?:$/.test(url.protocol) || url.host === '' || url.search || url.hash || url.username) {
    throw new AppError(
      'address',
      `“${text}” is no relay address: set "liveChannels.server" to ws://HOST:PORT, wss://HOST or embedded.`,
    );
  }
  return (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin) + url.pathname.replace(/\/+$/, '');
}

/** The server that is set, for a person: an address, or that it is this window's own. */
export function serverLabel(): string {
  const setting = readSetting('liveChannels.server').trim();
  return setting === EMBEDDED ? 'embedded relay' : setting;
}

export interface Identity {
  displayName: string;
  keys: ChannelKeys;
}

/** How a channel reaches its server: reads the settings, starts the embedded relay when that is the server. */
export class ServerAccess {
  constructor(
    private readonly loadSocket: () => Promise<SocketClass>,
    private readonly relay: RelayControl,
  ) {}

  async dial(channel: string, identity: Identity): Promise<Dialled> {
    const setting = readSetting('liveChannels.server').trim();
    const server = setting === EMBEDDED ? (await this.relay.forChannel()).url : serverBase(setting);
    const connect = createConnect({ WebSocket: await this.loadSocket(), base: server + CHANNEL_PATH });
    const { joinKey, sendKey } = identity.keys;
    const socket: ChannelSocket = connect<Record<string, unknown>>(channel, {
      as: identity.displayName,
      echo: true,
      list: true,
      ...(readSetting('liveChannels.announce') && { announce: true }),
      ...(joinKey !== undefined && { joinKey }),
      ...(sendKey !== undefined && { sendKey }),
    });
    return { socket, server: server.replace(/^wss?:\/\//, '') };
  }
}
