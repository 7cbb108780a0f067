import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { plain } from '../plain';
import { isLocalServer, isOwnServer } from '../../session/serverAddress';
import { invitationLink, writeInvitation, type Invitation } from '../../session/invitation';
import type { Known } from './remembered';
import type { PrivateTools } from './tools';

/** A short word in the status bar. Milliseconds. */
export const STATUS_SHOWN = 6_000;

type Form = 'link' | 'text';

/** The invitation to a joined channel. @throws AppError `input` when its key is gone or its server is not for others. */
export async function invitationTo(known: Known, tools: PrivateTools): Promise<Invitation> {
  const { name, called, id } = known;
  const server = known.server ?? (await tools.server.addressForOthers());
  if (id === undefined) return { server, name: called ?? name };
  const key = await (await tools.keyring()).key(id);
  if (!key) throw new AppError('input', 'The key of {0} is not in this computer’s key store any more.', [name]);
  return { server, name, key: key.secret };
}

/** From where a server can be reached, in one sentence; empty where that goes without saying. */
export function reachOf(server: string): string {
  if (isOwnServer(server)) return vscode.l10n.t('Its server can be reached from this computer only.');
  return isLocalServer(server) ? vscode.l10n.t('Its server can be reached from your network only.') : '';
}

/** Who may use it, and what to mind, in one sentence each. */
function cautions({ server, key }: Invitation): string {
  const reach = reachOf(server);
  const secret = key ? vscode.l10n.t('Whoever has it can read and write: send it to those you mean only.') : '';
  return [secret, reach].filter(text => text !== '').join(' ');
}

async function chooseForm(name: string): Promise<Form | undefined> {
  const { appName, uriScheme } = vscode.env;
  const link = {
    label: vscode.l10n.t('$(link) Link'),
    description: vscode.l10n.t('opens {0} and asks ({1}:)', appName, uriScheme),
    form: 'link' as const,
  };
  const text = {
    label: vscode.l10n.t('$(clippy) Text'),
    description: vscode.l10n.t('to paste into “Join Channel…” in any editor'),
    form: 'text' as const,
  };
  // No link leads into somebody's browser tab: there the text comes first.
  const items = vscode.env.uiKind === vscode.UIKind.Web ? [text, link] : [link, text];
  const title = vscode.l10n.t('Copy Invitation to {0}', plain(name));
  return (await vscode.window.showQuickPick(items, { title }))?.form;
}

/**
 * Puts an invitation on the clipboard, as a link or as text.
 * @param form what it is to be; asked for without it.
 */
export async function copyInvitation(known: Known, tools: PrivateTools, form?: Form): Promise<void> {
  const invitation = await invitationTo(known, tools);
  const written = writeInvitation(invitation);
  const chosen = form ?? (await chooseForm(known.name));
  if (!chosen) return;
  const link = () => invitationLink(vscode.env.uriScheme, tools.extension, invitation);
  await vscode.env.clipboard.writeText(chosen === 'link' ? link() : written);
  const note = cautions(invitation);
  const copied = vscode.l10n.t('The invitation to {0} is on the clipboard.', plain(known.name));
  if (note === '') vscode.window.setStatusBarMessage(`$(mail) ${copied}`, STATUS_SHOWN);
  else void vscode.window.showInformationMessage(`${copied} ${note}`);
}
