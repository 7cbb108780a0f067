import { AppError } from '../base/errors';
import { channelPath } from '../client/address';
import { findInvitation, UNSEEN, writeInvitation, type Invitation } from './invitation';

/**
 * Links for guests: `https://HOST/join/CHANNEL`, where the relay serves its page. That of a private channel has the channel's
 * name at the relay, `?private`, and behind the `#`, which no browser sends anywhere, the invitation with the key.
 */

const PATH = 'join/';
const PRIVATE = 'private';

/**
 * @param server as `asServerAddress`. @param channel what the server calls it.
 * @param invitation of a private channel.
 */
export function guestLink(server: string, channel: string, invitation?: Invitation): string {
  const page = `${server.replace(/^ws/, 'http')}/${PATH}${channelPath(channel)}`;
  return invitation ? `${page}?${PRIVATE}#${writeInvitation(invitation)}` : page;
}

/** What a guest's page was opened for. */
export interface GuestPlace {
  /** What the server calls the channel. */
  channel: string;
  /** Of a private channel. */
  invitation?: Invitation;
}

/**
 * @param href the page's own address. @param root of the relay, as `https://HOST/`, with what a proxy puts before its paths.
 * @throws AppError `input` with one sentence when the link is not whole.
 */
export function readGuestLink(href: string, root: string): GuestPlace {
  const { pathname, searchParams, hash } = new URL(href);
  const channel = decoded(pathname.slice(new URL(root).pathname.length + PATH.length));
  const invitation = hash.startsWith('#livechannels') ? findInvitation(hash) : undefined;
  // Never openly in its place: what is said there would be for everybody to read.
  if (searchParams.has(PRIVATE) && !invitation?.key) {
    throw new AppError(
      'input',
      'The key is missing from this address: open the whole link, with all that follows the “#”.',
    );
  }
  return invitation?.key ? { channel, invitation } : { channel };
}

function decoded(path: string): string {
  try {
    const name = decodeURIComponent(path);
    if (!UNSEEN.test(name)) return name;
  } catch {
    // The same as no name.
  }
  throw new AppError('input', 'This address names no channel: ask for the link once more.');
}
