import * as vscode from 'vscode';
import type { Channel } from '../session/channel';
import type { CommandRegistry } from './commandRegistry';
import { run } from './commandRegistry';
import { hasInvitation } from '../session/channelName';
import type { JoinedChannels } from './joinedChannels';
import type { Muted } from './muted';
import { plain } from './plain';
import type { Known } from './private/remembered';
import type { RelayControl } from './relayControl';
import { serverLabel } from './server';
import { readSetting, writeSetting } from './settings';
import { asTargetHint, type TargetPicker } from './targets';
import { askText } from './textInput';

/** A short word in the status bar. Milliseconds. */
const STATUS_SHOWN = 4_000;

/** What a person answers: a channel that was joined lately, or whatever they have typed or pasted. */
type Answer = Known | string;
type AnswerItem = vscode.QuickPickItem & { answer: Answer };

function recentItem(known: Known): AnswerItem {
  const words = [
    known.id === undefined ? vscode.l10n.t('recent') : vscode.l10n.t('recent, private'),
    ...(known.server === undefined ? [] : [serverLabel(known.server)]),
  ];
  return {
    label: known.id === undefined ? known.name : `$(lock) ${plain(known.name)}`,
    description: words.join(' · '),
    answer: known,
  };
}

function typedItem(typed: string): AnswerItem {
  // An invitation is not shown: its key would stand there.
  if (hasInvitation(typed)) {
    const label = vscode.l10n.t('$(mail) Open this invitation…');
    return { label, description: vscode.l10n.t('you are asked first'), alwaysShow: true, answer: typed };
  }
  return { label: typed, description: vscode.l10n.t('join this open channel'), answer: typed };
}

/** Asks for a channel: joined lately first, then whatever is typed. */
function askChannel(channels: JoinedChannels): Promise<Answer | undefined> {
  const pick = vscode.window.createQuickPick<AnswerItem>();
  pick.title = vscode.l10n.t('Join Channel on {0}', serverLabel());
  pick.placeholder = vscode.l10n.t('Type any name: whoever joins the same name is with you. Or paste an invitation.');
  const recent = channels.recent.map(recentItem);
  const isRecent = (name: string) => recent.some(({ answer }) => asPlainName(answer) === name);
  const update = () => {
    const typed = pick.value.trim();
    pick.items = typed !== '' && !isRecent(typed) ? [typedItem(typed), ...recent] : recent;
  };
  update();
  pick.onDidChangeValue(update);
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0]?.answer ?? pick.value.trim();
      if (chosen === '') return;
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The name of an open channel on the server that is set. */
function asPlainName(answer: Answer): string | undefined {
  if (typeof answer === 'string') return answer;
  return answer.id === undefined && answer.server === undefined ? answer.name : undefined;
}

async function chooseServer(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', 'liveChannels.server');
}

/** Muting a channel, and hearing of it again: what comes there is counted all the same. */
export function registerMuteCommand(registry: CommandRegistry, targets: TargetPicker, muted: Muted): void {
  registry.register('liveChannels.toggleMute', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Mute or Unmute Channel'), asTargetHint(hint));
    if (!channel) return;
    const { name } = channel;
    const mute = !muted.has(name);
    await muted.set(name, mute);
    const said = mute
      ? vscode.l10n.t('$(bell-slash) {0} is muted', plain(name))
      : vscode.l10n.t('$(bell) {0} is not muted', plain(name));
    vscode.window.setStatusBarMessage(said, STATUS_SHOWN);
  });
}

/** Leaving gives up what waits to be sent: that is never done in silence. */
export async function mayLeave(channel: Channel): Promise<boolean> {
  const waiting = channel.transcript.entries.filter(
    entry => entry.kind === 'message' && entry.state === 'waiting',
  ).length;
  if (waiting === 0) return true;
  const leave = vscode.l10n.t('Leave and Discard');
  const message =
    waiting === 1
      ? vscode.l10n.t('A message waits to be sent to {0}.', channel.name)
      : vscode.l10n.t('{0} messages wait to be sent to {1}.', waiting, channel.name);
  return (await vscode.window.showWarningMessage(message, { modal: true }, leave)) === leave;
}

type RelayState = Pick<RelayControl, 'running' | 'possible'>;

interface MenuItem extends vscode.QuickPickItem {
  run?: () => unknown;
}

