import * as vscode from 'vscode';
import { lazy } from './base/lazy';
import type { SocketClass } from './client/connect';
import { Agents } from './ui/agents/agents';
import { ApiExports } from './ui/api/exports';
import { registerChannelCommands, registerMuteCommand } from './ui/channelCommands';
import { registerChatCommands } from './ui/chat/chatCommands';
import { PageRequests } from './ui/chat/pageRequests';
import { ChatViews } from './ui/chat/chatViews';
import { registerCheckCommand } from './ui/check/checkCommand';
import type { CheckConnection } from './ui/check/outcome';
import { Unread } from './session/unread';
import { CommandRegistry } from './ui/commandRegistry';
import { displayName } from './ui/displayName';
import { Failures } from './ui/failures';
import type { Fronts, Parts } from './ui/front';
import { SendGuard } from './ui/guard/sendGuard';
import { Histories } from './ui/history/histories';
import { JoinedChannels } from './ui/joinedChannels';
import { KeyStore } from './ui/keyStore';
import { Muted } from './ui/muted';
import { NewsToasts } from './ui/news';
import { Notifier } from './ui/notifier';
import { Outboxes } from './ui/outboxFiles';
import { PeopleParts } from './ui/people/people';
import { ReceivedCommands } from './ui/received/receivedCommands';
import { Impostors } from './ui/private/impostors';
import { KeyOffers } from './ui/private/keyOffers';
import { InvitationLinks } from './ui/private/links';
import { registerPrivateCommands } from './ui/private/privateCommands';
import { whereaboutsOf } from './ui/private/remembered';
import { Verified } from './ui/private/verified';
import { registerRelayCommands } from './ui/relayCommands';
import { RelayControl, type StartRelay } from './ui/relayControl';
import { SendActions } from './ui/send/codeActions';
import { registerSendCommands } from './ui/send/sendCommands';
import { Sender } from './ui/send/sender';
import { registerTalkCommands } from './ui/send/talkCommands';
import { ServerAccess } from './ui/server';
import { onSettingChange, readSetting } from './ui/settings';
import { StatusBar } from './ui/statusBar';
import { TargetPicker } from './ui/targets';
import { TransferProgress } from './ui/transferProgress';
import { WakeUp } from './ui/wakeUp';

/** What differs between the hosts an extension runs in. */
export interface Platform {
  /** The socket class to connect with; loaded when the first channel is joined. */
  loadSocket: () => Promise<SocketClass>;
  /** Absent where no server can run. */
  startRelay?: StartRelay;
  /** Tests a connection; absent where sockets do not say why they fail. Loaded with the first test. */
  loadCheck?: () => Promise<CheckConnection>;
  /** What the network looks like, as a text to compare, where that can be known. */
  network?: () => string;
  /** The operating system's name for the person, where there is one. */
  userName: () => string | undefined;
}

/** Joins what was joined before a reload and what the settings ask for, the latter in a trusted workspace only. */
function restoreChannels(channels: JoinedChannels, notifier: Notifier): void {
  const names = vscode.workspace.isTrusted ? readSetting('liveChannels.autoJoin') : [];
  channels.restore(names).catch((thrown: unknown) => notifier.failed(thrown));
}

/**
 * Puts everything together, when the extension is first used: `front` is all there is before. It does no network and no
 * file work itself: that begins with the first channel.
 */
export function start(context: vscode.ExtensionContext, platform: Platform, fronts: Fronts): Parts {
  const own = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = own(vscode.window.createOutputChannel('Live Channels', { log: true }));
  const notifier = own(new Notifier(log));
  const relay = own(new RelayControl(platform.startRelay, log));
  const keys: KeyStore = new KeyStore(context.secrets, channel => {
    const known = channels.known(channel);
    return known ? whereaboutsOf(known) : {};
  });
  const keyring = lazy(async () => new (await import('./ui/private/keyring')).Keyring(context.secrets));
  const name = () => displayName(platform.userName);
  const server = new ServerAccess(platform.loadSocket, relay);
  const storage = context.storageUri ?? context.globalStorageUri;
  const outboxes = new Outboxes(storage, log);
  const outbox = (channel: string) => outboxes.of(channel);
  const histories = own(new Histories(context.globalStorageUri, context.secrets, log));
  const channels: JoinedChannels = own(
    new JoinedChannels({ context, server, keys, keyring, outbox, histories, displayName: name }),
  );
  own(new WakeUp(() => channels.wake(), platform.network));
  const targets = new TargetPicker(channels, context.workspaceState);
  const unread = own(new Unread(channels));
  const muted = own(new Muted(context.workspaceState, channel => channels.storageName(channel)));
  const verified = own(new Verified(context.globalState));
  const people = own(new PeopleParts(channels, context));
  own(new NewsToasts(channels, unread, muted, people));
  const guard = new SendGuard();
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const requests = new PageRequests(channels, notifier, guard);
  const chat = own(new ChatViews({ dist, channels, unread, requests, relay: relay.possible }));
  const tree = people.tree({ view: fronts.people, unread, muted, verified });
  own(new StatusBar(fronts.status, channels, unread, people.status));
  own(new Failures(channels, keys, notifier));
  own(new Impostors(channels, verified));
  own(new KeyOffers(channels, notifier, log));
  own(new TransferProgress(channels));
  own(channels.onDidForget(({ storageName }) => void muted.forget(storageName)));

  const registry = new CommandRegistry(notifier);
  const extension = context.extension.id;
  const tools = { channels, server, targets, verified, keyring, displayName: name, extension };
  const open = async (text: string) => (await import('./ui/private/openInvitation')).openPasted(text, tools);
  registerChannelCommands(registry, channels, targets, open, relay, log, name);
  registerPrivateCommands(registry, tools);
  const links = own(new InvitationLinks(tools, notifier, log));
  registerMuteCommand(registry, targets, muted);
  people.register(registry, targets);
  registerSendCommands(registry, new Sender(targets, guard));
  const received = own(new ReceivedCommands(registry, channels, guard, chat));
  registerTalkCommands(registry, targets, guard);
  own(new SendActions(channels, targets));
  registerRelayCommands(registry, relay);
  const loadCheck =
    platform.loadCheck ?? (async () => (await import('./ui/check/socketCheck')).socketCheck(platform.loadSocket));
  registerCheckCommand(registry, { channels, keys, server, loadCheck, log });
  registerChatCommands(registry, channels, targets, chat, histories);
  const agents = new Agents(registry, { channels, guard });
  const api = own(new ApiExports(registry, { channels, server, guard, state: context.globalState }));

  const identity = ['liveChannels.server', 'liveChannels.displayName', 'liveChannels.announce'] as const;
  own(onSettingChange(identity, () => void channels.reconnectAll()));
  own(relay.onDidChange(() => channels.reconnectAfter('relay')));
  registry.complete();
  const restore = () => restoreChannels(channels, notifier);
  return { registry, people: tree, chat, links, received, agents, api: api.exports, restore };
}
