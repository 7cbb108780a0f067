import type * as vscode from 'vscode';
import { ChannelKey } from '../../seal/channelKey';
import { DeviceKey } from '../../seal/deviceKey';
import { Seal } from '../../seal/seal';

const DEVICE = 'liveChannels.device';

function entryOf(id: string): string {
  return `liveChannels.private ${id}`;
}

/**
 * The keys of private channels and of this device, in the operating system's key store and nowhere else. Loaded with the
 * first private channel.
 */
export class Keyring {
  private own: Promise<DeviceKey> | undefined;

  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** @param id of a private channel. `undefined` when its key is not here, or is not what it should be. */
  async key(id: string): Promise<ChannelKey | undefined> {
    const text = await this.secrets.get(entryOf(id));
    if (text === undefined) return undefined;
    const key = await ChannelKey.fromText(text).catch(() => undefined);
    return key?.channel === id ? key : undefined;
  }

  async keep(key: ChannelKey): Promise<void> {
    await this.secrets.store(entryOf(key.channel), key.secret.reveal());
  }

  async forget(id: string): Promise<void> {
    await this.secrets.delete(entryOf(id));
  }

  /** This device's key: made when it is first wanted, and the same from then on in every window. */
  device(): Promise<DeviceKey> {
    this.own ??= this.loadDevice().catch((thrown: unknown) => {
      this.own = undefined;
      throw thrown;
    });
    return this.own;
  }

  /** A seal for one joined channel. @throws AppError `input` where the platform has no cryptography. */
  async seal(key: ChannelKey): Promise<Seal> {
    return Seal.create({ key, device: await this.device() });
  }

  private async loadDevice(): Promise<DeviceKey> {
    const stored = await this.storedDevice();
    if (stored) return stored;
    const made = await DeviceKey.generate();
    await this.secrets.store(DEVICE, made.secret.reveal());
    // Another window may have made one at the same time: whichever is there now is everybody's.
    return (await this.storedDevice()) ?? made;
  }

  private async storedDevice(): Promise<DeviceKey | undefined> {
    const text = await this.secrets.get(DEVICE);
    return text === undefined ? undefined : DeviceKey.fromText(text);
  }
}
