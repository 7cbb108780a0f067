#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { run } from '../cli/main';
import type { Input, Output } from '../cli/surroundings';
import { socketClass } from './sockets';
import { version } from './version';

/** The command line: `node dist/live-channels.mjs --help`. */

/** What a shell says of a program that a signal has ended. */
const INTERRUPTED = 130;
const TERMINATED = 143;

/** Resolves when a signal comes, or when nobody reads any more what is printed, which is no fault. */
function ending(): Promise<number> {
  return new Promise(resolve => {
    process.on('SIGINT', () => resolve(INTERRUPTED)).on('SIGTERM', () => resolve(TERMINATED));
    process.stdout.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EPIPE' ? 0 : 1));
    // What is said to a person who is gone is lost, and nothing else.
    process.stderr.on('error', () => undefined);
  });
}

/** Whether something was given to be read: a pipe, a file or a socket, and not the terminal or nothing. */
function inputKind(): Input['kind'] {
  if (process.stdin.isTTY) return 'terminal';
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket() ? 'given' : 'none';
  } catch {
    return 'none';
  }
}

function output(stream: Writable & { isTTY?: boolean }): Output {
  return { stream, isTerminal: stream.isTTY === true };
}

/** What was written is out before it ends; a pipe that is closed holds nothing up. */
function end(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

void run({
  args: process.argv.slice(2),
  env: process.env,
  folder: process.cwd(),
  input: { stream: process.stdin, kind: inputKind() },
  output: output(process.stdout),
  errors: output(process.stderr),
  socket: socketClass,
  version: version(),
  ending: ending(),
}).then(end);
