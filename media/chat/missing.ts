import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { MissingEntry } from '../../src/protocol/transcript';
import { calledBy } from './person';
import { counted, name } from './text';

/** Says that something is not here, instead of passing over it. */

const WHY = 'They were sent, but nobody who is here now has them. They appear if someone who has them comes back.';

/** "3 messages of Ada are missing" */
export function missingWords({ who, count }: MissingEntry): string {
  const messages = counted(count, 'message', 'messages');
  const verb = count === 1 ? 'is' : 'are';
  if (who.self) return `${messages} of yours ${verb} missing`;
  const known = who.uid !== undefined || name(who.name) !== undefined;
  return `${messages}${known ? ` of ${calledBy(who)}` : ''} ${verb} missing`;
}

export function missingLine(entry: MissingEntry): TemplateResult {
  return html`<span class="missing-text" title=${WHY}
    ><span class="codicon codicon-circle-slash" aria-hidden="true"></span><bdi>${missingWords(entry)}</bdi
    ><span class="hidden-text">. ${WHY}</span></span
  >`;
}
