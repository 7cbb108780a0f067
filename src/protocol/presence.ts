import { fields, flag, integer, list, oneOf, text, type Read } from '../base/readers';
import { LIMITS } from './bodies';

/** What people say of themselves while they are there: how they are, and where, if they share it. Never kept. */

/**
 * `active`, `idle` (no input for some minutes) and `away` (the window has been in the background for long) come by
 * themselves; `call` (in a call) and `busy` ("do not disturb") are set by hand.
 */
export const STATUSES = ['active', 'idle', 'away', 'call', 'busy'] as const;
export type Status = (typeof STATUSES)[number];

/** From where to where; lines and columns count from 1, `endColumn` is the column behind the last character. */
export interface Selection {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
  /** The cursor is at the start. */
  reversed?: true;
}

/** Where somebody is in the code. */
export interface Place {
  /** Relative to the workspace folder, with `/`, never absolute. */
  path: string;
  /** The first and last line in sight. */
  top: number;
  bottom: number;
  /** The main one first; an empty one is a cursor. */
  selections: Selection[];
}

/** Selections of one person that others are told of. */
export const MAX_SELECTIONS = 20;
const MAX_POSITION = 10_000_000;

const position = integer(1, MAX_POSITION);

export const asStatus = oneOf(STATUSES);

/** The guard for places; `undefined` for anything else. */
export const asPlace: Read<Place> = fields<Place>(
  {
    path: text(LIMITS.path, 1),
    top: position,
    bottom: position,
    selections: list(
      fields<Selection>(
        { startLine: position, startColumn: position, endLine: position, endColumn: position, reversed: flag },
        'startLine',
        'startColumn',
        'endLine',
        'endColumn',
      ),
      MAX_SELECTIONS,
    ),
  },
  'path',
  'top',
  'bottom',
  'selections',
);
