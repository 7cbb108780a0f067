import type { Message } from '../../../src/protocol/content';

type Chat = Message & { type: 'chat' };
type Snippet = Message & { type: 'snippet' };

/** Text that deflate cannot make smaller by much: random bytes as hexadecimal digits would still halve, these do not. */
export function noise(length: number, seed = 1): string {
  let state = seed;
  const codes = Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 0x20 + ((state >>> 8) % 90);
  });
  // Without what JSON escapes, so that a unit is a byte.
  return codes.reduce((text, code) => text + String.fromCharCode(code === 0x22 || code === 0x5c ? 0x7e : code), '');
}

export function chat(text: string, change: Partial<Chat> = {}): Chat {
  return { type: 'chat', id: 'c1', session: 's1', seq: 1, at: 1, text, ...change };
}

/** A snippet whose JSON has exactly this many bytes; each of its ranges is as long as a range may be. */
export function snippetOf(bytes: number, code: (length: number) => string): Snippet {
  const longest = 200_000;
  const at = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const snippet: Snippet = { type: 'snippet', id: 'c1', session: 's1', seq: 1, at: 1, text: '', ranges: [] };
  const overhead = JSON.stringify({ ...at, code: '' }).length + 1;
  let rest = bytes - JSON.stringify(snippet).length + 1;
  while (rest > 0) {
    const length = Math.min(longest, rest - overhead);
    // What remains must hold one more range, or nothing.
    const cut = rest - overhead - length > 0 && rest - overhead - length <= overhead ? length - overhead : length;
    snippet.ranges.push({ ...at, code: code(cut) });
    rest -= cut + overhead;
  }
  return snippet;
}
