/**
 * For the library's elements that act on keydown by moving the focus into the box: without this the key would go on
 * to do its work there, as a space or a line break.
 */
export function keepKey(event: KeyboardEvent): void {
  if (event.key === 'Enter' || event.key === ' ') event.preventDefault();
}
