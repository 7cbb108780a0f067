import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import clojure from 'highlight.js/lib/languages/clojure';
import cmake from 'highlight.js/lib/languages/cmake';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import dos from 'highlight.js/lib/languages/dos';
import elixir from 'highlight.js/lib/languages/elixir';
import erlang from 'highlight.js/lib/languages/erlang';
import fsharp from 'highlight.js/lib/languages/fsharp';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import julia from 'highlight.js/lib/languages/julia';
import kotlin from 'highlight.js/lib/languages/kotlin';
import latex from 'highlight.js/lib/languages/latex';
import less from 'highlight.js/lib/languages/less';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import objectivec from 'highlight.js/lib/languages/objectivec';
import ocaml from 'highlight.js/lib/languages/ocaml';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import scss from 'highlight.js/lib/languages/scss';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import vbnet from 'highlight.js/lib/languages/vbnet';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** The languages that are coloured. */
export const GRAMMARS = {
  bash,
  c,
  clojure,
  cmake,
  cpp,
  csharp,
  css,
  dart,
  diff,
  dockerfile,
  dos,
  elixir,
  erlang,
  fsharp,
  go,
  graphql,
  groovy,
  haskell,
  ini,
  java,
  javascript,
  json,
  julia,
  kotlin,
  latex,
  less,
  lua,
  makefile,
  markdown,
  objectivec,
  ocaml,
  perl,
  php,
  powershell,
  protobuf,
  python,
  r,
  ruby,
  rust,
  scala,
  scss,
  sql,
  swift,
  typescript,
  vbnet,
  xml,
  yaml,
} satisfies Record<string, LanguageFn>;

type Grammar = keyof typeof GRAMMARS;

/** What is built into these is functions, such as `print`; into the others it is types. */
export const NAMES_RUN: ReadonlySet<string> = new Set<Grammar>([
  'bash',
  'clojure',
  'cmake',
  'dos',
  'elixir',
  'erlang',
  'julia',
  'lua',
  'perl',
  'php',
  'powershell',
  'python',
  'r',
  'ruby',
  'sql',
]);

/** VS Code's identifiers that are not the grammar's own name. */
const IDENTIFIERS: Readonly<Record<string, Grammar>> = {
  bat: 'dos',
  'cuda-cpp': 'cpp',
  dockercompose: 'yaml',
  handlebars: 'xml',
  html: 'xml',
  'github-actions-workflow': 'yaml',
  ignore: 'ini',
  javascriptreact: 'javascript',
  jsonc: 'json',
  jsonl: 'json',
  'objective-c': 'objectivec',
  'objective-cpp': 'objectivec',
  properties: 'ini',
  proto3: 'protobuf',
  razor: 'xml',
  shellscript: 'bash',
  svelte: 'xml',
  svg: 'xml',
  tex: 'latex',
  toml: 'ini',
  typescriptreact: 'typescript',
  vb: 'vbnet',
  vue: 'xml',
  xsl: 'xml',
};

/** By the end of a file's name, or the whole of it. Names of grammars and identifiers count as endings too. */
const ENDINGS: Readonly<Record<string, Grammar>> = {
  bashrc: 'bash',
  cc: 'cpp',
  cjs: 'javascript',
  clj: 'clojure',
  'cmakelists.txt': 'cmake',
  cs: 'csharp',
  cts: 'typescript',
  cxx: 'cpp',
  erl: 'erlang',
  ex: 'elixir',
  exs: 'elixir',
  fs: 'fsharp',
  gql: 'graphql',
  gradle: 'groovy',
  h: 'c',
  hh: 'cpp',
  hpp: 'cpp',
  hs: 'haskell',
  htm: 'xml',
  jl: 'julia',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  kts: 'kotlin',
  m: 'objectivec',
  md: 'markdown',
  mjs: 'javascript',
  mk: 'makefile',
  ml: 'ocaml',
  mm: 'objectivec',
  mts: 'typescript',
  patch: 'diff',
  pl: 'perl',
  pm: 'perl',
  proto: 'protobuf',
  ps1: 'powershell',
  psm1: 'powershell',
  py: 'python',
  pyi: 'python',
  rb: 'ruby',
  rs: 'rust',
  sc: 'scala',
  sh: 'bash',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

function isGrammar(name: string): name is Grammar {
  return Object.hasOwn(GRAMMARS, name);
}

function lookUp(table: Readonly<Record<string, Grammar>>, key: string): Grammar | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function byIdentifier(identifier: string): Grammar | undefined {
  return isGrammar(identifier) ? identifier : lookUp(IDENTIFIERS, identifier);
}

/** The grammar for a language, or for a path where the sender names none; `undefined` where there is none. */
export function grammarOf(language: string | undefined, path: string | undefined): Grammar | undefined {
  if (language !== undefined) return byIdentifier(language);
  const file = path?.slice(path.lastIndexOf('/') + 1).toLowerCase() ?? '';
  const ending = file.slice(file.lastIndexOf('.') + 1);
  return lookUp(ENDINGS, file) ?? lookUp(ENDINGS, ending) ?? byIdentifier(ending);
}
