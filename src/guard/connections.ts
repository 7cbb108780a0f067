import { sentence, type Sentence } from '../base/sentence';
import type { Spot } from './finding';
import { isPlaceholder, isSecretValue, withoutFiller } from './secretValue';

/** RFC 3986 `scheme://user:password@host`, of any scheme; the name may be missing (`redis://:password@host`). */
const URL_PASSWORD =
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/(?<user>[^\s:/@"'`<>]{0,100}):(?<password>[^\s:/@"'`<>]{4,200})@(?<host>[^\s/"'`<>:]{1,200})/gi;

/** RFC 9110 `Authorization: Bearer …` and `Basic …`, as a header, a property or an argument. */
const AUTHORIZATION =
  /authorization["'`]?\s{0,4}[:=,]\s{0,4}["'`]?(?<scheme>bearer|basic|token)\s{1,4}(?<value>[\w.~+/=-]{16,2000})/gi;

/** One's own computer, where a password is often made up on the spot. */
const OWN_COMPUTER = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal)$/i;

/** RFC 2606: hosts of documentation and tests. */
const NO_HOST = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid)$/i;

/** How much of a password is left without words that mean nothing where it is one; on one's own computer more. */
const LEAST_REST = 4;
const LEAST_REST_LOCALLY = 8;

function spotOf(match: RegExpMatchArray, rule: string, message: Sentence): Spot {
  const start = match.index ?? 0;
  return { rule, message, start, end: start + match[0].length };
}

/** Whether somebody could log in somewhere with the user, the password and the host of this URL. */
function isLogin({ user = '', password = '', host = '' }: Partial<Record<string, string>>): boolean {
  if (isPlaceholder(password) || /[{}$%()*<]/.test(user + host) || NO_HOST.test(host)) return false;
  // `postgres:postgres@db`: the name says no less.
  if (password.toLowerCase() === user.toLowerCase()) return false;
  return withoutFiller(password).length >= (OWN_COMPUTER.test(host) ? LEAST_REST_LOCALLY : LEAST_REST);
}

/** A URL with a password that nobody could log in with: a template, a placeholder, a host of documentation. */
export function isHarmlessUrl(url: string): boolean {
  if (/<[\w -]{1,40}>/.test(url)) return true;
  const [match] = url.matchAll(URL_PASSWORD);
  return match?.groups !== undefined && !isLogin(match.groups);
}

/** Whether this decodes to `user:password`, as RFC 7617 has it, and not to a placeholder. */
function isBasicLogin(value: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  try {
    const [user = '', ...password] = atob(value).split(':');
    return isLogin({ user, password: password.join(':'), host: '-' });
  } catch {
    return false;
  }
}

/** Passwords in the URLs of anything, and what `Authorization` headers carry. */
export function knownConnections(text: string): Spot[] {
  const urls = [...text.matchAll(URL_PASSWORD)]
    .filter(({ groups = {} }) => isLogin(groups))
    .map(match => spotOf(match, 'url-password', sentence('Password in a URL')));
  const headers = [...text.matchAll(AUTHORIZATION)]
    .filter(({ groups = {} }) => {
      const { scheme = '', value = '' } = groups;
      return /basic/i.test(scheme) ? isBasicLogin(value) : isSecretValue(value, 'token');
    })
    .map(match => spotOf(match, 'authorization', sentence('Authorization header')));
  return [...urls, ...headers];
}
