import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import type { SocketClass } from '../client/connect';
import { createConnect } from '../client/connect';
import { CHANNEL_PATH } from '../protocol/itty';
import type { ChannelSocket, Dialled } from '../session/connection';
import { linked } from '../session/link';
import { EMBEDDED } from './contributions';
import type { ChannelKeys } from './keyStore';
import type { RelayControl } from './relayControl';
import { readSetting } from './settings';

/** Checks a server's base address: `ws://` or `wss://`, a host, and at most a path. Gives it without a slash at its end. */
export function serverBase(setting: string): string {
  const text = setting.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^wss?:$/.test(url.protocol) || url.host === '' || url.search || url.hash || url.username) {
    // Not quoted: what is set there by mistake may hold a password or a key.
    throw new AppError(
      'address',
      'The setting "liveChannels.server" is no relay address: set it to ws://HOST:PORT, wss://HOST or embedded.',
    );
  }
  return (url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin) + url.pathname.replace(/\/+$/, '');
}

/** The server that is set, for a person: its host, or that it is this computer's own relay. */
export function serverLabel(): string {
  const setting = readSetting('liveChannels.server').trim();
  if (setting === EMBEDDED) return vscode.l10n.t('the embedded relay');
  try {
    return new URL(serverBase(setting)).host;
  } catch {
    return vscode.l10n.t('an invalid address');
  }
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
    const { Socket, link } = linked(await this.loadSocket());
    const connect = createConnect({ WebSocket: Socket, base: server + CHANNEL_PATH });
    const { joinKey, sendKey } = identity.keys;
    const socket: ChannelSocket = connect<Record<string, unknown>>(channel, {
      as: identity.displayName,
      echo: true,
      list: true,
      ...(readSetting('liveChannels.announce') && { announce: true }),
      ...(joinKey !== undefined && { joinKey }),
      ...(sendKey !== undefined && { sendKey }),
    });
    return { socket, link, server: server.replace(/^wss?:\/\//, '') };
  }
}
