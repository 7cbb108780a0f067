import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { messageOf } from '../base/errors';
import { LIMITS } from '../protocol/bodies';
import { PASSING_LIMITS } from '../protocol/passing';
import { CliError, usage } from './exit';
import { askGit } from './git';

const MEGABYTE = 1024 * 1024;

/** Lines of a file, from 1, both ends included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** A file as it was named, and the part of it. */
export interface FilePart {
  readonly path: string;
  readonly lines?: Lines;
}

/** A file on this machine, and what others are told of where it is. */
export interface Place {
  readonly absolute: string;
  /** Relative to its repository, else to the working folder, with `/`; of what is in neither the name alone. */
  readonly shown: string;
  /** It stands where it is by a symbolic link only. */
  readonly isLinked: boolean;
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}

/**
 * Reads `src/a.ts:3-9`. A file whose own name ends in such a thing is that file, and a drive's colon is none of it.
 * @throws CliError for lines that are none.
 */
export async function filePart(text: string, folder: string): Promise<FilePart> {
  const [, path = '', from = '', to] = /^(.+):(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (path === '' || (await exists(resolve(folder, text)))) return { path: text };
  const lines = { first: Number(from), last: Number(to ?? from) };
  if (lines.first < 1 || lines.last < lines.first)
    throw usage(`There are no lines ${from}-${to ?? from}: they count from 1`);
  return { path, lines };
}

function why(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  return code === 'EACCES' || code === 'EPERM' ? 'it may not be read' : messageOf(thrown);
}

/** @throws CliError when it is not there, no file, or larger than a message. */
export async function readBytes({ path }: FilePart, folder: string): Promise<Buffer> {
  const absolute = resolve(folder, path);
  try {
    const found = await stat(absolute);
    if (found.isDirectory()) throw usage(`${path} is a folder: name a file in it`);
    if (found.size > PASSING_LIMITS.transfer) throw tooLarge(path, found.size);
    return await readFile(absolute);
  } catch (thrown) {
    if (thrown instanceof CliError) throw thrown;
    throw usage(`${path} cannot be read: ${why(thrown)}`);
  }
}

export function tooLarge(what: string, bytes?: number): Error {
  const limit = Math.floor(PASSING_LIMITS.transfer / MEGABYTE);
  const has = bytes === undefined ? `more than ${limit}` : Math.ceil(bytes / MEGABYTE);
  return usage(`${what} is ${has} MB and a message holds ${limit} MB: send a part of it`);
}

/** The path from a folder to what is in it, with `/`; `undefined` for what is not. */
function within(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
    ? undefined
    : way.replaceAll(sep, '/');
}

/** Where a file is. Its name may be a link, and so may a folder above it: what is sent would then be kept elsewhere. */
export async function placeOf(path: string, folder: string): Promise<Place> {
  const absolute = resolve(folder, path);
  const [parent, base] = await Promise.all([realpath(dirname(absolute)), realpath(folder)]);
  const here = resolve(parent, basename(absolute));
  const top = await askGit(parent, 'rev-parse', '--show-toplevel');
  // Git may write a path in another way than the file system does.
  const root = top === undefined ? base : await realpath(top).catch(() => base);
  const leadsOut = within(folder, absolute) !== undefined && within(base, here) === undefined;
  return {
    absolute: here,
    shown: (within(root, here) ?? within(base, here) ?? basename(here)).slice(-LIMITS.path),
    isLinked: leadsOut || (await realpath(here)) !== here,
  };
}
