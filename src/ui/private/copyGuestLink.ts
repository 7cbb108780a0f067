import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isRecord } from '../../base/guards';
import { guestLink } from '../../session/guestLink';
import { isOwnServer } from '../../session/serverAddress';
import { EMBEDDED } from '../contributions';
import { plain } from '../plain';
import { readSetting } from '../settings';
import { invitationTo, reachOf, STATUS_SHOWN } from './copyInvitation';
import type { Known } from './remembered';
import type { PrivateTools } from './tools';

/** Where a relay says that it serves guests: see relay/guests/guestSite.ts. */
const SIGN = '/guest.json';
/** Longest wait for that. Milliseconds. */
const PROBE_TIMEOUT = 10_000;

/** @returns whether it serves guests; `undefined` when it cannot be asked. @param server as `asServerAddress`. */
async function servesGuests(server: string): Promise<boolean | undefined> {
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT);
    const answer = await fetch(server.replace(/^ws/, 'http') + SIGN, { credentials: 'omit', signal });
    const sign: unknown = answer.ok ? JSON.parse(await answer.text()) : undefined;
    return isRecord(sign) && sign['guests'] === 1;
  } catch (thrown) {
    // Another server may answer anything to that.
    return thrown instanceof SyntaxError ? false : undefined;
  }
}

/** @throws AppError `input` or `relay` with what to do when there is no page for guests. @param own a channel's own server. */
async function assertServesGuests(own: string | undefined, tools: PrivateTools): Promise<void> {
  const address = await tools.server.address(own);
  const serves = await servesGuests(address);
  if (serves) return;
  const { host } = new URL(address);
  if (serves === undefined) {
    throw new AppError('unreachable', '{0} does not say whether it serves guests: run “Test Connection”.', [host]);
  }
  if (own === undefined && readSetting('liveChannels.server').trim() === EMBEDDED) {
    throw new AppError(
      'relay',
      'The embedded relay serves no guests: switch on "liveChannels.relayGuests", then run “Stop Relay” and “Start Relay”.',
    );
  }
  throw new AppError(
    'input',
    '{0} serves no guests: only a relay of Live Channels does that was started with --guests.',
    [host],
  );
}

/** Cryptography is there for pages that came over TLS or from the reader's own machine. */
function opensPrivate(server: string): boolean {
  return server.startsWith('wss:') || isOwnServer(server);
}

/** Asks before the key of a private channel goes onto the clipboard, as part of a link. */
async function mayHoldKey(name: string, host: string): Promise<boolean> {
  const message = vscode.l10n.t('Copy a link that holds the key of {0}?', plain(name));
  const detail = [
    vscode.l10n.t('Whoever has the link can read and write, in any browser: send it to those you mean only.'),
    vscode.l10n.t(
      'The page comes from {0}: whoever runs that server could change it so that it gives the key away. Members with VS Code are safe from that, with an invitation.',
      host,
    ),
  ].join('\n\n');
  const copy = vscode.l10n.t('Copy Link');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, copy)) === copy;
}

/**
 * Puts on the clipboard a link to a joined channel for somebody who has a browser and no VS Code.
 * @throws AppError with one sentence when its relay does not serve guests, or none that a private channel opens for.
 */
export async function copyGuestLink(known: Known, tools: PrivateTools): Promise<void> {
  const invitation = await invitationTo(known, tools);
  const { server, name, key } = invitation;
  const { host } = new URL(server);
  if (key && !opensPrivate(server)) {
    throw new AppError(
      'input',
      'Browsers open a private channel over https only, and {0} has none: give the relay a certificate.',
      [host],
    );
  }
  await assertServesGuests(known.server, tools);
  if (key && !(await mayHoldKey(known.name, host))) return;
  const link = key ? guestLink(server, known.id ?? name, invitation) : guestLink(server, name);
  await vscode.env.clipboard.writeText(link);
  const copied = vscode.l10n.t('The guest link to {0} is on the clipboard.', plain(known.name));
  const reach = reachOf(server);
  if (reach === '') vscode.window.setStatusBarMessage(`$(globe) ${copied}`, STATUS_SHOWN);
  else void vscode.window.showInformationMessage(`${copied} ${reach}`);
}
