import type * as vscode from 'vscode';
import { isRecord } from '../base/guards';
import { readSetting } from './settings';

/** What a server asks for to let one join, and to let one send. */
export interface ChannelKeys {
  joinKey?: string;
  sendKey?: string;
}

/** Keys of channels, each for the server it was given for, in the operating system's key store and nowhere else. */
export class KeyStore {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async read(channel: string): Promise<ChannelKeys> {
    const stored = await this.secrets.get(this.name(channel));
    if (stored === undefined) return {};
    const value: unknown = JSON.parse(stored);
    if (!isRecord(value)) return {};
    const { joinKey, sendKey } = value;
    return {
      ...(typeof joinKey === 'string' && { joinKey }),
      ...(typeof sendKey === 'string' && { sendKey }),
    };
  }

  async write(channel: string, keys: ChannelKeys): Promise<void> {
    await this.secrets.store(this.name(channel), JSON.stringify({ ...(await this.read(channel)), ...keys }));
  }

  private name(channel: string): string {
    return `liveChannels.keys ${readSetting('liveChannels.server')} ${channel}`;
  }
}
