import type * as vscode from 'vscode';
import { AppError, type ErrorCode } from '../base/errors';
import { Emitter } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { ChannelKey } from '../seal/channelKey';
import type { Channel } from '../session/channel';
import { DialGate } from '../session/dialGate';
import type { Histories } from './history/histories';
import { channelName } from '../session/channelName';
import { JoinedStore } from './joinedStore';
import type { KeyStore } from './keyStore';
import { localized } from './localized';
import type { OutboxFiles } from './outboxFiles';
import type { Keyring } from './private/keyring';
import { isSame, knownOf, storageName, whereaboutsOf, type Known } from './private/remembered';
import { RecentChannels } from './recentChannels';
import type { ServerAccess } from './server';
import { readSetting } from './settings';

/** A channel of which nothing is to be kept: the name that it had here, and under what else is kept for it. */
export interface Forgotten {
  name: string;
  storageName: string;
}

/** What joining needs; the keys of private channels are loaded with the first of them. */
export interface JoinedChannelsOptions {
  context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>;
  server: ServerAccess;
  keys: KeyStore;
  keyring: () => Promise<Keyring>;
  /** @param channel as `storageName`. */
  outbox: (channel: string) => OutboxFiles;
  displayName: () => Promise<string>;
  /** What is kept of what was said. */
  histories: Pick<Histories, 'of' | 'forget'>;
}

/** The channels this window has joined, which of them is in front, and which were joined lately. */
export class JoinedChannels implements Disposable {
  private readonly store = new DisposableStore();
  private readonly joinedEmitter = this.store.add(new Emitter<Channel>());
  private readonly leftEmitter = this.store.add(new Emitter<string>());
  private readonly changedEmitter = this.store.add(new Emitter<Channel>());
  private readonly activeEmitter = this.store.add(new Emitter<void>());
  private readonly forgetEmitter = this.store.add(new Emitter<Forgotten>());
  readonly onDidJoin = this.joinedEmitter.event;
  readonly onDidLeave = this.leftEmitter.event;
  /** Nothing is to be kept of this channel any more. */
  readonly onDidForget = this.forgetEmitter.event;
  /** A channel's state or people changed. */
  readonly onDidChange = this.changedEmitter.event;
  /** Another channel is in front. */
  readonly onDidActivate = this.activeEmitter.event;

  private readonly channels = new Map<string, Channel>();
  /** How each joined channel is reached, by its name. */
  private readonly ways = new Map<string, Known>();
  private activeName: string | undefined;
  /** Settles when no channel is on its way to a new key. */
  private moving: Promise<void> = Promise.resolve();

  private readonly gate = this.store.add(new DialGate());

  private readonly lately: RecentChannels;
  private readonly remembered: JoinedStore;

  constructor(private readonly options: JoinedChannelsOptions) {
    this.lately = new RecentChannels(options.context.globalState);
    this.remembered = this.store.add(new JoinedStore(options.context.workspaceState, () => this.present));
  }

  get all(): readonly Channel[] {
    return [...this.channels.values()];
  }

  get active(): Channel | undefined {
    return this.activeName === undefined ? undefined : this.channels.get(this.activeName);
  }

  get(name: string): Channel | undefined {
    return this.channels.get(name);
  }

  /** How a joined channel is reached. */
  known(name: string): Known | undefined {
    return this.ways.get(name);
  }

  /**
   * Under what something may be kept for a joined channel: never the same for a private and an open one of one name, nor
   * for one name on two servers, and the same over reloads and new keys.
   */
  storageName(name: string): string {
    return storageName(this.ways.get(name) ?? { name });
  }

  /** Channels joined before, the latest first, without those that are joined now. */
  get recent(): readonly Known[] {
    return this.lately.all.filter(known => !this.joinedAs(known));
  }

  /**
   * Joins an open channel on the server that is set and brings it to the front; one that is joined only comes there.
   * @param inFront false: it stays behind the one in front, if there is one.
   */
  async join(input: string, { inFront = true } = {}): Promise<Channel> {
    const name = channelName(input);
    return this.enter(this.ways.get(name) ?? { name }, undefined, { inFront });
  }

