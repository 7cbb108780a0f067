import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Longest text that is read for a key. UTF-16 units. */
const MAX_INPUT = 10_000;

/** One line that the person types without its being shown. */
function typed(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise(resolve => {
    lines.once('line', line => {
      process.stderr.write('\n');
      lines.close();
      resolve(line);
    });
    lines.once('close', () => resolve(''));
  });
}

/** A key from standard input: a line that is typed unseen, or what a file or program gives, without its line break. */
export async function readKey(): Promise<string> {
  if (process.stdin.isTTY) return typed('Key: ');
  let text = '';
  for await (const part of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
    text += part;
    if (text.length > MAX_INPUT) break;
  }
  return text.replace(/\r?\n$/, '');
}
