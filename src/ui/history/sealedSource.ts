import type * as vscode from 'vscode';
import type { RestKey } from '../../seal/restKey';
import type { AtRestSource } from './atRest';

/** The key of a private channel's history, in the key store. */
export class SealedSource implements AtRestSource {
  /** The last that was found or made: the key store may fail for once, and a new key would lock out what was kept. */
  private last: RestKey | undefined;

  /** @param channel what the key is for: what is moved to another channel does not open there. */
  constructor(
    private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store'>,
    private readonly name: string,
    private readonly channel: string,
  ) {}

  async toRead(): Promise<RestKey | undefined> {
    return (this.last = (await this.stored()) ?? this.last);
  }

  /** Makes a key where there is none. Where two windows do so at once, the one that was stored last counts for both. */
  async toWrite(): Promise<RestKey> {
    const stored = await this.stored();
    if (stored) return (this.last = stored);
    const { RestKey } = await import('../../seal/restKey');
    const made = this.last ?? (await RestKey.random(this.channel));
    await this.secrets.store(this.name, made.secret.reveal());
    return (this.last = (await this.stored()) ?? made);
  }

  private async stored(): Promise<RestKey | undefined> {
    const text = await this.secrets.get(this.name);
    if (text === undefined) return undefined;
    const { RestKey } = await import('../../seal/restKey');
    return RestKey.fromText(text, this.channel);
  }
}