  /**
   * Joins a channel however it is reached, and brings it to the front. It may have another name here than it is known by,
   * as no two joined ones have the same.
   * @param key of a private channel: it is put into the key store.
   * @throws AppError `input` when the key of a private channel is not given and not in the store.
   */
  async enter(known: Known, key?: ChannelKey, { inFront = true } = {}): Promise<Channel> {
    if (key) await (await this.options.keyring()).keep(key);
    const channel = this.joinedAs(known) ?? (await this.create(known));
    if (inFront || !this.active) this.activate(channel.name);
    await this.remember(channel.name);
    return channel;
  }

  /**
   * Joins what this window had joined when it was closed or reloaded, and `names`.
   * @throws AppError `input`, when all others are joined, if a key is no longer in the key store or a name is none.
   */
  async restore(names: readonly string[]): Promise<void> {
    const wanted = [
      ...this.remembered.left.map(known => () => known),
      ...names.map(name => () => ({ name: channelName(name) })),
    ];
    const failures: unknown[] = [];
    for (const ask of wanted) {
      try {
        const known: Known = ask();
        await this.recreate(known);
        this.activeName ??= known.name;
      } catch (thrown) {
        failures.push(thrown);
      }
    }
    if (this.channels.size > 0) this.activeEmitter.fire();
    await this.remembered.save();
    if (failures.length > 0) throw failures[0];
  }

