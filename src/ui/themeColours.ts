import * as vscode from 'vscode';
import { isRecord } from '../base/guards';
import type { CodeColours } from '../protocol/panel';
import { DARK, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT, LIGHT } from '../snippet/codePalettes';
import { coloursOf, customised, parseJsonc, type ThemeRules } from './tokenColours';

/**
 * The colours of code in the current colour theme. VS Code gives a webview the theme's colours of the workbench and not
 * those of code, and has no API for them: so the theme's own file is read, from the extension that brings it.
 */

/** Themes include each other; this many are one too many. */
const MAX_DEPTH = 8;

const PALETTES: Record<vscode.ColorThemeKind, CodeColours> = {
  [vscode.ColorThemeKind.Dark]: DARK,
  [vscode.ColorThemeKind.Light]: LIGHT,
  [vscode.ColorThemeKind.HighContrast]: HIGH_CONTRAST,
  [vscode.ColorThemeKind.HighContrastLight]: HIGH_CONTRAST_LIGHT,
};

const UI_THEMES: Record<vscode.ColorThemeKind, string> = {
  [vscode.ColorThemeKind.Dark]: 'vs-dark',
  [vscode.ColorThemeKind.Light]: 'vs',
  [vscode.ColorThemeKind.HighContrast]: 'hc-black',
  [vscode.ColorThemeKind.HighContrastLight]: 'hc-light',
};

/** The settings that name a theme, when VS Code follows the system, by what it has to be. */
const PREFERRED: Record<vscode.ColorThemeKind, string> = {
  [vscode.ColorThemeKind.Dark]: 'preferredDarkColorTheme',
  [vscode.ColorThemeKind.Light]: 'preferredLightColorTheme',
  [vscode.ColorThemeKind.HighContrast]: 'preferredHighContrastColorTheme',
  [vscode.ColorThemeKind.HighContrastLight]: 'preferredHighContrastLightColorTheme',
};

/** Never fails: what cannot be read has the colours of VS Code's own theme of that kind. */
export async function currentColours(): Promise<CodeColours> {
  const { kind } = vscode.window.activeColorTheme;
  const own = vscode.workspace.getConfiguration().get<unknown>('editor.tokenColorCustomizations');
  const theme = findTheme(kind);
  const rules = theme && (await readTheme(theme.file));
  // In a worker the themes may be with another extension host: then no more than the name is known.
  const name = theme?.name ?? namesFor(kind).find(isNamed) ?? '';
  return customised({ ...PALETTES[kind], ...(rules && coloursOf(rules)) }, own, name);
}

function isNamed(name: unknown): name is string {
  return typeof name === 'string' && name !== '';
}

interface Theme {
  /** As the settings have it; they may still have an older name, with "Default" before it. */
  name: string;
  file: vscode.Uri;
}

/** The theme that the settings name for what is shown now. */
function findTheme(kind: vscode.ColorThemeKind): Theme | undefined {
  const all = vscode.extensions.all.flatMap(extension => themesOf(extension, kind));
  return namesFor(kind)
    .map(name => all.find(theme => theme.name === name || `Default ${theme.name}` === name))
    .find(theme => theme !== undefined);
}

/** VS Code may follow the system's colours, and does follow its high contrast: then other settings name the theme. */
function namesFor(kind: vscode.ColorThemeKind): unknown[] {
  const configuration = vscode.workspace.getConfiguration();
  const chosen = configuration.get<unknown>('workbench.colorTheme');
  const preferred = configuration.get<unknown>(`workbench.${PREFERRED[kind]}`);
  if (kind !== vscode.ColorThemeKind.Dark && kind !== vscode.ColorThemeKind.Light) return [chosen, preferred];
  return configuration.get('window.autoDetectColorScheme') === true ? [preferred, chosen] : [chosen];
}

function themesOf({ packageJSON, extensionUri }: vscode.Extension<unknown>, kind: vscode.ColorThemeKind): Theme[] {
  const contributes: unknown = isRecord(packageJSON) ? packageJSON['contributes'] : undefined;
  const themes = isRecord(contributes) ? contributes['themes'] : undefined;
  return (Array.isArray(themes) ? (themes as unknown[]) : []).flatMap(theme => {
    if (!isRecord(theme) || theme['uiTheme'] !== UI_THEMES[kind]) return [];
    const { id, label, path } = theme;
    const name = typeof id === 'string' ? id : label;
    if (typeof name !== 'string' || typeof path !== 'string') return [];
    return [{ name, file: vscode.Uri.joinPath(extensionUri, path) }];
  });
}

/** `undefined` where there is no such file, or it is written in another way than JSON. */
async function readTheme(file: vscode.Uri): Promise<ThemeRules | undefined> {
  const tokenColors: unknown[][] = [];
  const semantic: Record<string, unknown>[] = [];
  let next: vscode.Uri | undefined = file;
  for (let depth = 0; next && depth < MAX_DEPTH; depth += 1) {
    const theme = await readJson(next);
    if (!theme) return undefined;
    if (Array.isArray(theme['tokenColors'])) tokenColors.unshift(theme['tokenColors']);
    const found = theme['semanticTokenColors'];
    if (theme['semanticHighlighting'] === true && isRecord(found)) semantic.unshift(found);
    next = typeof theme['include'] === 'string' ? vscode.Uri.joinPath(next, '..', theme['include']) : undefined;
  }
  return { tokenColors: tokenColors.flat(), semantic: Object.assign({}, ...semantic) as Record<string, unknown> };
}

async function readJson(file: vscode.Uri): Promise<Record<string, unknown> | undefined> {
  try {
    const value = parseJsonc(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
