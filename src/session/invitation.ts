import { crc32 } from '../base/crc32';
import type { Bytes } from '../base/encoding';
import { AppError } from '../base/errors';
import { fromBase64Url, joined, toBase64Url, utf8 } from '../seal/bytes';
import { Secret } from '../seal/secret';
import { channelName } from './channelName';
import { asServerAddress, isLocalServer } from './serverAddress';

/**
 * Invitations: `livechannels1.` and, in base64url, these bytes, so that it survives wherever text does:
 *
 *     length of all bytes (2) ‖ kind (1): 0 open, 1 private ‖ length (2) ‖ server in UTF-8 ‖ length (2) ‖ name in UTF-8
 *     ‖ the key, where it is private (32) ‖ CRC-32 of all before (4)
 *
 * Numbers have their highest byte first. Nothing may follow, and nothing else may be said: what there is more to say some
 * day gets another version. The sum is against accidents: whoever makes an invitation can say in it what they like.
 */
export interface Invitation {
  /** The server's base address, in the form of `asServerAddress`. */
  server: string;
  /** For a private channel it is only what those who join call it; the server is not told. */
  name: string;
  /** As `ChannelKey.secret`; absent for an open channel. */
  key?: Secret;
}

const VERSION = 1;
const PREFIX = `livechannels${VERSION}.`;
const OPEN = 0;
const PRIVATE = 1;
const KEY_BYTES = 32;
const SUM_BYTES = 4;
/** Bytes of the longest. */
const MAX_BYTES = 1_200;
/** Longest server address. Bytes. */
const MAX_SERVER = 256;
/** A longer text is not looked through. UTF-16 units. */
export const MAX_TEXT = 16_384;

/** What nobody sees, or what changes how the rest is seen. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;

const cutOff = (): AppError =>
  new AppError('input', 'This invitation is cut off: copy all of it and paste it once more.');
const damaged = (): AppError => new AppError('input', 'This invitation was changed on its way: ask for it once more.');

function checkServer(server: string): void {
  if (asServerAddress(server) !== server || utf8(server).length > MAX_SERVER) {
    throw new AppError('input', 'The server of this invitation is no relay address.');
  }
  if (server.startsWith('ws:') && !isLocalServer(server)) {
    const host = new URL(server).host;
    throw new AppError(
      'input',
      'The connection to {0} would not be encrypted: invitations are for wss:// or one’s own network.',
      [host],
    );
  }
}

/** @throws AppError `input` for a name that an invitation cannot carry. */
export function checkInvitedName(name: string): void {
  if (channelName(name) !== name || UNSEEN.test(name)) {
    throw new AppError(
      'input',
      'The channel’s name has characters that cannot be seen: an invitation cannot carry it.',
    );
  }
}

function number(value: number): Bytes {
  return Uint8Array.of(value >> 8, value & 255);
}

function sized(text: string): Bytes {
  const bytes = utf8(text);
  return joined(number(bytes.length), bytes);
}

/** @throws AppError `input` when the server or the name are none that somebody can be invited to. */
export function writeInvitation({ server, name, key }: Invitation): string {
  checkServer(server);
  checkInvitedName(name);
  const secret = key ? (fromBase64Url(key.reveal()) ?? new Uint8Array()) : new Uint8Array();
  const inner = joined(Uint8Array.of(key ? PRIVATE : OPEN), sized(server), sized(name), secret);
  const most = joined(number(2 + inner.length + SUM_BYTES), inner);
  const sum = new Uint8Array(SUM_BYTES);
  new DataView(sum.buffer).setUint32(0, crc32(most));
  return PREFIX + toBase64Url(joined(most, sum));
}

/** Reads from front to end, and says when there is too little. */
class Cursor {
  private at = 0;

  constructor(private readonly bytes: Bytes) {}

  take(count: number): Bytes {
    const taken = this.bytes.slice(this.at, this.at + count);
    if (taken.length < count) throw damaged();
    this.at += count;
    return taken;
  }

  number(): number {
    const [high = 0, low = 0] = this.take(2);
    return high * 256 + low;
  }

  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(this.number()));
    } catch {
      throw damaged();
    }
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }
}

