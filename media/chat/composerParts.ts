import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { PersonView } from '../../src/protocol/panel';
import { keepKey } from './keys';
import { filled, t } from './l10n';
import type { Draft, Editing, Target } from './memory';
import { nameIn } from './people';
import { picker } from './picker';
import { prose } from './text';

/** The parts of the box around what one writes. */

export const EVERYONE = 'everyone';

/** What the hint says; the brief one where there is little room. */
export interface Hint {
  full: string;
  brief: string;
}

export const HINTS = {
  online: { full: t('Enter sends, Shift+Enter breaks the line'), brief: t('Shift+Enter: new line') },
  touch: { full: t('Enter breaks the line'), brief: '' },
  offline: {
    full: t('Offline: messages wait, and are sent when the connection is back'),
    brief: t('Sent once online'),
  },
  editing: { full: t('Enter saves, Escape leaves it as it was'), brief: t('Enter: save, Escape: leave') },
} as const satisfies Record<string, Hint>;

/** Values of the addressee list: a uid can be any text, so it never stands there alone. */
function valueOf(target: Target | undefined): string {
  return target ? `uid:${target.uid}` : EVERYONE;
}

/** Who is meant by a value of the addressee list; `undefined` for everybody, and for who is not here. */
export function targetOf(value: string, people: readonly PersonView[]): Target | undefined {
  const person = people.find(({ uid }) => uid !== undefined && valueOf({ uid, name: '' }) === value);
  return person?.uid === undefined ? undefined : { uid: person.uid, name: nameIn(people, person) };
}

export function hintLine({ full, brief }: Hint): TemplateResult {
  return html`<span class="hint" id="hint" title=${full}
    ><span class="full">${full}</span><span class="brief" aria-hidden="true">${brief}</span></span
  >`;
}

/** Says that only one person gets it. @param toEveryone absent where that cannot be changed. */
export function onlyLine(called: string, toEveryone?: () => void): TemplateResult {
  const button = html`<button
    type="button"
    class="icon-button"
    title=${t('Write to everyone instead')}
    aria-label=${t('Write to everyone instead')}
    @click=${toEveryone}
  >
    <span class="codicon codicon-close" aria-hidden="true"></span>
  </button>`;
  return html`<div class="only">
    <span class="codicon codicon-lock" aria-hidden="true"></span>
    <span id="only">${filled(t('Only to {0}'), html`<bdi>${called}</bdi>`)}</span>
    ${toEveryone ? button : nothing}
  </div>`;
}

/** The line in the box while one changes a message. */
export function editingLine({ only }: Editing, leave: () => void): TemplateResult {
  return html`<div class="replying">
      <span class="codicon codicon-edit" aria-hidden="true"></span>
      <span class="replying-text" id="replying"><span class="replying-to">${t('Editing your message')}</span></span>
      <button
        type="button"
        class="icon-button"
        title=${t('Leave it as it was (Escape)')}
        aria-label=${t('Leave it as it was')}
        @click=${leave}
      >
        <span class="codicon codicon-close" aria-hidden="true"></span>
      </button>
    </div>
    ${only === undefined ? nothing : onlyLine(only)}`;
}

export interface Addressees {
  people: readonly PersonView[];
  to: Target | undefined;
  /** The addressee has left. */
  gone: boolean;
  /** @param value as `valueOf` makes it. */
  chosen: (value: string) => void;
}

export function addressee({ people, to, gone, chosen }: Addressees): TemplateResult {
  const others = people.flatMap(person => {
    if (person.self || person.uid === undefined) return [];
    return [{ value: valueOf({ uid: person.uid, name: '' }), label: t('Only to {0}', nameIn(people, person)) }];
  });
  const options = [{ value: EVERYONE, label: t('Everyone') }, ...others];
  const listed = options.some(({ value }) => value === valueOf(to));
  if (to && !listed) {
    const label = gone ? t('Only to {0} (left)', to.name) : t('Only to {0}', to.name);
    options.push({ value: valueOf(to), label });
  }
  return html`<span class="addressee">
    ${picker({ label: t('To'), options, value: valueOf(to), position: 'above', chosen })}
  </span>`;
}

/** Sends a new message, or saves one that is changed. */
export function button(editing: boolean, off: boolean, press: () => void): TemplateResult {
  return html`<vscode-button
    class="send"
    icon=${editing ? 'check' : 'send'}
    icon-only
    aria-label=${editing ? t('Save') : t('Send')}
    title=${editing ? t('Save (Enter)') : t('Send (Enter)')}
    ?disabled=${off}
    aria-disabled=${off}
    @keydown=${keepKey}
    @click=${press}
  ></vscode-button>`;
}

/** What is wrong with the draft, above the box. @param blocked nothing is sent until an addressee is chosen. */
export function notes(
  { rejected, to }: Draft,
  blocked: boolean,
  gone: boolean,
  toEveryone: () => void,
): TemplateResult {
  const why = gone
    ? t('{0} has left. Choose who gets this message.', to?.name ?? t('That person'))
    : t('This text was meant for different people. Choose who gets it.');
  const error = html`<p class="note error">
    <span class="codicon codicon-error" aria-hidden="true"></span
    ><bdi>${t('Not sent. {0}', prose(rejected ?? ''))}</bdi>
  </p>`;
  const warning = html`<p class="note warning">
    <span class="codicon codicon-warning" aria-hidden="true"></span>
    <span
      ><bdi>${why}</bdi>
      <button type="button" class="link" @click=${toEveryone}>${t('Write to everyone')}</button></span
    >
  </p>`;
  return html`<div class="notes" role="alert">
    ${rejected === undefined ? nothing : error} ${blocked ? warning : nothing}
  </div>`;
}
