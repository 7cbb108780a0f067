import type { SnippetBody } from '../protocol/bodies';
import type { Body } from '../protocol/transcript';
import { imageFileName } from './imageFile';
import { harmlessName } from './receivedPath';

/** What can be kept of what was received. */

/** All of the code in one text. */
export function codeOf({ ranges }: SnippetBody): string {
  return ranges.map(({ code }) => code).join('\n\n');
}

/**
 * The name that a thing is shown and saved under.
 * @throws AppError `input` when an image is none.
 */
export function fileNameOf(body: Exclude<Body, { type: 'text' }>): string {
  switch (body.type) {
    case 'snippet':
      // Its card says that it is a terminal's text: that is what is saved.
      return body.terminal ? 'terminal.txt' : harmlessName(body.path, 'code.txt');
    case 'patch':
      return `${harmlessName(body.title, 'changes')}.diff`;
    case 'image':
      return imageFileName(body);
    case 'bundle':
      return harmlessName(body.title, 'files');
  }
}
