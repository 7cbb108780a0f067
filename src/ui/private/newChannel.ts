import * as vscode from 'vscode';
import { proquints } from '../../seal/deviceKey';
import { randomBytes } from '../../seal/bytes';
import { ChannelKey } from '../../seal/channelKey';
import { channelName } from '../../session/channelName';
import { plain } from '../plain';
import { serverLabel } from '../server';
import { askText } from '../textInput';
import { checkInvitedName } from '../../session/invitation';
import { passphraseStrength } from './passphrase';
import type { PrivateTools } from './tools';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Bytes of a passphrase that is made here: five words of two. */
const MADE_BYTES = 10;

function checkedName(text: string): string {
  const name = channelName(text).normalize('NFC');
  checkInvitedName(name);
  return name;
}

/** Asks for a name; `undefined` when the person gave up. */
async function askName(title: string, prompt: string): Promise<string | undefined> {
  let name: string | undefined;
  await askText({ title, prompt }, text => {
    name = checkedName(text);
  });
  return name;
}

/** Makes a private channel with a random key, joins it, and offers its invitation at once. */
export async function newPrivateChannel(tools: PrivateTools): Promise<void> {
  const name = await askName(
    vscode.l10n.t('New Private Channel on {0}', serverLabel()),
    vscode.l10n.t('What you and those you invite call it. The server is not told.'),
  );
  if (name === undefined) return;
  const key = await ChannelKey.random();
  const channel = await tools.channels.enter({ name, id: key.channel }, key);
  const copy = vscode.l10n.t('Copy Invitation…');
  const text = vscode.l10n.t('{0} is private: its invitation is the only way in.', plain(channel.name));
  void vscode.window.showInformationMessage(text, copy).then(async picked => {
    if (picked === copy) {
      await vscode.commands.executeCommand('liveChannels.copyInvitation', { channel: channel.name });
    }
  });
}

function duration(seconds: number): string {
  const rounded = (unit: number) => Math.max(1, Math.round(seconds / unit)).toLocaleString();
  if (seconds < HOUR) return vscode.l10n.t('{0} minutes', rounded(MINUTE));
  if (seconds < 2 * DAY) return vscode.l10n.t('{0} hours', rounded(HOUR));
  if (seconds < YEAR) return vscode.l10n.t('{0} days', rounded(DAY));
  return seconds > 1_000 * YEAR ? vscode.l10n.t('more than 1,000 years') : vscode.l10n.t('{0} years', rounded(YEAR));
}

/** What is said of a passphrase while it is typed. */
export function strengthMessage(passphrase: string, channel: string): vscode.InputBoxValidationMessage {
  const { seconds } = passphraseStrength(passphrase, channel);
  const { Info, Warning } = vscode.InputBoxValidationSeverity;
  const text = vscode.l10n.t(
    'If you made it up: guessed in about {0} by one graphics card, given what the relay has passed on. If it is a word, a name, a quotation or used elsewhere: at once.',
    duration(seconds),
  );
  const weak = seconds < YEAR;
  return { message: weak ? vscode.l10n.t('Weak. {0}', text) : text, severity: weak ? Warning : Info };
}

/** Asks for a passphrase, hidden, and says how strong it is; a button makes one that is. */
function askPassphrase(channel: string): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  const make: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('sparkle'),
    tooltip: vscode.l10n.t('Make a strong one, to tell the others by mouth'),
  };
  const general = vscode.l10n.t('Anyone who knows it is in. Five random words are strong.');
  box.title = vscode.l10n.t('Passphrase of {0}', plain(channel));
  box.prompt = general;
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [make];
  box.onDidChangeValue(value => {
    box.validationMessage = value === '' ? undefined : strengthMessage(value, channel);
  });
  box.onDidTriggerButton(() => {
    box.password = false;
    box.value = proquints(randomBytes(MADE_BYTES)).join(' ');
    box.validationMessage = undefined;
    box.prompt = vscode.l10n.t('Random, 80 bits: nobody guesses it. Note it down now; it is not shown again.');
  });
  return new Promise(resolve => {
    box.onDidAccept(() => {
      if (box.value === '') return;
      resolve(box.value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** Joins the private channel that a name and a passphrase make: all who type the same are together. */
export async function joinWithPassphrase(tools: PrivateTools): Promise<void> {
  const name = await askName(
    vscode.l10n.t('Join with Passphrase on {0}', serverLabel()),
    vscode.l10n.t('The channel’s name. Everybody types the same name and passphrase.'),
  );
  const passphrase = name === undefined ? undefined : await askPassphrase(name);
  if (name === undefined || passphrase === undefined) return;
  const key = await ChannelKey.fromPassphrase(name, passphrase);
  await tools.channels.enter({ name, id: key.channel }, key);
}
