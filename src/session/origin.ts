/** The origin of what this window has said, under whatever session. No session is empty. */
export const OWN = '';
