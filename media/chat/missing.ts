import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { MissingEntry } from '../../src/protocol/transcript';
import { t } from './l10n';
import { calledBy } from './person';
import { counted, name } from './text';

/** Says that something is not here, instead of passing over it. */

const WHY = t('They were sent, but nobody who is here now has them. They appear if someone who has them comes back.');

/** "3 messages of Ada are missing" */
export function missingWords({ who, count }: MissingEntry): string {
  if (who.self) return counted(count, t('1 message of yours is missing'), t('{0} messages of yours are missing'));
  const known = who.uid !== undefined || name(who.name) !== undefined;
  if (!known) return counted(count, t('1 message is missing'), t('{0} messages are missing'));
  const called = calledBy(who);
  return count === 1 ? t('1 message of {0} is missing', called) : t('{0} messages of {1} are missing', count, called);
}

export function missingLine(entry: MissingEntry): TemplateResult {
  return html`<span class="missing-text" title=${WHY}
    ><span class="codicon codicon-circle-slash" aria-hidden="true"></span><bdi>${missingWords(entry)}</bdi
    ><span class="hidden-text">. ${WHY}</span></span
  >`;
}
