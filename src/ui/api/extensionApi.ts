import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { IttySocketConnect } from '../../client/connect';
import type { Channel } from '../../session/channel';
import { mayLeave } from '../channelCommands';
import { run } from '../commandRegistry';
import { plain } from '../plain';
import { targetLabel, type Target } from '../targets';
import { extensionName, type Access } from './access';
import { ApiEvents } from './apiEvents';
import type { ApiParts } from './parts';
import type { ChannelInfo, LiveChannelsApi, OutgoingSnippet, PersonInfo, SendOptions } from './liveChannels';
import { asOutgoing, outgoingDraft } from './outgoing';
import { OwnSockets } from './ownSockets';
import { channelInfo, personInfo } from './views';

/** Milliseconds that the status bar says what an extension has sent. */
const SENT_SHOWN = 4_000;

/** What one extension is given. It ends with that extension, and is silent while the person does not allow it. */
export class ExtensionApi implements Disposable {
  private readonly store = new DisposableStore();
  private readonly events: ApiEvents;
  private readonly sockets: OwnSockets;

  /** @param id of the extension. */
  constructor(
    private readonly id: string,
    private readonly parts: ApiParts,
    private readonly access: Access,
  ) {
    const isAllowed = () => !this.store.isDisposed && access.answer(id) === 'allowed';
    this.events = this.store.add(new ApiEvents(parts.channels, isAllowed));
    this.sockets = this.store.add(new OwnSockets(isAllowed));
    this.store.add(
      access.onDidChange(changed => {
        if (changed === id && !isAllowed()) this.sockets.close();
      }),
    );
  }

  /** What is handed over: an object that leads to nothing else of ours. */
  get handed(): LiveChannelsApi {
    const { onDidReceive, onDidChangePeople, onDidChangeChannels, onDidChangeState } = this.events;
    return Object.freeze({
      version: 1,
      requestAccess: () => this.need(),
      channels: async () => this.allowed(() => this.parts.channels.all.map(channelInfo)),
      people: async channel => this.allowed(() => this.people(channel)),
      join: async channel => this.allowed(() => this.join(channel)),
      leave: async channel => this.allowed(() => this.leave(channel)),
      sendText: async (channel, text, options) => this.allowed(() => this.sendText(channel, text, options)),
      sendSnippet: async (channel, snippet, options) => this.allowed(() => this.sendSnippet(channel, snippet, options)),
      loadConnect: async () => this.allowed(() => this.connect()),
      ...{ onDidReceive, onDidChangePeople, onDidChangeChannels, onDidChangeState },
      dispose: () => this.dispose(),
    } satisfies LiveChannelsApi);
  }

  dispose(): void {
    this.store.dispose();
  }

  private async need(): Promise<void> {
    if (this.store.isDisposed)
      throw new AppError('input', 'This API was disposed: call getApi({0}, context) anew.', [1]);
    await this.access.need(this.id);
  }

  private async allowed<T>(act: () => T | Promise<T>): Promise<T> {
    await this.need();
    return act();
  }

  private channel(name: unknown): Channel {
    const channel = typeof name === 'string' ? this.parts.channels.get(name) : undefined;
    if (channel) return channel;
    throw new AppError('input', 'No channel called {0} is joined: join it first.', [String(name)]);
  }

  private people(name: string): PersonInfo[] {
    return this.channel(name).view.people.map(personInfo);
  }

  private async join(name: string): Promise<ChannelInfo> {
    const { channels } = this.parts;
    if (typeof name !== 'string') throw new AppError('input', 'A channel is named by a text that is not empty.');
    const before = new Set(channels.all);
    // What the person has in front stays there.
    const channel = await channels.join(name, { inFront: false });
    if (!before.has(channel)) this.tell('joined', channel.name);
    return channelInfo(channel);
  }

  private async leave(name: string): Promise<void> {
    const channel = this.channel(name);
    if (!(await mayLeave(channel))) throw new AppError('denied', '{0} stays joined: messages wait there.', [name]);
    await this.parts.channels.leave(channel.name);
    this.tell('left', channel.name);
  }

  /** Not awaited: whatever the person answers, or not, the extension goes on. */
  private tell(what: 'joined' | 'left', name: string): void {
    const [who, where] = [plain(extensionName(this.id)), plain(name)];
    const undo = what === 'joined' ? vscode.l10n.t('Leave') : vscode.l10n.t('Join Again');
    const text =
      what === 'joined'
        ? vscode.l10n.t('The extension “{0}” has joined {1} for you.', who, where)
        : vscode.l10n.t('The extension “{0}” has left {1}.', who, where);
    void vscode.window.showInformationMessage(text, undo).then(chosen => {
      if (chosen === undefined) return;
      if (what === 'joined') void run('liveChannels.leaveChannel', { channel: name });
      else void run('liveChannels.joinChannel', name);
    });
  }

  private async sendText(name: string, text: string, options?: SendOptions): Promise<void> {
    if (typeof text !== 'string' || text.trim() === '') throw new AppError('input', 'There is no text to send.');
    const target = this.target(name, options);
    await this.parts.guard.reviewTyped(text, targetLabel(target));
    this.send(target, () => target.channel.send({ type: 'chat', text }, target.person?.uid));
  }

  private async sendSnippet(name: string, given: OutgoingSnippet, options?: SendOptions): Promise<void> {
    const snippet = asOutgoing(given);
    const target = this.target(name, options);
    const { draft, candidates } = outgoingDraft(snippet);
    const label = targetLabel(target);
    if (!(await this.parts.guard.review(candidates, label))) {
      throw new AppError('denied', 'This was not sent: the person kept it back after a look at what is in it.');
    }
    await this.parts.guard.reviewTyped(snippet.comment ?? '', label);
    this.send(target, () => target.channel.send(draft, target.person?.uid));
  }

  private target(name: string, options: SendOptions | undefined): Target {
    const channel = this.channel(name);
    const to: unknown = options?.to;
    if (to === undefined) return { channel };
    const person = channel.view.people.find(({ uid, self }) => uid === to && !self);
    if (person?.uid === undefined) throw new AppError('input', 'This person is no longer in {0}.', [channel.name]);
    return { channel, person: { uid: person.uid, name: person.name, self: false } };
  }

  /** The person may have taken the yes back while the guard asked, or left the channel. */
  private send(target: Target, act: () => void): void {
    if (this.access.answer(this.id) !== 'allowed' || this.channel(target.channel.name) !== target.channel) {
      throw new AppError('denied', 'This was not sent: it may not go to {0} any more.', [target.channel.name]);
    }
    act();
    const said = vscode.l10n.t('$(check) {0} has sent to {1}', plain(extensionName(this.id)), targetLabel(target));
    vscode.window.setStatusBarMessage(said, SENT_SHOWN);
  }

  private connect(): Promise<IttySocketConnect> {
    return this.parts.server.connect(Socket => this.sockets.held(Socket));
  }
}
