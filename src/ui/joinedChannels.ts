import type * as vscode from 'vscode';
import { AppError, type ErrorCode } from '../base/errors';
import { Emitter } from '../base/event';
import { isRecord } from '../base/guards';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Met } from '../protocol/passing';
import type { Channel } from '../session/channel';
import { DialGate } from '../session/dialGate';
import type { KeyStore } from './keyStore';
import type { OutboxFiles } from './outboxFiles';
import type { ServerAccess } from './server';
import { readSetting } from './settings';

const JOINED = 'liveChannels.joined';
const RECENT = 'liveChannels.recent';
const MAX_RECENT = 20;
/** Longer names do not fit a URL's path everywhere. UTF-16 units. */
const MAX_NAME = 200;

/** Sessions of one window that are remembered, so that after a reload it gets what was said meanwhile. */
const MAX_SESSIONS = 16;

/** Milliseconds. */
const SAVE_AFTER = 300;

/** A channel as it is remembered over a reload: nothing of what was said. */
interface Joined {
  name: string;
  sessions: readonly string[];
  met: Met;
}

function asJoined(stored: unknown): Joined[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter((item): item is Joined => {
    if (!isRecord(item) || !isRecord(item['met']) || !Array.isArray(item['sessions'])) return false;
    const { name, sessions, met } = item;
    const known = Object.values(met).every(at => typeof at === 'number');
    return typeof name === 'string' && known && sessions.every(session => typeof session === 'string');
  });
}

/** Checks what a person typed as a channel's name. */
export function channelName(input: string): string {
  const name = input.trim();
  if (name === '') throw new AppError('input', 'A channel needs a name: any word will do.');
  if (name.length > MAX_NAME) throw new AppError('input', `This name is too long: ${MAX_NAME} characters at most.`);
  if (name.split('/').some(part => part === '' || part === '.' || part === '..')) {
    throw new AppError('input', `“${name}” is no channel name: between slashes there has to be a word.`);
  }
  return name;
}

/** The channels this window has joined, which of them is in front, and which were joined lately. */
export class JoinedChannels implements Disposable {
  private readonly store = new DisposableStore();
  private readonly joinedEmitter = this.store.add(new Emitter<Channel>());
  private readonly leftEmitter = this.store.add(new Emitter<string>());
  private readonly changedEmitter = this.store.add(new Emitter<Channel>());
  private readonly activeEmitter = this.store.add(new Emitter<void>());
  readonly onDidJoin = this.joinedEmitter.event;
  readonly onDidLeave = this.leftEmitter.event;
  /** A channel's state or people changed. */
  readonly onDidChange = this.changedEmitter.event;
  /** Another channel is in front. */
  readonly onDidActivate = this.activeEmitter.event;

  private readonly channels = new Map<string, Channel>();
  private activeName: string | undefined;

  private readonly gate = this.store.add(new DialGate());
  /** What is known of each joined channel from before a reload. */
  private readonly before = new Map<string, Joined>();
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>,
    private readonly server: ServerAccess,
    private readonly keys: KeyStore,
    private readonly outbox: (channel: string) => OutboxFiles,
    private readonly displayName: () => Promise<string>,
  ) {}

  get all(): readonly Channel[] {
    return [...this.channels.values()];
  }

  get active(): Channel | undefined {
    return this.activeName === undefined ? undefined : this.channels.get(this.activeName);
  }

  get(name: string): Channel | undefined {
    return this.channels.get(name);
  }

  /** Names joined before, the latest first, without those that are joined now. */
  get recent(): readonly string[] {
    return this.context.globalState.get<string[]>(RECENT, []).filter(name => !this.channels.has(name));
  }

  /** Joins a channel and brings it to the front; one that is joined already only comes to the front. */
  async join(input: string): Promise<Channel> {
    const name = channelName(input);
    const channel = this.channels.get(name) ?? (await this.create(name));
    this.activate(name);
    await this.remember(name);
    return channel;
  }

  /** Joins what this window had joined when it was closed or reloaded, and `names`. */
  async restore(names: readonly string[]): Promise<void> {
    const before = asJoined(this.context.workspaceState.get(JOINED));
    for (const joined of before) this.before.set(joined.name, joined);
    for (const name of new Set([...before.map(each => each.name), ...names])) {
      if (!this.channels.has(name)) await this.create(channelName(name));
      this.activeName ??= name;
    }
    if (this.channels.size > 0) this.activeEmitter.fire();
    await this.saveJoined();
  }

  async leave(name: string): Promise<void> {
    const channel = this.channels.get(name);
    if (!channel) return;
    this.channels.delete(name);
    this.before.delete(name);
    channel.dispose();
    this.outbox(name).clear();
    this.leftEmitter.fire(name);
    if (this.activeName === name) {
      this.activeName = this.all.at(-1)?.name;
      this.activeEmitter.fire();
    }
    await this.saveJoined();
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
    const name = await this.displayName();
    for (const channel of this.all) channel.reconnect(name);
  }

  /** What has kept channels from connecting is mended: those try again. */
  reconnectAfter(code: ErrorCode): void {
    for (const channel of this.all) {
      if (channel.status.state === 'refused' && channel.status.error?.code === code) channel.reconnect();
    }
  }

  dispose(): void {
    clearTimeout(this.saving);
    for (const channel of this.all) channel.dispose();
    this.channels.clear();
    this.store.dispose();
  }

  private async create(name: string): Promise<Channel> {
    // Nothing of the session is loaded before there is one.
    const [displayName, { Channel }] = await Promise.all([this.displayName(), import('../session/channel')]);
    // While the name was looked up the same channel may have been joined by another way.
    const existing = this.channels.get(name);
    if (existing) return existing;
    if (this.store.isDisposed) throw new AppError('offline', 'The extension is shutting down.');
    const { sessions: formerly = [], met = {} } = this.before.get(name) ?? {};
    const channel = new Channel({
      name,
      displayName,
      formerly,
      met,
      gate: this.gate,
      store: this.outbox(name),
      sharesHistory: () => readSetting('liveChannels.shareHistory') === 'always',
      dial: async identity => this.server.dial(name, { displayName: identity, keys: await this.keys.read(name) }),
    });
    this.channels.set(name, channel);
    channel.onDidChange(() => {
      this.changedEmitter.fire(channel);
      this.saveSoon();
    });
    this.joinedEmitter.fire(channel);
    channel.open();
    return channel;
  }

  private async remember(name: string): Promise<void> {
    const recent = this.context.globalState.get<string[]>(RECENT, []).filter(other => other !== name);
    await this.context.globalState.update(RECENT, [name, ...recent].slice(0, MAX_RECENT));
    await this.saveJoined();
  }

  /** People come and go in bursts; what is remembered of them may lag a little. */
  private saveSoon(): void {
    this.saving ??= setTimeout(() => {
      this.saving = undefined;
      void this.saveJoined();
    }, SAVE_AFTER);
  }

  private async saveJoined(): Promise<void> {
    const joined = this.all.map<Joined>(({ name, session, met }) => {
      const sessions = [...(this.before.get(name)?.sessions ?? []), session].slice(-MAX_SESSIONS);
      return { name, sessions, met };
    });
    await this.context.workspaceState.update(JOINED, joined);
  }
}
