import core from 'highlight.js/lib/core';
import { grammarOf, GRAMMARS, NAMES_RUN } from './languages';
import type { Token } from './tokens';
import type { CodeClass } from '../../../src/protocol/panel';

/**
 * Finds out what code is made of. It is a script of its own, loaded when code is first in sight: the grammars are larger
 * than the rest of the page.
 */

const engine = core.newInstance();
for (const [name, grammar] of Object.entries(GRAMMARS)) engine.registerLanguage(name, grammar);

/** What the library calls it, by the first part of the name, or by the whole where that tells more. */
const CLASSES: Readonly<Record<string, CodeClass | ''>> = {
  addition: 'inserted',
  attr: 'variable',
  attribute: 'attribute',
  built_in: 'type',
  bullet: 'keyword',
  'char escape_': 'constant',
  class: 'type',
  code: 'string',
  comment: 'comment',
  deletion: 'deleted',
  doctag: 'keyword',
  function: 'function',
  keyword: 'keyword',
  link: 'string',
  literal: 'constant',
  meta: 'meta',
  'meta prompt_': 'comment',
  name: 'tag',
  number: 'number',
  property: 'variable',
  quote: 'comment',
  regexp: 'regexp',
  section: 'keyword',
  'selector-attr': 'attribute',
  'selector-class': 'attribute',
  'selector-id': 'attribute',
  'selector-pseudo': 'attribute',
  'selector-tag': 'tag',
  string: 'string',
  subst: '',
  symbol: 'constant',
  'template-tag': 'meta',
  'template-variable': 'variable',
  title: 'function',
  'title class_': 'type',
  'title class_ inherited__': 'type',
  type: 'type',
  variable: 'variable',
  'variable constant_': 'constant',
  'variable language_': 'keyword',
};

/** Keywords that themes colour apart from the rest, in whatever language. */
const CONTROL = new Set(
  (
    'and as assert async await break case catch continue default defer do elif else elseif elsif end except export ' +
    'finally for foreach from go goto guard if import in loop match not or raise repeat rescue return select switch ' +
    'then throw throws try unless until use using when while with yield'
  ).split(' '),
);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};

/** What the library has made of the code is HTML. It is only read here and never shown as such. */
const PIECES = /<span class="([^"]*)">|<\/span>|(&(?:amp|lt|gt|quot|#x27);)|[^<&]+/g;

/**
 * The parts of the code that have a colour, in order and without overlap; offsets are in UTF-16 units. Nothing for a
 * language that is not known.
 * @param language VS Code's identifier, if the sender gave one.
 * @param path where the language may be seen from, if not.
 */
export function tokensOf(code: string, language: string | undefined, path: string | undefined): Token[] {
  const grammar = grammarOf(language, path);
  if (grammar === undefined) return [];
  const { value } = engine.highlight(code, { language: grammar, ignoreIllegals: true });
  return read(value, classesFor(grammar));
}

/** One name of the library means different things, language by language. */
function classesFor(grammar: string): typeof CLASSES {
  // Elsewhere it is the key of an object or the name of a parameter.
  if (grammar === 'xml') return { ...CLASSES, attr: 'attribute' };
  return NAMES_RUN.has(grammar) ? { ...CLASSES, built_in: 'function' } : CLASSES;
}

function read(value: string, classes: typeof CLASSES): Token[] {
  const tokens: Token[] = [];
  const open: (CodeClass | '')[] = [];
  let at = 0;
  for (const [piece, scope, entity] of value.matchAll(PIECES)) {
    if (scope !== undefined) open.push(classOf(scope, classes) ?? open.at(-1) ?? '');
    else if (piece === '</span>') open.pop();
    else {
      const text = entity === undefined ? piece : (ENTITIES[entity] ?? entity);
      const className = open.at(-1) ?? '';
      const isControl = className === 'keyword' && CONTROL.has(text.toLowerCase());
      add(tokens, at, at + text.length, isControl ? 'control' : className);
      at += text.length;
    }
  }
  return tokens;
}

/** `hljs-title class_` is known as such, else as `title`; what is not known looks like what it stands in. */
function classOf(scope: string, classes: typeof CLASSES): CodeClass | '' | undefined {
  const name = scope.replace(/^hljs-/, '');
  return classes[name] ?? classes[name.split(' ', 1)[0] ?? ''];
}

function add(tokens: Token[], start: number, end: number, className: CodeClass | ''): void {
  const last = tokens.at(-1);
  if (className === '') return;
  if (last?.end === start && last.className === className) last.end = end;
  else tokens.push({ start, end, className });
}
