/**
 * Keeps a scrolling element exactly at its end while the reader is there, and where they read while they are not.
 * The browser's own scroll anchoring holds the place when things above it change, save for a reader at the very top.
 */

const AT_END_WITHIN = 4;

export interface ScrollEvents {
  /** The reader arrived at the end, or left it. */
  following(following: boolean): void;
  /** Something else is in sight, during the frame in which it is. */
  scrolled(): void;
  /** The position is another one now. */
  moved(): void;
}

export class Scroller {
  private isFollowing = true;
  private lastTop = 0;
  private lastEdge = 0;
  private readonly observer = new ResizeObserver(() => {
    this.settle();
    this.events.scrolled();
  });

  constructor(
    private readonly element: HTMLElement,
    content: HTMLElement,
    private readonly events: ScrollEvents,
  ) {
    this.observer.observe(element);
    this.observer.observe(content);
    element.addEventListener('scroll', () => this.scrolled(), { passive: true });
    element.addEventListener('scrollend', () => events.moved());
  }

  get following(): boolean {
    return this.isFollowing;
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
    this.lastTop = this.element.scrollTop;
    this.setFollowing(true);
  }

  to(top: number): void {
    this.element.scrollTop = top;
    this.lastEdge = this.element.getBoundingClientRect().top;
    this.lastTop = this.element.scrollTop;
    this.setFollowing(this.distance() <= AT_END_WITHIN);
  }

  /** Changes the content; `first` is what stands there first. */
  holding(first: HTMLElement | undefined, change: () => void): void {
    if (this.isFollowing || this.lastTop > 0 || !first) {
      change();
      return;
    }
    const before = first.offsetTop;
    change();
    if (!first.isConnected) return;
    this.element.scrollTop += first.offsetTop - before;
    this.lastTop = this.element.scrollTop;
  }

  /** After the content or the view changed. */
  settle(): void {
    const edge = this.element.getBoundingClientRect().top;
    const shift = edge - this.lastEdge;
    this.lastEdge = edge;
    if (this.isFollowing) this.toEnd();
    // Something above the list grew or shrank: what one reads stays where it was on the screen.
    else if (shift !== 0) this.element.scrollTop += shift;
  }

  /** Makes the browser look anew for what it has to hold. Not while it scrolls: that would end. */
  nudge(): void {
    if (this.isFollowing) return;
    const { scrollTop } = this.element;
    this.element.scrollTop = scrollTop - 1;
    this.element.scrollTop = scrollTop;
  }

  dispose(): void {
    this.observer.disconnect();
  }

  private distance(): number {
    return this.element.scrollHeight - this.element.clientHeight - this.element.scrollTop;
  }

  private scrolled(): void {
    const top = this.element.scrollTop;
    // Only a person scrolls up. Content that grew since the last frame leaves a distance too, and must not unpin.
    const wentUp = top < this.lastTop - 1;
    this.lastTop = top;
    const atEnd = this.distance() <= AT_END_WITHIN;
    if (atEnd) this.setFollowing(true);
    else if (wentUp) this.setFollowing(false);
    else if (this.isFollowing) this.toEnd();
    this.events.scrolled();
  }

  private setFollowing(following: boolean): void {
    if (following === this.isFollowing) return;
    this.isFollowing = following;
    this.events.following(following);
  }
}