function decode(bytes: Bytes): Invitation {
  const most = bytes.slice(0, -SUM_BYTES);
  if (new DataView(bytes.buffer).getUint32(most.length) !== crc32(most)) throw damaged();
  const cursor = new Cursor(most.slice(2));
  const [kind] = cursor.take(1);
  const [server, name] = [cursor.text(), cursor.text()];
  if (kind !== OPEN && kind !== PRIVATE) throw damaged();
  const key = kind === PRIVATE ? new Secret(toBase64Url(cursor.take(KEY_BYTES))) : undefined;
  if (!cursor.isAtEnd) throw damaged();
  checkServer(server);
  checkInvitedName(name);
  return { server, name, ...(key && { key }) };
}

/** Characters of base 64 without padding. */
function characters(bytes: number): number {
  return Math.ceil((bytes * 4) / 3);
}

/** How many characters an invitation has behind its prefix, by its first two bytes. */
function lengthOf(payload: string): number {
  const head = fromBase64Url(`${payload.slice(0, 3)}A`);
  if (!head || payload.length < 3) throw cutOff();
  const bytes = (head[0] ?? 0) * 256 + (head[1] ?? 0);
  if (bytes > MAX_BYTES) throw damaged();
  return characters(bytes);
}

/**
 * Finds the invitation in what a person pasted: with words, quotes, brackets and line breaks around it and in it, or as a
 * link.
 * @throws AppError `input` with one sentence when there is none, or when it is not whole.
 */
export function findInvitation(text: string): Invitation {
  if (text.length > MAX_TEXT) throw new AppError('input', 'This text is too long to be an invitation.');
  // What mail puts into long lines: breaks, and marks of what is quoted.
  const [, version, rest = ''] = /livechannels(\d{1,3})\.(.*)$/s.exec(text.replaceAll(/[\s>]/g, '')) ?? [];
  if (version === undefined) throw new AppError('input', 'There is no invitation in this text.');
  if (Number(version) > VERSION) {
    throw new AppError(
      'input',
      'This invitation is of a newer version of Live Channels: update the extension to open it.',
    );
  }
  if (version !== String(VERSION)) throw damaged();
  const payload = /^[\w-]*/.exec(rest)?.[0] ?? '';
  const length = lengthOf(payload);
  if (payload.length < length) throw cutOff();
  const bytes = fromBase64Url(payload.slice(0, length));
  if (!bytes || bytes.length <= SUM_BYTES + 2) throw damaged();
  return decode(bytes);
}

/** The parts of a link, as a `vscode.Uri` has them. */
export interface LinkParts {
  scheme: string;
  authority: string;
  path: string;
  query: string;
  fragment: string;
}

/**
 * A link that opens the editor of this scheme. All stands behind the `#`, which browsers, proxies and servers that a link
 * goes through do not pass on, unlike a query.
 * @param extension its id.
 */
export function invitationLink(scheme: string, extension: string, invitation: Invitation): string {
  return `${scheme}://${extension}/join#${writeInvitation(invitation)}`;
}

/**
 * Reads a link that somebody has opened, who may have been sent it by anyone: exactly what `invitationLink` writes, and
 * nothing beside it.
 * @throws AppError `input` with one sentence.
 */
export function readLink(link: LinkParts, own: Pick<LinkParts, 'scheme' | 'authority'>): Invitation {
  const { path, query, fragment } = link;
  if (query.length + fragment.length + path.length > MAX_TEXT)
    throw new AppError('input', 'This link is too long for an invitation.');
  if (link.scheme !== own.scheme || link.authority.toLowerCase() !== own.authority.toLowerCase()) {
    throw new AppError('input', 'This link is not for Live Channels in this editor.');
  }
  if (path !== '/join')
    throw new AppError('input', 'This link asks for something that Live Channels does not do by a link.');
  if (query !== '')
    throw new AppError('input', 'This link says more than an invitation does: it was not made by Live Channels.');
  if (fragment === '') throw cutOff();
  if (!/^livechannels\d{1,3}\.[\w-]*$/.test(fragment)) throw damaged();
  const invitation = findInvitation(fragment);
  // Only in its one form: nothing may be hidden behind it.
  if (writeInvitation(invitation) !== fragment) throw damaged();
  return invitation;
}
