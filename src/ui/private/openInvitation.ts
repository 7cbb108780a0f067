import * as vscode from 'vscode';
import { plain } from '../plain';
import { serverLabel } from '../server';
import { ChannelKey } from '../../seal/channelKey';
import { findInvitation, type Invitation } from '../../session/invitation';
import type { PrivateTools } from './tools';

/** A question before anything is done. */
export interface Question {
  message: string;
  detail: string;
  yes: string;
}

/** Resolves to whether the person said yes. */
export type Ask = (question: Question) => Promise<boolean>;

/** VS Code's modal dialog: nothing else can be clicked meanwhile. */
export const askModally: Ask = async ({ message, detail, yes }) =>
  (await vscode.window.showInformationMessage(message, { modal: true, detail }, yes)) === yes;

async function questionFor({ server, name, key }: Invitation, tools: PrivateTools): Promise<Question> {
  const host = new URL(server).host;
  const lines = [
    tools.server.isSet(server)
      ? vscode.l10n.t('Server: {0}, the one that you have set.', host)
      : vscode.l10n.t('Server: {0}. It is NOT the one that you have set, which is {1}.', server, serverLabel()),
    key
      ? vscode.l10n.t('Private: everything is sealed. Whoever has this invitation can read and write there.')
      : vscode.l10n.t('Open: its server, and whoever joins by that name, can read everything.'),
    vscode.l10n.t('Others will see you as “{0}”.', plain(await tools.displayName())),
    vscode.l10n.t('Nothing else is done, and your settings stay as they are.'),
  ];
  const message = key
    ? vscode.l10n.t('Join the private channel “{0}”?', plain(name))
    : vscode.l10n.t('Join the open channel “{0}”?', plain(name));
  return { message, detail: lines.join('\n\n'), yes: vscode.l10n.t('Join') };
}

/**
 * Says what an invitation does and does it after a yes.
 * @returns whether it was a yes.
 */
export async function openInvitation(invitation: Invitation, tools: PrivateTools, ask = askModally): Promise<boolean> {
  // Before the question, so that a key that is none is refused without one.
  const key = invitation.key && (await ChannelKey.fromText(invitation.key.reveal()));
  if (!(await ask(await questionFor(invitation, tools)))) return false;
  const { name, server } = invitation;
  const own = tools.server.isSet(server) ? {} : { server };
  await tools.channels.enter({ name, ...own, ...(key && { id: key.channel }) }, key);
  return true;
}

/** Opens the invitation in what a person pasted. @throws AppError `input` when there is none, or when it is not whole. */
export function openPasted(text: string, tools: PrivateTools): Promise<boolean> {
  return openInvitation(findInvitation(text), tools);
}
