import type { Readable, Writable } from 'node:stream';
import type { SocketClass } from '../client/connect';

/** All that the command has around it. */
export interface Surroundings {
  /** Without the program's own name. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly input: Input;
  readonly output: Output;
  /** What is said to a person. */
  readonly errors: Output;
  readonly socket: SocketClass;
  readonly version: string;
  /** Done when it is to end: a signal came, or nobody reads its output any more. With the exit code. */
  readonly ending: Promise<number>;
}

/** Standard input. */
export interface Input {
  readonly stream: Readable;
  /** What is there: somebody at a keyboard, what a program or file gives, or nothing that was meant to be read. */
  readonly kind: 'terminal' | 'given' | 'none';
}

export interface Output {
  readonly stream: Writable;
  readonly isTerminal: boolean;
}
