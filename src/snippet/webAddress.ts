import { AppError } from '../base/errors';
import { sentence, type Sentence } from '../base/sentence';

/** An address that somebody's words lead to, as it will be opened. */
export interface WebAddress {
  readonly href: string;
  /** One sentence each on what could make one think of another place. */
  readonly warnings: readonly Sentence[];
  /** Of the web, and not of mail. */
  readonly isWeb: boolean;
}

/**
 * Reads an address of the web or of mail as the browser does: with all that is unusual in it escaped, and the host's name
 * in ASCII.
 * @throws AppError `input` for all else: a command, a file, or what VS Code itself would act on.
 */
export function readAddress(url: string): WebAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  if (!parsed || (!isWeb && parsed.protocol !== 'mailto:')) {
    throw new AppError('input', 'Only addresses of the web and of mail are opened from the chat.');
  }
  const { href, host, hostname, username, password } = parsed;
  const warnings: Sentence[] = [];
  if (username !== '' || password !== '') {
    warnings.push(sentence('It leads to {0}: what stands before the “@” is no address but a name.', host));
  }
  if (/(^|\.)xn--/.test(hostname)) {
    warnings.push(sentence('Its name has letters of another alphabet, which may look like those of another name.'));
  }
  return { href, warnings, isWeb };
}
