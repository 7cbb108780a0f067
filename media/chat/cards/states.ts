import type { CardAction } from '../../../src/protocol/panel';
import type { MessageEntry } from '../../../src/protocol/transcript';
import type { Painter } from '../code/paint';
import { Images } from '../images';
import type { TalkParts } from '../markdown/context';
import type { Menu } from '../menu';
import type { CardContext } from './context';

/** What one does with the cards of a channel while the page shows it: what is open, what was copied, the images. */

export interface CardEvents {
  act(entry: string, action: CardAction, item?: number): void;
  askImage(entry: string): void;
  /** What this message shows is out of date. */
  changed(entry: string): void;
}

/** What all cards of the page share. */
export interface CardParts {
  channel: string;
  painter: Painter;
  menu: Menu;
  talk: TalkParts;
}

/** Milliseconds. */
const COPIED_FOR = 2_000;

export class CardStates {
  private readonly flipped = new Map<string, Set<string>>();
  private readonly copied = new Map<string, Set<number | undefined>>();
  private readonly images: Images;

  constructor(
    private readonly parts: CardParts,
    private readonly events: CardEvents,
  ) {
    this.images = new Images({ ask: entry => events.askImage(entry), changed: entry => events.changed(entry) });
  }

  contextOf(entry: MessageEntry): CardContext {
    const { id } = entry;
    return {
      ...this.parts,
      entry,
      isFlipped: part => this.flipped.get(id)?.has(part) === true,
      flip: part => this.flip(id, part),
      isCopied: item => this.copied.get(id)?.has(item) === true,
      act: (action, item) => this.act(id, action, item),
      image: this.images.of(id),
      watchImage: element => this.images.watch(element, id),
      imageFailed: () => this.images.failed(id),
    };
  }

  image({ id, body }: MessageEntry, data: string): void {
    if (body.type === 'image') this.images.put(id, body.mime, data);
  }

  forget(entry: string): void {
    this.flipped.delete(entry);
    this.copied.delete(entry);
    this.images.forget(entry);
  }

  dispose(): void {
    this.images.dispose();
  }

  private flip(entry: string, part: string): void {
    const parts = this.flipped.get(entry) ?? new Set();
    this.flipped.set(entry, parts);
    if (!parts.delete(part)) parts.add(part);
    this.events.changed(entry);
  }

  private act(entry: string, action: CardAction, item?: number): void {
    this.events.act(entry, action, item);
    if (action !== 'copy' || this.copied.get(entry)?.has(item)) return;
    const items = this.copied.get(entry) ?? new Set();
    this.copied.set(entry, items.add(item));
    this.events.changed(entry);
    setTimeout(() => {
      items.delete(item);
      this.events.changed(entry);
    }, COPIED_FOR);
  }
}
