import { AppError } from '../../base/errors';
import { fields, integer, text, type Read } from '../../base/readers';
import { LIMITS } from '../../protocol/bodies';
import type { ToolName } from '../contributions';
import { READ_LIMITS } from './written';

const MAX_LINE = 10_000_000;
/** UTF-16 units. A person has to read what they send. */
const MAX_SENT = 100_000;

const channel = text(LIMITS.path, 1);
const to = text(LIMITS.path, 1);

export interface ReadInput {
  channel?: string;
  limit?: number;
}

export interface SendInput {
  channel: string;
  /** A uid, or a name that only one person has. */
  to?: string;
}

export interface TextInput extends SendInput {
  text: string;
}

/** Code as it is given, or without it the lines of a file in the workspace. */
export interface CodeInput extends SendInput {
  code?: string;
  path?: string;
  language?: string;
  startLine?: number;
  endLine?: number;
  comment?: string;
}

export const readInput: Read<ReadInput> = fields<ReadInput>({ channel, limit: integer(1, READ_LIMITS.messages) });
export const textInput: Read<TextInput> = fields<TextInput>(
  { channel, to, text: text(MAX_SENT, 1) },
  'channel',
  'text',
);
export const codeInput: Read<CodeInput> = fields<CodeInput>(
  {
    channel,
    to,
    code: text(MAX_SENT, 1),
    path: text(LIMITS.path, 1),
    language: text(LIMITS.language),
    startLine: integer(1, MAX_LINE),
    endLine: integer(1, MAX_LINE),
    comment: text(MAX_SENT),
  },
  'channel',
);

/** VS Code hands over what a model has made up; not every version of it holds that against the schema. */
export function checked<T>(read: Read<T>, input: unknown, tool: ToolName): T {
  const found = read(input);
  if (!found) throw new AppError('input', 'The input of {0} is not as its schema says.', [tool]);
  return found;
}
