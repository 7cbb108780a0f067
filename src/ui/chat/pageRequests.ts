import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { CardAction, HostToPage, PageAction, PageToHost } from '../../protocol/panel';
import type { Channel } from '../../session/channel';
import { run } from '../commandRegistry';
import type { CommandId } from '../contributions';
import type { SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import { localized } from '../localized';
import type { Notifier } from '../notifier';

/** What the page's buttons run: all of it can be reached from the palette too. */
const ACTIONS: Record<PageAction, CommandId> = {
  join: 'liveChannels.joinChannel',
  leave: 'liveChannels.leaveChannel',
  startRelay: 'liveChannels.startRelay',
  sendSelection: 'liveChannels.sendSelection',
  sendFile: 'liveChannels.sendFile',
  reconnect: 'liveChannels.reconnect',
  copyRelayAddress: 'liveChannels.copyRelayAddress',
  newPrivateChannel: 'liveChannels.newPrivateChannel',
  copyInvitation: 'liveChannels.copyInvitation',
};

/** The same for a card's buttons. */
const CARD_COMMANDS: Record<CardAction, CommandId> = {
  goTo: 'liveChannels.goToCode',
  open: 'liveChannels.openCode',
  saveAs: 'liveChannels.saveCode',
  copy: 'liveChannels.copyCode',
  insert: 'liveChannels.insertCode',
  compare: 'liveChannels.compareCode',
  apply: 'liveChannels.applyCode',
  suggest: 'liveChannels.suggestChange',
};

/** What a page asks for and everybody could answer: it is the same for each page. */
export class PageRequests {
  /** What a page has sent is handed over one after the other. */
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly channels: JoinedChannels,
    private readonly notifier: Notifier,
    private readonly guard: Pick<SendGuard, 'reviewTyped'>,
  ) {}

  /** A page has said something that no page of ours says, or more than one would. */
  refuse(): void {
    this.notifier.failed(new Error('The chat page sent something its host does not know.'));
  }

  /** @param answer says something to the page that has asked. */
  handle(request: PageToHost, answer: (message: HostToPage) => void): void {
    switch (request.type) {
      case 'select':
        this.channels.activate(request.channel);
        break;
      case 'send':
        // In the order in which they were written, however long each is looked at.
        this.sending = this.sending.then(() => this.send(request, answer));
        break;
      case 'pasteImage': {
        const { channel, data, to } = request;
        void run('liveChannels.sendImage', { channel, ...(to !== undefined && { uid: to }) }, data);
        break;
      }
      case 'act': {
        const { channel, entry, item } = request;
        void run(CARD_COMMANDS[request.action], { channel, entry, ...(item !== undefined && { item }) });
        break;
      }
      case 'image':
        this.answerImage(request, answer);
        break;
      case 'run':
        void run(ACTIONS[request.action], request.channel === undefined ? undefined : { channel: request.channel });
        break;
      case 'edit':
        this.sending = this.sending.then(() => this.edit(request, answer));
        break;
      case 'copy':
        void this.said(() => this.copy(request));
        break;
      case 'openLink':
      case 'openPlace':
        void this.said(() => this.opened(request));
        break;
      case 'ready':
      case 'following':
      case 'seen':
      case 'keep':
        break;
      default:
        void this.said(() => this.inChannel(request));
    }
  }

  /** What changes something in a channel that is still joined. */
  private inChannel(request: Extract<PageToHost, { channel: string }>): void {
    const channel = this.channels.get(request.channel);
    if (channel) act(channel, request);
  }

  private async edit(
    { channel, entry, text }: PageToHost & { type: 'edit' },
    answer: (message: HostToPage) => void,
  ): Promise<void> {
    try {
      await this.guard.reviewTyped(text, channel);
      this.channels.get(channel)?.edit(entry, text);
    } catch (thrown) {
      if (thrown instanceof AppError) {
        answer({ type: 'rejected', channel, text, edits: entry, reason: localized(thrown) });
      } else this.notifier.failed(thrown);
    }
  }

  private async opened(request: PageToHost & { type: 'openLink' | 'openPlace' }): Promise<void> {
    const { openLink, openPlace } = await import('../links');
    if (request.type === 'openLink') await openLink(request.url);
    else await openPlace(request.path, request.line, request.column);
  }

  private async copy({ channel, entry: id }: PageToHost & { type: 'copy' }): Promise<void> {
    const entry = this.channels.get(channel)?.transcript.get(id);
    if (entry?.kind !== 'message' || entry.body.type !== 'text') return;
    await vscode.env.clipboard.writeText(entry.body.text);
  }

  /** What goes wrong is said to the person. */
  private async said(doIt: () => unknown): Promise<void> {
    try {
      await doIt();
    } catch (thrown) {
      this.notifier.failed(thrown);
    }
  }

  private async send(
    { channel: name, text, to, re }: PageToHost & { type: 'send' },
    answer: (message: HostToPage) => void,
  ): Promise<void> {
    const back = { channel: name, text, ...(to !== undefined && { to }), ...(re !== undefined && { re }) };
    const channel = this.channels.get(name);
    if (!channel) {
      answer({ type: 'rejected', ...back, reason: vscode.l10n.t('You have left {0}.', name) });
      return;
    }
    try {
      await this.guard.reviewTyped(text, channel.name);
      channel.send({ type: 'chat', text, ...(re !== undefined && { re }) }, to);
    } catch (thrown) {
      if (thrown instanceof AppError) answer({ type: 'rejected', ...back, reason: localized(thrown) });
      else this.notifier.failed(thrown);
    }
  }

  private answerImage(
    { channel, entry: id }: PageToHost & { type: 'image' },
    answer: (message: HostToPage) => void,
  ): void {
    const entry = this.channels.get(channel)?.transcript.get(id);
    if (entry?.kind !== 'message' || entry.body.type !== 'image') return;
    answer({ type: 'image', channel, entry: id, data: entry.body.data });
  }
}

function act(channel: Channel, request: PageToHost): void {
  switch (request.type) {
    case 'retry':
      channel.retry(request.entry);
      break;
    case 'cancel':
      channel.cancel(request.entry);
      break;
    case 'delete':
      channel.delete(request.entry);
      break;
    case 'react':
      channel.react(request.entry, request.emoji, request.on);
      break;
    case 'typing':
      channel.typing(request.on, request.to);
      break;
  }
}
