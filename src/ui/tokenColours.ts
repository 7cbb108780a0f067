import { isRecord } from '../base/guards';
import { CODE_CLASSES, type CodeClass, type CodeColours } from '../protocol/panel';

/** Works out what colour a theme gives to the few classes of code that the chat page tells apart. */

/** What a theme's file says, of which nothing is certain. */
export interface ThemeRules {
  /** Rules for scopes; a later one wins over an earlier one that is as specific. */
  tokenColors: readonly unknown[];
  /** Rules for what language servers find, in force where the theme asks for that. */
  semantic: Readonly<Record<string, unknown>>;
}

/** The scopes of TextMate grammars that stand for a class; the first one that has a colour is taken. */
const SCOPES: Readonly<Record<CodeClass, readonly string[]>> = {
  comment: ['comment.line', 'comment'],
  string: ['string.quoted.double', 'string'],
  regexp: ['string.regexp'],
  number: ['constant.numeric.decimal', 'constant.numeric'],
  constant: ['constant.language.boolean', 'constant.language'],
  keyword: ['storage.type', 'keyword.other'],
  control: ['keyword.control'],
  type: ['entity.name.type.class', 'support.class', 'support.type'],
  function: ['entity.name.function', 'support.function'],
  variable: ['variable.other.readwrite', 'variable.other', 'variable'],
  tag: ['entity.name.tag'],
  attribute: ['entity.other.attribute-name'],
  meta: ['meta.preprocessor', 'keyword.control.directive'],
  inserted: ['markup.inserted'],
  deleted: ['markup.deleted'],
  invalid: ['invalid.illegal', 'invalid'],
};

const SEMANTIC: Partial<Record<CodeClass, readonly string[]>> = {
  comment: ['comment'],
  string: ['string'],
  regexp: ['regexp'],
  number: ['number'],
  keyword: ['keyword'],
  type: ['type', 'class'],
  function: ['function', 'method'],
  variable: ['variable'],
};

/** The names that `editor.tokenColorCustomizations` has for the common classes. */
const CUSTOM: Readonly<Record<string, readonly CodeClass[]>> = {
  comments: ['comment'],
  strings: ['string'],
  keywords: ['keyword', 'control'],
  numbers: ['number'],
  types: ['type'],
  functions: ['function'],
  variables: ['variable'],
};

export function coloursOf({ tokenColors, semantic }: ThemeRules): CodeColours {
  const rules = tokenColors.flatMap(rulesOf);
  const colours: CodeColours = {};
  for (const name of CODE_CLASSES) {
    const byScope = SCOPES[name].map(scope => bestFor(scope, rules));
    const bySemantics = (SEMANTIC[name] ?? []).map(key => semanticColour(semantic[key]));
    const colour = [...bySemantics, ...byScope].find(found => found !== undefined);
    if (colour !== undefined) colours[name] = colour;
  }
  return colours;
}

/**
 * The person's own colours, from `editor.tokenColorCustomizations`.
 * @param theme the name of the theme, for which some may be set alone: under `[Name]`, where `*` stands for anything.
 */
export function customised(colours: CodeColours, setting: unknown, theme: string): CodeColours {
  if (!isRecord(setting)) return colours;
  const forTheme = Object.entries(setting).filter(([key]) => namesTheme(key, theme));
  const layers = [setting, ...forTheme.map(([, value]) => value)].filter(isRecord);
  return layers.reduce<CodeColours>((result, layer) => ({ ...result, ...customLayer(layer) }), colours);
}

function customLayer(layer: Record<string, unknown>): CodeColours {
  const rules = Array.isArray(layer['textMateRules']) ? layer['textMateRules'] : [];
  const byName = Object.entries(CUSTOM).flatMap(([key, names]) => {
    const colour = semanticColour(layer[key]);
    return colour === undefined ? [] : names.map(name => [name, colour] as const);
  });
  return { ...Object.fromEntries(byName), ...coloursOf({ tokenColors: rules, semantic: {} }) };
}

function namesTheme(key: string, theme: string): boolean {
  return [...key.matchAll(/\[([^\]]*)\]/g)].some(([, name = '']) => {
    const pattern = name.split('*').map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${pattern.join('.*')}$`).test(theme);
  });
}

interface Rule {
  scope: string;
  colour: string;
}

/** A rule's scopes come as a list, or as one text with commas. Those that depend on what stands around are left out. */
function rulesOf(value: unknown): Rule[] {
  if (!isRecord(value) || !isRecord(value['settings'])) return [];
  const colour = hexColour(value['settings']['foreground']);
  const { scope } = value;
  const scopes: unknown[] = Array.isArray(scope) ? scope : typeof scope === 'string' ? scope.split(',') : [];
  if (colour === undefined) return [];
  return scopes.flatMap(one => {
    const name = typeof one === 'string' ? one.trim() : '';
    return name === '' || name.includes(' ') ? [] : [{ scope: name, colour }];
  });
}

/** `keyword` covers `keyword.control`; the longest that covers it wins. */
function bestFor(scope: string, rules: readonly Rule[]): string | undefined {
  let best: Rule | undefined;
  for (const rule of rules) {
    const covers = scope === rule.scope || scope.startsWith(`${rule.scope}.`);
    if (covers && rule.scope.length >= (best?.scope.length ?? 0)) best = rule;
  }
  return best?.colour;
}

function semanticColour(value: unknown): string | undefined {
  return hexColour(isRecord(value) ? value['foreground'] : value);
}

/** `#rgb`, `#rgba`, `#rrggbb` and `#rrggbbaa` as `#rrggbb`; `undefined` for anything else. */
function hexColour(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, short, long] = /^#(?:([0-9a-f]{3})[0-9a-f]?|([0-9a-f]{6})(?:[0-9a-f]{2})?)$/i.exec(value) ?? [];
  const digits = long ?? short?.replace(/./g, '$&$&');
  return digits === undefined ? undefined : `#${digits.toLowerCase()}`;
}

/** JSON with comments and trailing commas, as themes are written. @throws SyntaxError */
export function parseJsonc(text: string): unknown {
  const withoutComments = text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, '$1');
  return JSON.parse(withoutComments.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1').replace(/^\ufeff/, ''));
}
