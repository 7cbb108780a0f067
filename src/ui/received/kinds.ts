/** The kinds of cards that a command works on. The card's menu in `package.json` says the same; a test holds one against the other. */

/** Code that stands somewhere. */
export const CODE = ['snippet', 'bundle'] as const;
/** What is text. */
export const TEXT = [...CODE, 'patch'] as const;
/** What can be opened and saved. */
export const ALL = [...TEXT, 'image'] as const;
