import { english, type Say, sentence } from '../../src/base/sentence';

/** What a guest tells before they come in. */
export interface Entering {
  name: string;
  /** What the relay asks for, where it does. */
  joinKey?: string;
}

/** What stands above the field. */
export interface Sign {
  title: string;
  notes: readonly string[];
  /** The relay wants a key: it is asked for too. */
  key?: boolean;
}

/** Longest name that a relay shows. UTF-16 units. */
const MAX_NAME = 64;

function element<Name extends keyof HTMLElementTagNameMap>(
  tag: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** What one passes before the chat: a name, and a key where the relay asks for one. In the way of the rest until then. */
export class Door {
  constructor(private readonly say: Say = english) {}

  /** Asks until there is a name. */
  ask({ title, notes, key = false }: Sign, name: string): Promise<Entering> {
    const { say } = this;
    const nameField = field('door-name', say(sentence('Your name')), {
      value: name,
      maxLength: MAX_NAME,
      required: true,
    });
    nameField.input.autocomplete = 'name';
    const keyField = field('door-key', say(sentence('Key of the channel')), { type: 'password', required: true });
    keyField.input.autocomplete = 'off';
    const form = element(
      'form',
      { className: 'door-form', noValidate: true },
      element('h1', { textContent: title }),
      ...notes.map(textContent => element('p', { textContent })),
      ...(key ? [keyField.label, keyField.input] : []),
      ...(key ? [] : [nameField.label, nameField.input]),
      element('button', { className: 'door-button', textContent: say(sentence('Join')), type: 'submit' }),
    );
    const dialog = element('dialog', { className: 'door', ariaLabel: title }, form);
    // There is nothing behind it to go back to.
    dialog.addEventListener('cancel', event => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    const first = key ? keyField.input : nameField.input;
    first.focus();
    return new Promise(resolve => {
      form.addEventListener('submit', event => {
        event.preventDefault();
        const given = nameField.input.value.trim();
        if (given === '' || (key && keyField.input.value === '')) {
          first.focus();
          return;
        }
        dialog.remove();
        resolve({ name: given, ...(key && { joinKey: keyField.input.value }) });
      });
    });
  }

  /** Says why nobody gets in here. */
  closed(sentenceOfWhy: string): void {
    const note = element('p', { className: 'door-note', textContent: sentenceOfWhy });
    note.setAttribute('role', 'alert');
    document.querySelector('#app')?.replaceChildren(element('main', {}, note));
  }
}

function field(id: string, label: string, properties: Partial<HTMLInputElement>) {
  return {
    label: element('label', { htmlFor: id, textContent: label }),
    input: element('input', { id, ...properties }),
  };
}
