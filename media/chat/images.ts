import type { ImageType } from '../../src/protocol/bodies';

/** The images of one channel: asked for when they are about to be seen, and let go with the list. */

export interface ImageState {
  /** There once it has come. */
  url?: string;
  /** It has come and is none. */
  broken?: boolean;
}

export interface ImageEvents {
  ask(entry: string): void;
  /** The state of this entry's image is another one now. */
  changed(entry: string): void;
}

const UNKNOWN: ImageState = {};

export class Images {
  private readonly states = new Map<string, ImageState>();
  private readonly watched = new WeakMap<Element, string>();
  private readonly observer = new IntersectionObserver(seen => this.seen(seen), { rootMargin: '400px 0px' });

  constructor(private readonly events: ImageEvents) {}

  of(entry: string): ImageState {
    return this.states.get(entry) ?? UNKNOWN;
  }

  watch(element: Element, entry: string): void {
    if (this.watched.get(element) === entry) return;
    this.watched.set(element, entry);
    this.observer.observe(element);
  }

  /** @param data the file in base64, which may be anything. */
  put(entry: string, type: ImageType, data: string): void {
    this.forget(entry);
    const bytes = fromBase64(data);
    this.states.set(entry, bytes ? { url: URL.createObjectURL(new Blob([bytes], { type })) } : { broken: true });
    this.events.changed(entry);
  }

  failed(entry: string): void {
    this.forget(entry);
    this.states.set(entry, { broken: true });
    this.events.changed(entry);
  }

  forget(entry: string): void {
    const { url } = this.of(entry);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.states.delete(entry);
  }

  dispose(): void {
    this.observer.disconnect();
    for (const entry of [...this.states.keys()]) this.forget(entry);
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const entry = this.watched.get(target);
      if (!isIntersecting || entry === undefined) continue;
      this.observer.unobserve(target);
      if (!this.states.has(entry)) this.events.ask(entry);
    }
  }
}

/** `undefined` for what is empty, or no base64. */
function fromBase64(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(data);
    return binary === '' ? undefined : Uint8Array.from(binary, character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
