/**
 * Whether this page is in a browser, before a guest: who has no editor, no files and no commands. What it is served with
 * says so; see src/relay/guests/guestHtml.ts.
 */
export const FOR_GUEST = typeof document !== 'undefined' && document.body.dataset['host'] === 'guest';
