import type { Evaluate } from './chunks';

/** The file in which `./extension` is. */
export const ENTRY = 'web-entry.js';

/**
 * What the build knows of the files in `dist`, which it puts in the place of this module: see src/build.mjs. For each that
 * the web extension host can load, the others that have to be there before it runs.
 */
export const needs: Readonly<Record<string, readonly string[]>> = {};

/** The files that activation needs: they come with the loader, so that it is one request. */
export const held: Readonly<Record<string, Evaluate>> = {};
