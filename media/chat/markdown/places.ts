import type { PlaceReference } from './tree';

/**
 * Places in files as people write them and tools print them: `src/a.ts:12`, `a.ts:12:3`, `a.ts:12-20`, `a.ts#L12`,
 * `a.ts#L12-L20`, `a.ts(12,3)`, `src/a.ts`.
 */

/** What files of a project end in. More would take names of hosts, versions and abbreviations for files. */
const ENDINGS = new Set(
  (
    'astro bash bat bzl c cc cfg cjs clj cljs cmake cmd conf cpp cs csproj css csv cts cu cxx dart diff dockerfile edn elm ' +
    'env erl ex exs fs fsx gd glsl go gql gradle graphql groovy h hbs hcl hh hpp hrl hs html http hxx ini ipynb java jl ' +
    'js json json5 jsonc jsonl jsx kt kts less lock log lua m mak markdown md mdx mjs mk ml mli mm mod mts nim nix patch ' +
    'php pl plist pm prisma properties proto ps1 psm1 py pyi pyx r rb rego rkt rs rst s sass sbt scala scm scss sh sln ' +
    'snap sol sql styl svelte svg swift tcl tex tf tfvars toml ts tsv tsx txt vb vbs vim vue wat wgsl xaml xml xsd xsl ' +
    'yaml yml zig zsh'
  ).split(' '),
);
/** Files without an ending. */
const NAMES = new Set([
  'dockerfile',
  'makefile',
  'rakefile',
  'gemfile',
  'procfile',
  'license',
  'readme',
  'jenkinsfile',
]);

const NAME = String.raw`[\p{L}\p{N}_@.+$~-]+`;
const POSITION =
  String.raw`:(?<line>\d{1,7})(?::(?<column>\d{1,5}))?(?:-\d{1,7}(?::\d{1,5})?)?` +
  String.raw`|#L(?<line2>\d{1,7})(?:C(?<column2>\d{1,5}))?(?:-L?\d{1,7}(?:C\d{1,5})?)?` +
  String.raw`|\((?<line3>\d{1,7})(?:, ?(?<column3>\d{1,5}))?\)`;
/** No two of its parts can match the same text, and none begins within a word: the time grows with the length only. */
const REFERENCE = new RegExp(
  String.raw`(?<![\p{L}\p{N}_@.+$~/\\:#?&=%-])/?(?<path>(?:${NAME}/)*${NAME})(?:${POSITION})?(?![\p{L}\p{N}_])`,
  'gu',
);

/** A stretch of text, with the place that it names. */
export interface PlaceIn {
  start: number;
  end: number;
  place: PlaceReference;
}

/** The places that are named in prose: with a folder or a line, as `Node.js` alone is none. */
export function placesIn(text: string): PlaceIn[] {
  const found: PlaceIn[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const one = asPlace(match);
    if (one && (one.hasLine || one.place.path.includes('/'))) found.push(one);
  }
  return found;
}

/** How far from a character the ends of the path that it belongs to are looked for. UTF-16 units. */
const NEAR = 120;
const IN_PATH = /[\p{L}\p{N}_@.+$~/-]/u;

/** Where the path ends that the character at `at` belongs to; `undefined` if it belongs to none. */
export function placeAround(text: string, at: number): number | undefined {
  let start = at;
  while (start > 0 && at - start < NEAR && IN_PATH.test(text.charAt(start - 1))) start -= 1;
  const near = text.slice(start, at + NEAR);
  if (!near.includes('.')) return undefined;
  const [first] = placesIn(near);
  return first && start + first.start <= at && at < start + first.end ? start + first.end : undefined;
}

/** The place that all of a text names, as somebody wrote it between backticks. */
export function placeOf(text: string): PlaceReference | undefined {
  const [match] = text.trim().matchAll(REFERENCE);
  const one = match && asPlace(match);
  return one?.start === 0 && one.end === text.trim().length ? one.place : undefined;
}

function asPlace(match: RegExpExecArray): (PlaceIn & { hasLine: boolean }) | undefined {
  const { path: written = '', line, line2, line3, column, column2, column3 } = match.groups ?? {};
  const number = line ?? line2 ?? line3;
  // A full stop behind a path ends the sentence.
  const path = number === undefined ? written.replace(/[.+~-]+$/, '') : written;
  if (!isFile(path)) return undefined;
  const end = match.index + match[0].length - (written.length - path.length);
  const at = column ?? column2 ?? column3;
  return {
    start: match.index,
    end,
    hasLine: number !== undefined,
    place: {
      path: path.replace(/^(?:\.\/)+/, ''),
      line: Math.max(1, Number(number ?? 1)),
      ...(at !== undefined && { column: Math.max(1, Number(at)) }),
    },
  };
}

function isFile(path: string): boolean {
  const segments = path.replace(/^(?:\.\/)+/, '').split('/');
  if (segments.includes('..') || segments.includes('.')) return false;
  const name = segments.at(-1)?.toLowerCase() ?? '';
  const dot = name.lastIndexOf('.');
  if (dot < 0) return NAMES.has(name);
  return ENDINGS.has(name.slice(dot + 1)) && (dot > 0 || name === '.env');
}
