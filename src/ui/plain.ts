/** Longest text of others that a notification or a list shows. UTF-16 units. */
const MAX_LENGTH = 300;

/**
 * Makes text that others wrote (a name, a server's words) fit for VS Code's own lists and notifications: these read
 * `[text](link)` as a link, which may run a command, and `$(name)` as an icon. Control characters, and those that turn the
 * direction of what follows or cannot be seen, go.
 */
export function plain(text: string): string {
  // Looking through all of what may be megabytes would hold everything up.
  const visible = text
    .slice(0, 4 * MAX_LENGTH)
    .replace(/[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029]/gu, ' ')
    .replaceAll(/\s+/g, ' ');
  const cut = visible.length > MAX_LENGTH ? `${visible.slice(0, MAX_LENGTH)}…` : visible;
  return cut.replaceAll('](', '] (').replaceAll('$(', '$ (').trim();
}
