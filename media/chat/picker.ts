import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { keepKey } from './keys';

export interface PickerOptions {
  label: string;
  options: readonly { value: string; label: string }[];
  value: string;
  position: 'above' | 'below';
  chosen: (value: string) => void;
}

/** The library's drop-down list, held to what it should show. */
export function picker({ label, options, value, position, chosen }: PickerOptions): TemplateResult {
  const index = options.findIndex(option => option.value === value);
  // By index and each time: only so does the element forget an active option that is no longer there.
  const select = ref(element => element && Object.assign(element, { selectedIndex: index }));
  return html`<vscode-single-select
    label=${label}
    position=${position}
    .options=${options}
    @keydown=${keepKey}
    @change=${(event: Event) => chosen((event.currentTarget as VscodeSingleSelect).value)}
    ${select}
  ></vscode-single-select>`;
}
