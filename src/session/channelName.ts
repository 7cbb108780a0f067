import { AppError } from '../base/errors';

/** Longer names do not fit a URL's path everywhere. UTF-16 units. */
const MAX_NAME = 200;

/** An invitation as it is copied, and in a link, begins with this and a dot; the number is its version. */
const INVITATION = /livechannels\d{1,3}\./;

/** What is most likely a piece of a key or of an invitation: as long as a key, and as mixed. */
const KEY_LIKE = /[\w-]{43}/;

/** Whether a text has an invitation in it, whole or not. */
export function hasInvitation(text: string): boolean {
  // Where lines were wrapped it may stand on two.
  return INVITATION.test(text.replaceAll(/\s/g, ''));
}

/**
 * Checks what a person typed as a channel's name. A key must never become one by mistake: a server is told the name.
 * @throws AppError `input`, which never quotes what may be a key.
 */
export function channelName(input: string): string {
  const name = input.trim();
  if (name === '') throw new AppError('input', 'A channel needs a name: any word will do.');
  if (hasInvitation(name)) {
    throw new AppError('input', 'This is an invitation, not a name: paste it into “Join Channel…”.');
  }
  if (name.length > MAX_NAME) throw new AppError('input', 'This name is too long: {0} characters at most.', [MAX_NAME]);
  if (name.split('/').some(part => part === '' || part === '.' || part === '..')) {
    throw new AppError('input', '“{0}” is no channel name: between slashes there has to be a word.', [name]);
  }
  const run = KEY_LIKE.exec(name)?.[0];
  if (run && /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)) {
    throw new AppError('input', 'This looks like a part of an invitation or a key, not like a name: copy all of it.');
  }
  return name;
}
