/** Addresses that strangers wrote: which of them may be opened at all, and what they are called. */

const OPENED = new Set(['http:', 'https:', 'mailto:']);
/** As the host takes them, see `asPageToHost`. UTF-16 units. */
export const MAX_ADDRESS = 4_096;
/** What a reader takes for an address: with a scheme, or with a dot between words and nothing but that. */
const LOOKS_LIKE_ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/|mailto:)|^[^\s/@]*@?[^\s/@.]+(?:\.[^\s/@.]+)+(?:[/?#:]\S*)?$/i;

/** An address as the browser reads it, with all that is unusual in it escaped; `undefined` if it is not to be opened. */
export function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return OPENED.has(protocol) ? href : undefined;
}

/** Where an address leads: its host, or for mail the one who gets it. */
function goalOf({ protocol, host, pathname }: URL): string {
  return protocol === 'mailto:' ? pathname.toLowerCase() : host.replace(/^www\./, '');
}

/**
 * Where a link leads, if its words could make one think of another place: words that are another address, a name before
 * an `@` that looks like a host, and letters of other alphabets that look like Latin ones.
 * @param address from `addressOf`.
 */
export function misleading(words: string, address: string): string | undefined {
  const url = new URL(address);
  const goal = goalOf(url);
  if (url.username !== '' || /(?:^|\.)xn--/.test(url.hostname)) return goal;
  const said = words.trim();
  if (!LOOKS_LIKE_ADDRESS.test(said)) return undefined;
  const claimed = [said, `mailto:${said}`, `https://${said}`].map(addressOf).filter(one => one !== undefined);
  return claimed.some(one => goalOf(new URL(one)) === goal) ? undefined : goal;
}
