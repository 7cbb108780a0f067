/**
 * Whether this page is in a browser, before a guest: who has no editor, no files and no commands. What it is served with
 * says so; see src/relay/guests/guestHtml.ts.
 */
export const FOR_GUEST = typeof document !== 'undefined' && document.body.dataset['host'] === 'guest';

/** Whether it is written with fingers, on a keyboard that has no Shift+Enter. */
export const ON_TOUCH = FOR_GUEST && matchMedia('(hover: none) and (pointer: coarse)').matches;
