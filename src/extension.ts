import * as vscode from 'vscode';
import type { SocketClass } from './client/connect';
import { registerChannelCommands, registerMuteCommand } from './ui/channelCommands';
import { ChatView } from './ui/chatView';
import { CommandRegistry } from './ui/commandRegistry';
import { displayName } from './ui/displayName';
import { Failures } from './ui/failures';
import { SendGuard } from './ui/guard/sendGuard';
import { JoinedChannels } from './ui/joinedChannels';
import { KeyStore } from './ui/keyStore';
import { Muted } from './ui/muted';
import { NewsToasts } from './ui/news';
import { Notifier } from './ui/notifier';
import { OutboxFiles } from './ui/outboxFiles';
import { PeopleTree } from './ui/peopleTree';
import { ReceivedCommands } from './ui/received/receivedCommands';
import { registerRelayCommands } from './ui/relayCommands';
import { RelayControl, type StartRelay } from './ui/relayControl';
import { SendActions } from './ui/send/codeActions';
import { registerSendCommands } from './ui/send/sendCommands';
import { Sender } from './ui/send/sender';
import { registerTalkCommands } from './ui/send/talkCommands';
import { ServerAccess } from './ui/server';
import { onSettingChange, readSetting } from './ui/settings';
import { StatusBar } from './ui/statusBar';
import { asTargetHint, TargetPicker } from './ui/targets';
import { TransferProgress } from './ui/transferProgress';
import { Unread } from './ui/unread';
import { WakeUp } from './ui/wakeUp';

/** What differs between the hosts an extension runs in. */
export interface Platform {
  /** The socket class to connect with; loaded when the first channel is joined. */
  loadSocket: () => Promise<SocketClass>;
  /** Absent where no server can run. */
  startRelay?: StartRelay;
  /** What the network looks like, as a text to compare, where that can be known. */
  network?: () => string;
  /** The operating system's name for the person, where there is one. */
  userName: () => string | undefined;
}

/** Joins what was joined before a reload and what the settings ask for, the latter in a trusted workspace only. */
function restoreChannels(context: vscode.ExtensionContext, channels: JoinedChannels, notifier: Notifier): void {
  const restore = () => {
    const names = vscode.workspace.isTrusted ? readSetting('liveChannels.autoJoin') : [];
    channels.restore(names).catch((thrown: unknown) => notifier.failed(thrown));
  };
  restore();
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(restore));
}

/** Puts everything together. It does no network and no file work itself: that begins with the first channel. */
export function start(context: vscode.ExtensionContext, platform: Platform): void {
  const own = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = own(vscode.window.createOutputChannel('Live Channels', { log: true }));
  const notifier = own(new Notifier(log));
  const relay = own(new RelayControl(platform.startRelay, log));
  const keys = new KeyStore(context.secrets);
  const name = () => displayName(platform.userName);
  const server = new ServerAccess(platform.loadSocket, relay);
  const storage = context.storageUri ?? context.globalStorageUri;
  const outbox = (channel: string) => new OutboxFiles(storage, channel, log);
  const channels = own(new JoinedChannels(context, server, keys, outbox, name));
  own(new WakeUp(() => channels.wake(), platform.network));
  const targets = new TargetPicker(channels, context.workspaceState);
  const unread = own(new Unread(channels));
  const muted = own(new Muted(context.workspaceState));
  own(new NewsToasts(channels, unread, muted));
  const guard = new SendGuard();
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const chat = own(new ChatView(dist, channels, unread, notifier, guard));
  own(new PeopleTree(channels, unread, muted));
  own(new StatusBar(channels, unread));
  own(new Failures(channels, keys, notifier));
  own(new TransferProgress(channels));

  const registry = own(new CommandRegistry(notifier));
  registerChannelCommands(registry, channels, targets, () => relay.running?.owned === true, log, name);
  registerMuteCommand(registry, targets, muted);
  registerSendCommands(registry, new Sender(targets, guard));
  own(new ReceivedCommands(registry, channels, guard, chat));
  registerTalkCommands(registry, targets, guard);
  own(new SendActions(channels, targets));
  registerRelayCommands(registry, relay);
  registry.register('liveChannels.openChat', async hint => {
    const channel = asTargetHint(hint)?.channel;
    if (channel !== undefined) channels.activate(channel);
    await chat.open();
  });

  const identity = ['liveChannels.server', 'liveChannels.displayName', 'liveChannels.announce'] as const;
  own(onSettingChange(identity, () => void channels.reconnectAll()));
  own(relay.onDidChange(() => channels.reconnectAfter('relay')));
  restoreChannels(context, channels, notifier);
}
