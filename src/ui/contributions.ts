import { NEVER_SEND } from '../guard/neverSendDefaults';

/**
 * The one table of everything the extension contributes: test/unit/contributions.test.ts holds package.json against it,
 * and `commandRegistry` and `settings` take their types from it.
 */

/** The category of every command. */
export const CATEGORY = 'Live Channels';

/** Each command's title, as the palette shows it behind the category. */
export const commands = {
  'liveChannels.joinChannel': 'Join Channel…',
  'liveChannels.leaveChannel': 'Leave Channel…',
  'liveChannels.newPrivateChannel': 'New Private Channel…',
  'liveChannels.joinWithPassphrase': 'Join with Passphrase…',
  'liveChannels.copyInvitation': 'Copy Invitation…',
  'liveChannels.copyGuestLink': 'Copy Guest Link…',
  'liveChannels.renewKey': 'Renew Key…',
  'liveChannels.verifyPerson': 'Verify Person…',
  'liveChannels.forgetChannel': 'Forget Channel…',
  'liveChannels.sendSelection': 'Send Selection…',
  'liveChannels.sendFile': 'Send File…',
  'liveChannels.sendToLast': 'Send Selection to Last Target',
  'liveChannels.sendChanges': 'Send Changes…',
  'liveChannels.sendCommit': 'Send Commit…',
  'liveChannels.sendDiagnostics': 'Send Diagnostics…',
  'liveChannels.sendTerminalSelection': 'Send Terminal Selection…',
  'liveChannels.sendCell': 'Send Notebook Cell…',
  'liveChannels.sendImage': 'Send Image…',
  'liveChannels.sendMessage': 'Send Message…',
  'liveChannels.sendDirectMessage': 'Send Direct Message…',
  'liveChannels.goToCode': 'Go to Received Code…',
  'liveChannels.openCode': 'Open Received Code…',
  'liveChannels.saveCode': 'Save Received Code As…',
  'liveChannels.copyCode': 'Copy Received Code…',
  'liveChannels.insertCode': 'Insert Received Code…',
  'liveChannels.compareCode': 'Compare Received Code…',
  'liveChannels.applyCode': 'Apply Received Code…',
  'liveChannels.suggestChange': 'Suggest a Change…',
  'liveChannels.sendSuggestion': 'Send Suggestion',
  'liveChannels.reply': 'Reply…',
  'liveChannels.copyUid': 'Copy User ID…',
  'liveChannels.goToPerson': 'Go to Person…',
  'liveChannels.followPerson': 'Follow Person…',
  'liveChannels.stopFollowing': 'Stop Following',
  'liveChannels.mutePerson': 'Mute or Unmute Person…',
  'liveChannels.blockPerson': 'Block Person…',
  'liveChannels.unblockPerson': 'Unblock Person…',
  'liveChannels.toggleMute': 'Mute or Unmute Channel…',
  'liveChannels.addFavourite': 'Add to Favourites…',
  'liveChannels.removeFavourite': 'Remove from Favourites…',
  'liveChannels.setDisplayName': 'Set Display Name…',
  'liveChannels.setStatus': 'Set Status…',
  'liveChannels.shareLocation': 'Share My Location…',
  'liveChannels.stopSharingLocation': 'Stop Sharing My Location',
  'liveChannels.startRelay': 'Start Relay',
  'liveChannels.stopRelay': 'Stop Relay',
  'liveChannels.copyRelayAddress': 'Copy Relay Address',
  'liveChannels.openChat': 'Open Chat',
  'liveChannels.openChatInEditor': 'Open Chat in Editor',
  'liveChannels.searchChat': 'Search in Chat…',
  'liveChannels.exportChannel': 'Export Channel as Markdown…',
  'liveChannels.clearHistory': 'Clear History…',
  'liveChannels.reconnect': 'Reconnect',
  'liveChannels.testConnection': 'Test Connection',
  'liveChannels.manageAccess': 'Manage Access of Extensions…',
  'liveChannels.chooseForAgents': 'Choose Channels for Agents…',
  'liveChannels.showMenu': 'Show Menu…',
  'liveChannels.showLog': 'Show Log',
} as const;
export type CommandId = keyof typeof commands;

