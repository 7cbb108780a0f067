/** What the page for one guest is made of. */
export interface GuestPage {
  /** New for each answer. */
  readonly nonce: string;
  /** The way from the page to the relay's root: `../` once or more. */
  readonly root: string;
  /** As in `GuestFiles`. */
  readonly version: string;
  /** Whether a page may join that came over plain HTTP under this name. */
  readonly mayJoinPlainly: boolean;
}

/**
 * The policy of the page: nothing but its own files, no script and no style that has not this answer's nonce or is not from
 * here, text never becomes HTML but in the templates of the page itself, and it talks to this host alone.
 * @param host with a port or without, as the request named it; it was checked.
 */
export function guestPolicy(nonce: string, host: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    // What a nonced script imports has its nonce.
    `script-src 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    // Not in every browser is a socket to here among what 'self' means.
    `connect-src 'self' ws://${host} wss://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');
}

/** The page's HTML. Nothing in it is from the request: which channel it is, the page reads in its own address. */
export function guestHtml({ nonce, root, version, mayJoinPlainly }: GuestPage): string {
  const file = (name: string) => `${root}guest/${version}/${name}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Live Channels</title>
<link rel="icon" type="image/png" href="${file('icon.png')}">
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${file('codicon.css')}">
<link rel="stylesheet" nonce="${nonce}" href="${file('chat.css')}">
<link rel="stylesheet" nonce="${nonce}" href="${file('guest.css')}">
</head>
<body data-host="guest"${mayJoinPlainly ? '' : ' data-plain="refused"'}>
<div id="app"></div>
<noscript><p class="door-note">This page needs JavaScript: it shows a chat of Live Channels.</p></noscript>
<script nonce="${nonce}" type="module" src="${file('guest.js')}"></script>
</body>
</html>
`;
}
