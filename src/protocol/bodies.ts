import { fields, flag, integer, list, oneOf, text, type Read } from '../base/readers';

/** The kinds of things people send each other, without what delivery adds. See README.md beside this file. */

/** Bounds of what is accepted from a peer. A frame holds 100 KB and a transfer 8 MB, so these only stop absurd shapes. */
export const LIMITS = {
  id: 64,
  text: 8 * 1024 * 1024,
  path: 1024,
  language: 64,
  ranges: 200,
  snippets: 200,
  diagnostics: 200,
  line: 1_000,
} as const;

/** A piece of code: lines and columns count from 1, `endColumn` is the column behind the last character. */
export interface SnippetRange {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  code: string;
  /** A suggestion: this stood there, and `code` is to take its place. */
  was?: string;
}

/** Where in the history of a repository something is from. */
export interface Repository {
  branch?: string;
  /** The commit checked out, in hexadecimal. */
  commit?: string;
}

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

/** What a language service says of a piece of code. Lines and columns as in `SnippetRange`. */
export interface DiagnosticNote {
  severity: (typeof SEVERITIES)[number];
  message: string;
  /** Who says so: `ts`, `eslint`. */
  source?: string;
  code?: string;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** Code and where it came from. */
export interface SnippetBody {
  /** Relative to the workspace folder, with `/`, never absolute; absent for what has no name. */
  path?: string;
  /** VS Code's language identifier. */
  language?: string;
  /** What the sender typed with it. */
  comment?: string;
  /** The whole file was sent, not a selection of it. */
  whole?: true;
  ranges: SnippetRange[];
  repository?: Repository;
  /** A terminal's selection. */
  terminal?: true;
  /** The number of a notebook's cell, from 1; `output` is what it printed. */
  cell?: number;
  output?: string;
  diagnostics?: DiagnosticNote[];
}

/** What a commit says of itself. */
export interface CommitNote {
  /** In hexadecimal. */
  hash: string;
  message: string;
  author?: string;
  /** Milliseconds since 1970. */
  date?: number;
}

/** Changes as a patch in git's unified format: paths with `a/` and `b/`, relative to the root of the repository. */
export interface PatchBody {
  /** What it is, in few words: the name of the file, or of the repository. */
  title: string;
  diff: string;
  comment?: string;
  /** Of what is staged only. */
  staged?: true;
  repository?: Repository;
  commit?: CommitNote;
}

/** Image formats that are shown. No SVG: it is a program. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface ImageBody {
  /** A file name without folders. */
  name: string;
  mime: ImageType;
  /** The file in base64. */
  data: string;
  /** Pixels. */
  width?: number;
  height?: number;
  comment?: string;
}

/** Several whole files that were sent at once. */
export interface BundleBody {
  /** The folder they are of, or else empty. */
  title: string;
  comment?: string;
  snippets: SnippetBody[];
}

/** What a person says. */
export type Kind =
  /** `foreign`: the kind it was, where this version does not know it; `text` is all that is shown of it. */
  | { type: 'chat'; foreign?: string }
  | ({ type: 'snippet' } & SnippetBody)
  | ({ type: 'patch' } & PatchBody)
  | ({ type: 'image' } & ImageBody)
  | ({ type: 'bundle' } & BundleBody);

const MAX_POSITION = 10_000_000;
const MAX_PIXELS = 100_000;

const position = integer(1, MAX_POSITION);
const anyText = text(LIMITS.text);
const line = text(LIMITS.line);
const place = { startLine: position, startColumn: position, endLine: position, endColumn: position };
const placed = ['startLine', 'startColumn', 'endLine', 'endColumn'] as const;

const asRange = fields<SnippetRange>({ ...place, code: anyText, was: anyText }, ...placed, 'code');
const asRepository = fields<Repository>({ branch: line, commit: text(LIMITS.id) });
const asDiagnostic = fields<DiagnosticNote>(
  { ...place, severity: oneOf(SEVERITIES), message: anyText, source: line, code: line },
  ...placed,
  'severity',
  'message',
);

export const asSnippetBody: Read<SnippetBody> = fields<SnippetBody>(
  {
    path: text(LIMITS.path),
    language: text(LIMITS.language),
    comment: anyText,
    whole: flag,
    ranges: list(asRange, LIMITS.ranges, 1),
    repository: asRepository,
    terminal: flag,
    cell: position,
    output: anyText,
    diagnostics: list(asDiagnostic, LIMITS.diagnostics),
  },
  'ranges',
);

const asPatchBody = fields<PatchBody>(
  {
    title: text(LIMITS.path),
    diff: text(LIMITS.text, 1),
    comment: anyText,
    staged: flag,
    repository: asRepository,
    commit: fields<CommitNote>(
      { hash: text(LIMITS.id, 1), message: anyText, author: line, date: integer(0, Number.MAX_SAFE_INTEGER) },
      'hash',
      'message',
    ),
  },
  'title',
  'diff',
);

const asImageBody = fields<ImageBody>(
  {
    name: text(LIMITS.path),
    mime: oneOf(IMAGE_TYPES),
    data: text(LIMITS.text, 1),
    width: integer(1, MAX_PIXELS),
    height: integer(1, MAX_PIXELS),
    comment: anyText,
  },
  'name',
  'mime',
  'data',
);

const asBundleBody = fields<BundleBody>(
  { title: text(LIMITS.path), comment: anyText, snippets: list(asSnippetBody, LIMITS.snippets, 1) },
  'title',
  'snippets',
);

/** Reads what a person says by its `type`; `undefined` for a kind that is not known, or that is not well-formed. */
export function asKind(value: Record<string, unknown>): Kind | undefined {
  switch (value['type']) {
    case 'chat':
      return { type: 'chat' };
    case 'snippet':
      return typed('snippet', asSnippetBody(value));
    case 'patch':
      return typed('patch', asPatchBody(value));
    case 'image':
      return typed('image', asImageBody(value));
    case 'bundle':
      return typed('bundle', asBundleBody(value));
    default:
      return undefined;
  }
}

function typed<K extends string, T extends object>(type: K, body: T | undefined): ({ type: K } & T) | undefined {
  return body && { type, ...body };
}

/** About how much memory it takes, in UTF-16 units. */
export function unitsOf(body: { type: 'text'; text: string } | Exclude<Kind, { type: 'chat' }>): number {
  switch (body.type) {
    case 'text':
      return body.text.length;
    case 'snippet':
      return snippetUnits(body);
    case 'patch':
      return body.diff.length + units(body.comment) + units(body.commit?.message);
    case 'image':
      return body.data.length + units(body.comment);
    case 'bundle':
      return body.snippets.reduce((sum, snippet) => sum + snippetUnits(snippet), units(body.comment));
  }
}

/** What each piece takes beside its texts, however short these are. UTF-16 units. */
const PIECE = 100;

function snippetUnits({ ranges, comment, output, diagnostics = [] }: SnippetBody): number {
  const code = ranges.reduce((sum, range) => sum + PIECE + range.code.length + units(range.was), PIECE);
  const notes = diagnostics.reduce((sum, { message }) => sum + PIECE + message.length, 0);
  return code + notes + units(comment) + units(output);
}

function units(words: string | undefined): number {
  return words?.length ?? 0;
}