/** What the web extension host cannot serve: it is hidden there, and explains itself when it is called all the same. */
export const notInBrowser: ReadonlySet<string> = new Set<CommandId>([
  'liveChannels.startRelay',
  'liveChannels.stopRelay',
  'liveChannels.copyRelayAddress',
  'liveChannels.sendChanges',
  'liveChannels.sendCommit',
]);

/** The tools for agents in VS Code's chat: each one's name for people, and what they write behind a `#`. */
export const tools = {
  liveChannels_list: { name: 'Channels and People', reference: 'liveChannels' },
  liveChannels_read: { name: 'Read a Channel', reference: 'readChannel' },
  liveChannels_receivedSnippet: { name: 'Received Code', reference: 'receivedSnippet' },
  liveChannels_sendMessage: { name: 'Send a Message', reference: 'sendToChannel' },
  liveChannels_sendSnippet: { name: 'Send Code', reference: 'sendCodeToChannel' },
} as const;
export type ToolName = keyof typeof tools;

export const views = {
  'liveChannels.people': { name: 'People', type: 'tree' },
  'liveChannels.chat': { name: 'Chat', type: 'webview' },
} as const;
export const VIEW_CONTAINER = 'liveChannels';
export const CHAT_VIEW = 'liveChannels.chat' satisfies keyof typeof views;
/** The chat in the place of an editor, for menus and for VS Code to open it again after a reload. */
export const CHAT_EDITOR = 'liveChannels.chatEditor';
/** Read-only documents made of what was received: `received/documents.ts` makes their text. */
export const RECEIVED_SCHEME = 'live-channels';
/** What a test of the connection found, read-only. The text itself is the query, so that a reopened tab finds it again. */
export const REPORT_SCHEME = 'live-channels-report';

/** Context keys, with what their value is. */
export interface ContextKeys {
  /** This window runs the embedded relay. */
  'liveChannels.relayRunning': boolean;
  /** Somebody is followed. */
  'liveChannels.following': boolean;
  /** The extension runs in the web extension host: no relay of one's own, and VS Code's Git extension is not in reach. */
  'liveChannels.webHost': boolean;
}

/** What a tree item is: the first word of its `viewItem`, for which `when` clauses look by `=~ /\bchannel\b/`. */
export const treeItems = { channel: 'channel', person: 'person', self: 'self' } as const;

/** What else may be said of it: further words of `viewItem`. */
export const treeFlags = {
  /** A channel that stands before others. */
  favourite: 'favourite',
  /** A channel in which others see where one is. */
  sharing: 'sharing',
  /** A person who shows where they are. */
  place: 'place',
  followed: 'followed',
  muted: 'muted',
  blocked: 'blocked',
} as const;

/**
 * Each setting with its default. `restricted`: a folder that is not trusted cannot set it.
 */
export const settings = {
  'liveChannels.server': { default: 'wss://itty.ws', restricted: true },
  'liveChannels.displayName': { default: '', restricted: false },
  'liveChannels.announce': { default: true, restricted: false },
  'liveChannels.autoJoin': { default: [] as readonly string[], restricted: true },
  'liveChannels.notifications': { default: 'mentions', restricted: true },
  'liveChannels.shareLocation': { default: false, restricted: true },
  'liveChannels.keepHistory': { default: false, restricted: true },
  'liveChannels.shareHistory': { default: 'private', restricted: true },
  'liveChannels.neverSend': { default: NEVER_SEND, restricted: true },
  'liveChannels.relayHost': { default: '127.0.0.1', restricted: true },
  'liveChannels.relayPort': { default: 0, restricted: true },
  'liveChannels.relayGuests': { default: false, restricted: true },
} as const;
export type SettingId = keyof typeof settings;

/** Literal types of the defaults, widened to what a person may set. */
type Widened<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : T;
export type SettingValue<K extends SettingId> = Widened<(typeof settings)[K]['default']>;

/** What counts for nothing in the web extension host. VS Code hides no setting by a `when`: each of these says so itself. */
export const settingsNotInBrowser: ReadonlySet<string> = new Set<SettingId>([
  'liveChannels.relayHost',
  'liveChannels.relayPort',
  'liveChannels.relayGuests',
]);

/** The value of `liveChannels.server` that means the relay in this window. */
export const EMBEDDED = 'embedded';
