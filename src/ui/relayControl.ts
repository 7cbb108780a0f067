import type * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { Emitter } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import { setContext } from './contextKeys';
import { readSetting } from './settings';

/** A relay on this machine, as the platform starts it. */
export interface LocalRelay {
  /** `ws://127.0.0.1:PORT`, for this machine. */
  readonly url: string;
  /** Addresses under which other machines may reach it; empty when it listens to this machine only. */
  readonly remoteUrls: readonly string[];
  /** False when another window runs it already and this one only uses it. */
  readonly owned: boolean;
  /** Says goodbye to everyone and frees the port; nothing happens when another window runs it. */
  close(): Promise<void>;
}

/** How the settings want the embedded relay. */
export interface RelayWishes {
  readonly host: string;
  readonly port: number;
  /** It serves the page for guests. */
  readonly guests: boolean;
}

/** Starts a relay, or finds the one that another window runs on that port. Absent where there are no servers. */
export type StartRelay = (wishes: RelayWishes, log: (line: string) => void) => Promise<LocalRelay>;

/** The embedded relay: started when it is first needed, or by hand. */
export class RelayControl implements Disposable {
  private readonly changed = new Emitter<void>();
  /** It was started or stopped. */
  readonly onDidChange = this.changed.event;
  private relay: LocalRelay | undefined;
  private starting: Promise<LocalRelay> | undefined;
  /** Stopped by hand: a channel that reconnects does not start it again. */
  private stopped = false;

  constructor(
    private readonly startRelay: StartRelay | undefined,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get running(): LocalRelay | undefined {
    return this.relay;
  }

  /** Whether there can be a relay in this window. */
  get possible(): boolean {
    return this.startRelay !== undefined;
  }

  /** @throws AppError `relay` where none can run. */
  assertPossible(): void {
    this.starter();
  }

  /** The relay for a channel to connect to. @throws AppError `relay` when the person has stopped it. */
  async forChannel(): Promise<LocalRelay> {
    if (this.stopped) {
      throw new AppError('relay', 'The relay in this window was stopped: run "Start Relay" to go on.');
    }
    return this.ensure();
  }

  /** Gives the relay there is, or starts one. One that another window runs is looked for anew, as it may have gone. */
  async ensure(): Promise<LocalRelay> {
    if (this.relay?.owned) return this.relay;
    this.starting ??= this.start().finally(() => (this.starting = undefined));
    return this.starting;
  }

  async stop(): Promise<void> {
    const { relay } = this;
    if (!relay) return;
    this.relay = undefined;
    this.stopped = true;
    await relay.close();
    this.log.info('Relay stopped.');
    this.announce();
  }

  dispose(): void {
    void this.relay?.close();
    this.changed.dispose();
  }

  private async start(): Promise<LocalRelay> {
    const relay = await this.starter()(
      {
        host: readSetting('liveChannels.relayHost'),
        port: readSetting('liveChannels.relayPort'),
        guests: readSetting('liveChannels.relayGuests'),
      },
      line => this.log.info(`Relay: ${line}`),
    );
    const news = this.relay?.url !== relay.url || this.relay.owned !== relay.owned;
    this.relay = relay;
    this.stopped = false;
    if (news) {
      this.log.info(relay.owned ? `Relay started: ${relay.url}` : `Relay of another window: ${relay.url}`);
      this.announce();
    }
    return relay;
  }

  private starter(): StartRelay {
    if (this.startRelay) return this.startRelay;
    throw new AppError('relay', 'A relay cannot run in the browser: set "liveChannels.server" to one that runs.');
  }

  private announce(): void {
    setContext('liveChannels.relayRunning', this.relay !== undefined);
    this.changed.fire();
  }
}
