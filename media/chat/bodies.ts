import type { DiagnosticNote, ImageType } from '../../src/protocol/bodies';
import type { Body } from '../../src/protocol/transcript';
import { isFields, isNumber, isOptionalText, isPosition, isText, listOf, maybe, shape } from './checks';

/** The guard for what a message shows, kind by kind. The host has held it against the bounds of the protocol already. */

const SEVERITIES: Record<DiagnosticNote['severity'], true> = {
  error: true,
  warning: true,
  information: true,
  hint: true,
};
const IMAGES: Record<ImageType, true> = {
  'image/png': true,
  'image/jpeg': true,
  'image/gif': true,
  'image/webp': true,
};

function keyOf(table: object): (value: unknown) => boolean {
  return value => isText(value) && Object.hasOwn(table, value);
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

const flag = maybe(value => value === true);
const place = { startLine: isPosition, startColumn: isPosition, endLine: isPosition, endColumn: isPosition };
const isRange = shape({ ...place, code: isText, was: isOptionalText });
const isRepository = maybe(shape({ branch: isOptionalText, commit: isOptionalText }));
const isDiagnostic = shape({
  ...place,
  severity: keyOf(SEVERITIES),
  message: isText,
  source: isOptionalText,
  code: isOptionalText,
});

const isSnippet = shape({
  path: isOptionalText,
  language: isOptionalText,
  comment: isOptionalText,
  whole: flag,
  ranges: value => isFilledList(value) && listOf(isRange)(value),
  repository: isRepository,
  terminal: flag,
  cell: maybe(isPosition),
  output: isOptionalText,
  diagnostics: maybe(listOf(isDiagnostic)),
});

const BODIES: Record<Body['type'], (value: unknown) => boolean> = {
  text: shape({ text: isText, foreign: isOptionalText }),
  snippet: isSnippet,
  patch: shape({
    title: isText,
    diff: isText,
    comment: isOptionalText,
    staged: flag,
    repository: isRepository,
    commit: maybe(shape({ hash: isText, message: isText, author: isOptionalText, date: maybe(isNumber) })),
  }),
  image: shape({
    name: isText,
    mime: keyOf(IMAGES),
    width: maybe(isPosition),
    height: maybe(isPosition),
    comment: isOptionalText,
  }),
  bundle: shape({
    title: isText,
    comment: isOptionalText,
    snippets: value => isFilledList(value) && listOf(isSnippet)(value),
  }),
};

export function isBody(value: unknown): value is Body {
  if (!isFields(value) || !isText(value['type']) || !Object.hasOwn(BODIES, value['type'])) return false;
  return BODIES[value['type'] as Body['type']](value);
}
