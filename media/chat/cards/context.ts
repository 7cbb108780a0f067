import type { CardAction } from '../../../src/protocol/panel';
import type { MessageEntry } from '../../../src/protocol/transcript';
import type { Painter } from '../code/paint';
import type { ImageState } from '../images';
import type { TalkParts } from '../markdown/context';
import type { Menu } from '../menu';

/** What a card needs from the list it stands in. */
export interface CardContext {
  channel: string;
  entry: MessageEntry;
  painter: Painter;
  menu: Menu;
  talk: TalkParts;
  /** The person opened this part of the card, or closed one that was open from the beginning. */
  isFlipped(part: string): boolean;
  flip(part: string): void;
  /** Copy was pressed a moment ago: of all of it, or of one item of a bundle. */
  isCopied(item?: number): boolean;
  act(action: CardAction, item?: number): void;
  image: ImageState;
  /** Called with the element that shows an image: it is asked for when this is about to be seen. */
  watchImage(element: Element): void;
  /** The browser could not make sense of the image. */
  imageFailed(): void;
}

/** For `data-vscode-context`: the menus that VS Code opens on a card have the commands for what it shows. */
export function menuContext({ channel, entry }: CardContext, item?: number): string {
  return JSON.stringify({
    webviewSection: 'card',
    channel,
    entry: entry.id,
    ...(item !== undefined && { item }),
    cardKind: entry.body.type,
    preventDefaultContextMenuItems: true,
  });
}