/** What can be done now, for the status-bar item. */
function menuItems(channels: JoinedChannels, relay: RelayState): MenuItem[] {
  const { active } = channels;
  const items: MenuItem[] = [];
  if (active) {
    const { state, detail, people, anonymous, privacy } = active.view;
    const kind = privacy === 'private' ? vscode.l10n.t('private') : vscode.l10n.t('open');
    const about = detail ?? vscode.l10n.t('{0}, {1}, {2} people', kind, state, people.length + anonymous);
    items.push({ label: active.name, kind: vscode.QuickPickItemKind.Separator });
    items.push({
      label: vscode.l10n.t('$(comment-discussion) Open Chat'),
      description: about,
      run: () => run('liveChannels.openChat'),
    });
    if (state !== 'online')
      items.push({ label: vscode.l10n.t('$(debug-restart) Reconnect'), run: () => run('liveChannels.reconnect') });
    items.push({ label: vscode.l10n.t('$(code) Send Selection…'), run: () => run('liveChannels.sendSelection') });
    items.push({ label: vscode.l10n.t('$(file-code) Send File…'), run: () => run('liveChannels.sendFile') });
    items.push({ label: vscode.l10n.t('$(comment) Send Message…'), run: () => run('liveChannels.sendMessage') });
    items.push({
      label: vscode.l10n.t('$(mail) Copy Invitation…'),
      run: () => run('liveChannels.copyInvitation', { channel: active.name }),
    });
    items.push({
      label: vscode.l10n.t('$(sign-out) Leave {0}', active.name),
      run: () => run('liveChannels.leaveChannel', { channel: active.name }),
    });
    items.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
  }
  items.push({ label: vscode.l10n.t('$(add) Join Channel…'), run: () => run('liveChannels.joinChannel') });
  items.push({
    label: vscode.l10n.t('$(lock) New Private Channel…'),
    run: () => run('liveChannels.newPrivateChannel'),
  });
  items.push({ label: vscode.l10n.t('$(account) Set Display Name…'), run: () => run('liveChannels.setDisplayName') });
  if (relay.running?.owned) {
    items.push({ label: vscode.l10n.t('$(debug-stop) Stop Relay'), run: () => run('liveChannels.stopRelay') });
  } else if (relay.possible) {
    items.push({ label: vscode.l10n.t('$(radio-tower) Start Relay'), run: () => run('liveChannels.startRelay') });
  }
  items.push({
    label: vscode.l10n.t('$(server) Change Server…'),
    description: serverLabel(),
    run: chooseServer,
  });
  items.push({ label: vscode.l10n.t('$(pulse) Test Connection'), run: () => run('liveChannels.testConnection') });
  items.push({ label: vscode.l10n.t('$(output) Show Log'), run: () => run('liveChannels.showLog') });
  return items;
}

/**
 * Commands about channels and oneself: join, leave, the name, the menu, the log.
 * @param openInvitation opens the invitation that stands in a text, after a question.
 */
export function registerChannelCommands(
  registry: CommandRegistry,
  channels: JoinedChannels,
  targets: TargetPicker,
  openInvitation: (text: string) => Promise<unknown>,
  relay: RelayState,
  log: vscode.LogOutputChannel,
  systemName: () => Promise<string>,
): void {
  registry.register('liveChannels.joinChannel', async name => {
    const chosen = typeof name === 'string' ? name : await askChannel(channels);
    if (chosen === undefined) return;
    if (typeof chosen !== 'string') await channels.enter(chosen);
    else if (hasInvitation(chosen)) await openInvitation(chosen);
    else await channels.join(chosen);
  });

  registry.register('liveChannels.leaveChannel', async hint => {
    if (channels.all.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('You have not joined a channel, so there is none to leave.'),
      );
      return;
    }
    const channel = await targets.pickChannel(vscode.l10n.t('Leave Channel'), asTargetHint(hint));
    if (channel && (await mayLeave(channel))) await channels.leave(channel.name);
  });

  registry.register('liveChannels.reconnect', async hint => {
    const channel = await targets.pickChannel(vscode.l10n.t('Reconnect'), asTargetHint(hint));
    channel?.reconnect();
  });

  registry.register('liveChannels.setDisplayName', async () => {
    await askText(
      {
        title: vscode.l10n.t('Set Display Name'),
        prompt: vscode.l10n.t('What others see. Leave it empty to use your git user name.'),
        value: readSetting('liveChannels.displayName') || (await systemName()),
        optional: true,
      },
      name => writeSetting('liveChannels.displayName', name.trim()),
    );
  });

  registry.register('liveChannels.showMenu', async () => {
    const items = menuItems(channels, relay);
    const picked = await vscode.window.showQuickPick(items, { title: 'Live Channels' });
    await picked?.run?.();
  });

  registry.register('liveChannels.showLog', () => log.show());
}
