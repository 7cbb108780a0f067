import * as vscode from 'vscode';
import { english } from '../../base/sentence';
import type { Channel } from '../../session/channel';
import { localized } from '../localized';
import type { JoinedChannels } from '../joinedChannels';
import type { KeyStore } from '../keyStore';
import type { Action } from '../notifier';
import { plain } from '../plain';
import { whereaboutsOf } from '../private/remembered';
import { REPORT_SCHEME } from '../contributions';
import type { ServerAccess } from '../server';
import { changeServer, enterKey, proxySettings } from '../waysForward';
import type { CheckConnection, Outcome, Target } from './outcome';
import { reportText, type Fact } from './report';
import { outcomeWords } from './words';

/** What a check of the connection works with. */
export interface CheckTools {
  channels: JoinedChannels;
  keys: KeyStore;
  server: ServerAccess;
  /** Loaded with the first check. */
  loadCheck: () => Promise<CheckConnection>;
  log: vscode.LogOutputChannel;
}

/** A channel that the check is for, or the server that is set. */
interface Choice {
  channel?: Channel;
  /** A channel's own server. */
  own?: string;
}

/** VS Code's settings that decide on the way of a connection. */
const SETTINGS = ['proxy', 'noProxy', 'proxySupport', 'proxyStrictSSL', 'systemCertificates'] as const;

/**
 * Checks the connection step by step and says in one sentence what it found, with a way forward and a report to read.
 * @param name of a joined channel; without it that of a channel in trouble or of the server that is set, as chosen.
 * @returns what came of it, as soon as it is known. `undefined`: the person gave up.
 */
export async function testConnection(tools: CheckTools, name?: string): Promise<Outcome | undefined> {
  const choice = await choose(tools, name);
  if (!choice) return undefined;
  const target = await targetOf(tools, choice);
  const check = await tools.loadCheck();
  const outcome = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Testing the connection to {0}', plain(hostOf(target.server))),
      cancellable: true,
    },
    (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return check(target, stop.signal);
    },
  );
  tools.log.info(plain(english(outcomeWords(outcome))));
  // Not awaited: the check is done, its result may stay on the screen.
  if (outcome.result !== 'cancelled') void show(outcome, actionsFor(outcome, choice, tools));
  return outcome;
}

function hostOf(server: string): string {
  return new URL(server).host;
}

/** One choice for each server: a channel that is not connected stands for it before those that are. */
function choicesOf({ channels }: CheckTools): Choice[] {
  const choices = new Map<string | undefined, Choice>();
  for (const channel of channels.all) {
    const own = channels.known(channel.name)?.server;
    const other = choices.get(own)?.channel;
    if (!other || (other.status.state === 'online' && channel.status.state !== 'online')) {
      choices.set(own, { channel, ...(own !== undefined && { own }) });
    }
  }
  if (!choices.has(undefined)) choices.set(undefined, {});
  return [...choices.values()];
}

async function choose(tools: CheckTools, name: string | undefined): Promise<Choice | undefined> {
  const given = name === undefined ? undefined : tools.channels.get(name);
  if (given) {
    const own = tools.channels.known(given.name)?.server;
    return { channel: given, ...(own !== undefined && { own }) };
  }
  const choices = choicesOf(tools);
  if (choices.length <= 1) return choices[0];
  const items = await Promise.all(
    choices.map(async choice => ({
      label: plain(hostOf(await tools.server.address(choice.own))),
      description: choice.own === undefined ? vscode.l10n.t('the server that is set') : (choice.channel?.name ?? ''),
      choice,
    })),
  );
  const title = vscode.l10n.t('Test Connection');
  return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Which server?') }))?.choice;
}

/** A channel that is connected is not joined once more, which others would see: any other will do. */
async function targetOf({ channels, keys, server }: CheckTools, { channel, own }: Choice): Promise<Target> {
  const address = await server.address(own);
  const known = channel && channels.known(channel.name);
  if (!known || channel.status.state === 'online') return { server: address };
  const { joinKey } = await keys.read(known.name);
  return {
    server: address,
    channel: whereaboutsOf(known).channel ?? known.name,
    ...(joinKey !== undefined && { joinKey }),
  };
}

function actionsFor(outcome: Outcome, { channel, own }: Choice, { channels, keys }: CheckTools): Action[] {
  const reconnect = () => channel && channels.get(channel.name)?.reconnect();
  if (outcome.result === 'works') {
    if (!channel || channel.status.state === 'online') return [];
    return [{ title: vscode.l10n.t('Reconnect'), run: reconnect }];
  }
  if (outcome.result === 'cancelled') return [];
  const { step } = outcome.fault;
  if (step === 'key') return channel ? [enterKey(keys, channel.name, 'joinKey', reconnect)] : [];
  if (step === 'proxy') return [proxySettings()];
  return own === undefined ? [changeServer()] : [];
}

async function show(outcome: Outcome, actions: readonly Action[]): Promise<void> {
  const all = [{ title: vscode.l10n.t('Show Details'), run: () => showReport(outcome) }, ...actions];
  const titles = all.map(({ title }) => title);
  const text = plain(localized(outcomeWords(outcome)));
  const picked =
    outcome.result === 'works'
      ? await vscode.window.showInformationMessage(text, ...titles)
      : await vscode.window.showWarningMessage(text, ...titles);
  await all.find(({ title }) => title === picked)?.run();
}

async function showReport(outcome: Outcome): Promise<void> {
  const uri = vscode.Uri.from({
    scheme: REPORT_SCHEME,
    path: `/${vscode.l10n.t('Connection to {0}', new URL(outcome.server).hostname)}.txt`,
    query: reportText(outcome, localized, facts()),
  });
  await vscode.window.showTextDocument(uri, { preview: true });
}

function facts(): Fact[] {
  const http = vscode.workspace.getConfiguration('http');
  return [
    ...SETTINGS.map((name): Fact => {
      const value: unknown = http.get(name);
      return [`http.${name}`, value === undefined ? '' : withoutUser(JSON.stringify(value))];
    }),
    ['VS Code', `${vscode.version}${vscode.env.remoteName === undefined ? '' : ` (${vscode.env.remoteName})`}`],
  ];
}

/** A proxy's address may have a name and a password in it. */
function withoutUser(setting: string): string {
  return setting.replace(/\/\/.*@/, '//…@');
}
