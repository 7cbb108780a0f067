import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry } from '../../src/protocol/transcript';
import type { CardContext } from './cards/context';
import { deliveryLine, deliveryMark } from './delivery';
import type { DeliveryActions } from './delivery';
import { endsInLine, saidIn } from './markdown/said';
import { saidView } from './markdown/view';
import { exactTime } from './time';

/** What was said in words, and what became of it. */
export interface TalkActions extends DeliveryActions {
  /** For what is not still coming in. */
  card?: CardContext;
}

/** From here on, what becomes of a text stands below it and not at the end of its last line. */
const LONG = 2_000;

export function talk(entry: MessageEntry, continued: boolean, actions: TalkActions): TemplateResult | typeof nothing {
  const { body, progress } = entry;
  if (body.type !== 'text' || !actions.card) return nothing;
  const said = saidIn(body, body.text);
  const below = said.text.length > LONG || progress !== undefined || !endsInLine(said);
  const end = below ? nothing : deliveryMark(entry, actions);
  const title = continued ? exactTime(entry.date) : nothing;
  return html`${saidView(actions.card, said, { end, title })} ${below ? deliveryLine(entry, actions) : nothing}`;
}
