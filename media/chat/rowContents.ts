import { Answers } from './answers';
import { CardStates } from './cards/states';
import type { CardEvents, CardParts } from './cards/states';
import type { Reply } from './memory';
import type { MessageActions } from './message';
import { replyTo } from './reply';
import { drawRow } from './rowView';
import { isMessage } from './rows';
import type { MessageRow, Row } from './rows';
import { ToolStates } from './tools';
import type { ToolEvents, ToolParts } from './tools';

/** What the rows of a list show, and what one can do with it. */

export type ContentParts = CardParts & ToolParts;

export interface ContentEvents extends CardEvents, ToolEvents {
  retry(entry: string): void;
  cancel(entry: string): void;
  /** For users of screen readers. */
  announce(words: string): void;
  /** The person wants to see what a message answers. */
  reveal(key: string): void;
}

export class RowContents {
  private readonly answers = new Answers();
  private readonly cards: CardStates;
  private readonly tools: ToolStates;

  /** @param rowOf the row of an entry, if it is in the list. */
  constructor(
    private readonly parts: ContentParts,
    private readonly events: ContentEvents,
    private readonly rowOf: (entry: string) => Row | undefined,
  ) {
    this.cards = new CardStates(parts, events);
    this.tools = new ToolStates(parts, events);
  }

  /** A row is new, or another one now. */
  record(row: Row): void {
    if (isMessage(row)) this.answers.put(row.key, row.entry);
  }

  forget(key: string): void {
    this.answers.drop(key);
    this.cards.forget(key);
  }

  /** The messages that show some of this one, as they answer it. */
  answersTo({ kind, key }: Row): readonly string[] {
    return kind === 'message' ? this.answers.to(key) : [];
  }

  /** What the page has asked for. @param data base64. */
  image(entry: string, data: string): void {
    const row = this.rowOf(entry);
    if (row && isMessage(row)) this.cards.image(row.entry, data);
  }

  draw(row: Row, element: HTMLElement): void {
    drawRow(row, element, this.parts.channel, message => this.actionsOf(message));
  }

  dispose(): void {
    this.cards.dispose();
  }

  private actionsOf({ entry }: MessageRow): MessageActions {
    const actions = { retry: () => this.events.retry(entry.id), cancel: () => this.events.cancel(entry.id) };
    if (entry.kind !== 'message') return actions;
    const { re } = entry;
    const shown = { ...actions, card: this.cards.contextOf(entry), tools: this.tools.toolsOf(entry) };
    if (re === undefined) return shown;
    const show = () => this.events.reveal(this.answers.keyOf(re) ?? '');
    return { ...shown, quoted: { to: this.replyOf(re), show } };
  }

  private replyOf(content: string): Reply | undefined {
    const row = this.rowOf(this.answers.keyOf(content) ?? '');
    return row && isMessage(row) ? replyTo(row.entry) : undefined;
  }
}
