import * as vscode from 'vscode';
import type { CardAction, HostToPage, PageAction, PageToHost } from '../../protocol/panel';
import { TalkRequests } from '../../session/talkRequests';
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
  private readonly talk: TalkRequests;

  constructor(
    private readonly channels: JoinedChannels,
    private readonly notifier: Notifier,
    guard: Pick<SendGuard, 'reviewTyped'>,
  ) {
    this.talk = new TalkRequests({
      channels,
      say: localized,
      review: (text, channel) => guard.reviewTyped(text, channel),
      failed: thrown => notifier.failed(thrown),
    });
  }

  /** A page has said something that no page of ours says, or more than one would. */
  refuse(): void {
    this.notifier.failed(new Error('The chat page sent something its host does not know.'));
  }

  /** @param answer says something to the page that has asked. */
  handle(request: PageToHost, answer: (message: HostToPage) => void): void {
    if (this.talk.handle(request, answer)) return;
    switch (request.type) {
      case 'select':
        this.channels.activate(request.channel);
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
      case 'run':
        void run(ACTIONS[request.action], request.channel === undefined ? undefined : { channel: request.channel });
        break;
      case 'copy':
        void this.said(() => this.copy(request));
        break;
      case 'openLink':
      case 'openPlace':
        void this.said(() => this.opened(request));
        break;
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
}
