/**
 * What talk is made of once its Markdown is read. There is a kind here for each thing that can be shown and none for
 * anything else: nothing that a peer writes becomes HTML, and so there is nothing to sanitise behind it.
 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis' | 'deleted'; inside: Inline[] }
  | { kind: 'code'; text: string; place?: PlaceReference }
  | Link
  | { kind: 'place'; text: string; place: PlaceReference };

export interface Link {
  kind: 'link';
  /** What `addressOf` has let through. */
  url: string;
  inside: Inline[];
  /** Where it leads, when its words could be taken for another address. */
  leadsTo?: string;
  /** It stands for an image, which is not loaded. */
  image?: true;
}

/** A place in a file, as somebody wrote it: perhaps of this workspace. */
export interface PlaceReference {
  path: string;
  /** From 1. */
  line: number;
  column?: number;
}

export type Block =
  | { kind: 'paragraph'; inside: Inline[] }
  | { kind: 'heading'; level: number; inside: Inline[] }
  | { kind: 'quote'; inside: Block[] }
  | List
  | { kind: 'code'; text: string; language?: string }
  | Table
  | { kind: 'rule' };

export interface List {
  kind: 'list';
  /** The first number; absent where the items have none. */
  start?: number;
  items: ListItem[];
}

export interface ListItem {
  /** A task, done or not. */
  done?: boolean;
  inside: Block[];
}

export type Align = 'left' | 'center' | 'right';

export interface Cell {
  align?: Align;
  inside: Inline[];
}

export interface Table {
  kind: 'table';
  head: Cell[];
  rows: Cell[][];
}
