import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import type { IttySocketConnect, SocketClass } from '../client/connect';
import { createConnect } from '../client/connect';
import { CHANNEL_PATH } from '../protocol/itty';
import type { ChannelSocket, Dialled } from '../session/connection';
import { linked } from '../session/link';
import { EMBEDDED } from './contributions';
import type { ChannelKeys } from './keyStore';
import type { RelayControl } from './relayControl';
import { asServerAddress } from '../session/serverAddress';
import { readSetting } from './settings';

/** Checks the base address in the setting and gives it in its one form; see `asServerAddress`. */
export function serverBase(setting: string): string {
  const address = asServerAddress(setting.trim());
  if (address !== undefined) return address;
  // Not quoted: what is set there by mistake may hold a password or a key.
  throw new AppError(
    'address',
    'The setting "liveChannels.server" is no relay address: set it to ws://HOST:PORT, wss://HOST or embedded.',
  );
}

/**
 * A server for a person: its host, or that it is this computer's own relay.
 * @param own a channel's own; without it the one that is set.
 */
export function serverLabel(own?: string): string {
  const setting = own ?? readSetting('liveChannels.server').trim();
  if (setting === EMBEDDED) return vscode.l10n.t('the embedded relay');
  try {
    return new URL(serverBase(setting)).host;
  } catch {
    return vscode.l10n.t('an invalid address');
  }
}

export interface Identity {
  /** Told to the server; empty: none is, as for a private channel. */
  displayName: string;
  keys: ChannelKeys;
}

/** How a channel reaches its server: reads the settings, starts the embedded relay when that is the server. */
export class ServerAccess {
  constructor(
    private readonly loadSocket: () => Promise<SocketClass>,
    private readonly relay: RelayControl,
  ) {}

  /**
   * @param channel what the server calls it.
   * @param own the channel's own server; without it the one that is set.
   */
  async dial(channel: string, { displayName, keys }: Identity, own?: string): Promise<Dialled> {
    const server = await this.address(own);
    const { Socket, link } = linked(await this.loadSocket());
    const connect = createConnect({ WebSocket: Socket, base: server + CHANNEL_PATH });
    const { joinKey, sendKey } = keys;
    const socket: ChannelSocket = connect<Record<string, unknown>>(channel, {
      echo: true,
      list: true,
      ...(displayName !== '' && { as: displayName }),
      // Without a name there is nothing to keep back, and who is there has to be known to be met.
      ...((displayName === '' || readSetting('liveChannels.announce')) && { announce: true }),
      ...(joinKey !== undefined && { joinKey }),
      ...(sendKey !== undefined && { sendKey }),
    });
    return { socket, link, server: server.replace(/^wss?:\/\//, '') };
  }

  /**
   * The client itself, for the server that is set now.
   * @param held makes the class that is connected with out of the platform's.
   */
  async connect(held: (Socket: SocketClass) => SocketClass): Promise<IttySocketConnect> {
    const [Socket, { url }] = await Promise.all([this.loadSocket(), this.setServer()]);
    return createConnect({ WebSocket: held(Socket), base: url + CHANNEL_PATH });
  }

  /**
   * The address that this window connects to. @param own a channel's own server; without it the one that is set.
   * @throws AppError `address` when the setting is none, `relay` when the embedded relay was stopped.
   */
  async address(own?: string): Promise<string> {
    return own ?? (await this.setServer()).url;
  }

  /**
   * The address under which others reach the server that is set.
   * @throws AppError `address` when the setting is none, `relay` when the embedded relay was stopped.
   */
  async addressForOthers(): Promise<string> {
    const { url, remoteUrls } = await this.setServer();
    return remoteUrls[0] ?? url;
  }

  /** Whether an address is that of the server that is set. */
  isSet(address: string): boolean {
    const setting = readSetting('liveChannels.server').trim();
    if (setting !== EMBEDDED) return asServerAddress(setting) === address;
    const { running } = this.relay;
    return running !== undefined && [running.url, ...running.remoteUrls].includes(address);
  }

  private async setServer(): Promise<{ url: string; remoteUrls: readonly string[] }> {
    const setting = readSetting('liveChannels.server').trim();
    return setting === EMBEDDED ? this.relay.forChannel() : { url: serverBase(setting), remoteUrls: [] };
  }
}