  /** What cannot be joined for now, as its code could not be loaded, is still to be joined after the next reload. */
  private async recreate(known: Known): Promise<void> {
    try {
      if (!this.channels.has(known.name)) await this.create(known);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'input') this.remembered.settled(known);
      throw thrown;
    }
    this.remembered.settled(known);
  }

  async leave(name: string): Promise<void> {
    const channel = this.channels.get(name);
    const known = this.ways.get(name);
    if (!channel || !known) return;
    this.channels.delete(name);
    this.ways.delete(name);
    this.remembered.drop(known);
    channel.dispose();
    this.options.outbox(storageName(known)).clear();
    this.leftEmitter.fire(name);
    if (this.activeName === name) {
      this.activeName = this.all.at(-1)?.name;
      this.activeEmitter.fire();
    }
    await this.remembered.save();
  }

  /** Leaves a channel, if it is joined, and forgets that it was ever known here, its keys included. */
  async forget(known: Known): Promise<void> {
    const { keys, keyring, outbox, histories } = this.options;
    const joined = this.joinedAs(known);
    if (joined) await this.leave(joined.name);
    else outbox(storageName(known)).clear();
    await this.lately.remove(known);
    await keys.forget(known.name, whereaboutsOf(known));
    await histories.forget(historyName(known));
    if (known.id !== undefined) await (await keyring()).forget(known.id);
    this.forgetEmitter.fire({ name: joined?.name ?? known.name, storageName: storageName(known) });
  }

  /** A joined private channel moves to a new key, with all that was said. One move waits for the one before it. */
  async renew(name: string, key: ChannelKey): Promise<void> {
    const channel = this.channels.get(name);
    const moved = this.moving.then(() => this.move(name, channel, key));
    this.moving = moved.catch(() => undefined);
    return moved;
  }

  /** Something happened after which it is worth to look whether the connections are alive. */
  wake(): void {
    for (const channel of this.all) channel.wake();
  }

  activate(name: string): void {
    if (!this.channels.has(name) || this.activeName === name) return;
    this.activeName = name;
    this.activeEmitter.fire();
  }

  /** The server, the name or what is announced has changed: every channel connects anew. */
  async reconnectAll(): Promise<void> {
    const name = await this.options.displayName();
    for (const channel of this.all) channel.reconnect(name);
  }

  /** What has kept channels from connecting is mended: those try again. */
  reconnectAfter(code: ErrorCode): void {
    for (const channel of this.all) {
      if (channel.status.state === 'refused' && channel.status.error?.code === code) channel.reconnect();
    }
  }

  dispose(): void {
    for (const channel of this.all) channel.dispose();
    this.channels.clear();
    this.store.dispose();
  }

  private async move(name: string, channel: Channel | undefined, key: ChannelKey): Promise<void> {
    const known = this.ways.get(name);
    // Meanwhile it may have been left, and another of its name joined.
    const isJoined = () => channel !== undefined && this.channels.get(name) === channel;
    if (!isJoined() || known?.id === undefined || known.id === key.channel) return;
    const { keys } = this.options;
    const keyring = await this.options.keyring();
    const next: Known = { ...known, id: key.channel, origin: known.origin ?? known.id };
    await keyring.keep(key);
    await keys.write(name, await keys.read(name), whereaboutsOf(next));
    if (!isJoined()) {
      await keyring.forget(key.channel);
      await keys.forget(name, whereaboutsOf(next));
      return;
    }
    this.ways.set(name, next);
    await channel?.adopt(key);
    await this.lately.add(next, known);
    await this.remembered.save();
    // Only now, when nothing needs them any more.
    await keyring.forget(known.id);
    await keys.forget(name, whereaboutsOf(known));
  }

  private get present() {
    return this.all.flatMap(({ name, session, met }) => {
      const known = this.ways.get(name);
      return known ? [{ known, session, met }] : [];
    });
  }

  private joinedAs(known: Known): Channel | undefined {
    const joined = [...this.ways.values()].find(other => isSame(known, other));
    return joined && this.channels.get(joined.name);
  }

  private async create(wanted: Known): Promise<Channel> {
    // Nothing of the session is loaded before there is one.
    const history = this.options.histories.of(historyName(wanted), wanted.id !== undefined);
    const [displayName, { Channel }, seal, kept] = await Promise.all([
      this.options.displayName(),
      import('../session/channel'),
      this.sealOf(wanted),
      history.load(),
    ]);
    // While the name was looked up the same channel may have been joined by another way.
    const existing = this.joinedAs(wanted);
    if (existing) return existing;
    if (this.store.isDisposed) throw new AppError('offline', 'The extension is shutting down.');
    const known = this.named(wanted);
    const { name } = known;
    const { formerly, met } = this.remembered.sessionsOf(known);
    const channel = new Channel({
      ...{ name, displayName, formerly, met, gate: this.gate, store: this.options.outbox(storageName(known)) },
      ...{ history, kept },
      ...(seal && { seal }),
      sharesHistory: () => sharesHistory(seal !== undefined),
      say: localized,
      dial: async alias => {
        const keys = await this.options.keys.read(name);
        const identity = { displayName: alias, keys };
        return this.options.server.dial(seal?.channel ?? known.called ?? name, identity, known.server);
      },
    });
    this.channels.set(name, channel);
    this.ways.set(name, known);
    channel.onDidChange(() => {
      this.changedEmitter.fire(channel);
      this.remembered.saveSoon();
    });
    this.joinedEmitter.fire(channel);
    channel.open();
    return channel;
  }

  /** `undefined` for an open channel. */
  private async sealOf({ name, id }: Known) {
    if (id === undefined) return undefined;
    const keyring = await this.options.keyring();
    const key = await keyring.key(id);
    if (key) return keyring.seal(key);
    throw new AppError(
      'input',
      'The key of {0} is not in this computer’s key store any more: open its invitation again.',
      [name],
    );
  }

  /** The same, by a name that no joined channel has. */
  private named(known: Known): Known {
    const { name } = known;
    let free = name;
    for (let count = 2; this.channels.has(free); count++) free = `${name} (${count})`;
    if (free === name) return knownOf(known);
    return knownOf({ ...known, name: free, ...(known.id === undefined && { called: known.called ?? name }) });
  }

  private async remember(name: string): Promise<void> {
    const known = this.ways.get(name);
    if (known) await this.lately.add(known);
    await this.remembered.save();
  }
}

/** Newcomers are given what was said where the setting says so; by default in private channels. */
function sharesHistory(isPrivate: boolean): boolean {
  const setting = readSetting('liveChannels.shareHistory');
  return setting === 'always' || (setting === 'private' && isPrivate);
}

/** Under what a channel's history is kept: an open channel that has no server of its own is of the one that is set. */
function historyName(known: Known): string {
  const isFixed = known.id !== undefined || known.server !== undefined;
  return isFixed ? storageName(known) : `${readSetting('liveChannels.server')}/c/${known.called ?? known.name}`;
}
