const CLASS = 'flash';
/** As long as the animation in reply.css, which fades it; without animations it just goes. Milliseconds. */
const FLASHES_FOR = 1_600;

/** Shows for a moment which one it is. */
export function flash(element: Element): void {
  element.classList.add(CLASS);
  setTimeout(() => element.classList.remove(CLASS), FLASHES_FOR);
}
