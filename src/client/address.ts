/**
 * The path of a channel: `:` and `/` are the boundaries of namespaces and stay, all else that is unsafe is
 * percent-encoded. Empty segments stay as well; URL parsers keep them.
 * @throws TypeError for a name that cannot stand in a URL: an empty one, one with a segment `.` or `..` (a URL parser
 * takes these for steps through the path, percent-encoded or not), and one that is not well-formed Unicode
 */
export function channelPath(name: string): string {
  if (/^$|(^|\/)\.\.?(\/|$)|\p{Cs}/u.test(name)) {
    throw new TypeError('Not a channel name: empty, malformed, or with "." or ".." between slashes.');
  }
  return encodeURIComponent(name).replace(/%(2F|3A)/g, decodeURIComponent);
}

/** The URL with the options added to what its query has; those that are undefined, null or false are left out. */
export function withQuery(url: string, options: unknown): string {
  const given =
    typeof options === 'string' || options instanceof URLSearchParams
      ? options
      : Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value != null && value !== false));
  const query = new URLSearchParams(given).toString();
  return query ? url + (url.includes('?') ? '&' : '?') + query : url;
}
