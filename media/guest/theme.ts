import type { CodeColours } from '../../src/protocol/panel';
import { DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT, LIGHT } from '../../src/snippet/codePalettes';

/** The colours a guest's system asks for: guest.css has those of the page, this those of code and VS Code's classes. */

const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more), (forced-colors: active)');

/** VS Code's name of each kind of theme, which the styles of the page go by. */
function kind(): string {
  if (contrast.matches) return dark.matches ? 'vscode-high-contrast' : 'vscode-high-contrast-light';
  return dark.matches ? 'vscode-dark' : 'vscode-light';
}

const PALETTES: Readonly<Record<string, CodeColours>> = {
  'vscode-dark': DARK,
  'vscode-light': LIGHT,
  'vscode-high-contrast': HIGH_CONTRAST,
  'vscode-high-contrast-light': HIGH_CONTRAST_LIGHT,
};

/** The colours of code now. */
export function codeColours(): CodeColours {
  return PALETTES[kind()] ?? LIGHT;
}

/** @param changed called when the system's colours are others. */
export function followTheme(changed: () => void): void {
  const show = () => {
    document.body.className = kind();
    document.body.dataset['vscodeThemeKind'] = kind();
  };
  show();
  for (const query of [dark, contrast]) {
    query.addEventListener('change', () => {
      show();
      changed();
    });
  }
}
