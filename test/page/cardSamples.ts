import type { DiagnosticNote, ImageBody, PatchBody, SnippetBody } from '../../src/protocol/bodies';
import type { Body, MessageEntry, Sender } from '../../src/protocol/transcript';
import { range, text } from './samples';

/** One card of each kind. */

export function withBody(from: Sender, body: Body, more: Partial<MessageEntry> = {}): MessageEntry {
  const entry = text(from, '', { body, ...more });
  return { ...entry, content: `content-${entry.id}`, ...more };
}

const REPOSITORY = { branch: 'fix/limiter', commit: '9f6a118c0ffee1234567890abcdef01234567890' };

const TAKE = `take(key: string, now = Date.now()): boolean {
  const recent = (this.hits.get(key) ?? []).filter(at => now - at < this.within);
  recent.push(now);
  this.hits.set(key, recent);
  return recent.length < this.max;
}`;

const TAKE_FIXED = `take(key: string, now = Date.now()): boolean {
  const recent = (this.hits.get(key) ?? []).filter(at => now - at < this.within);
  recent.push(now);
  if (recent.length > this.max) recent.shift();
  this.hits.set(key, recent);
  return recent.length <= this.max;
}`;

export const SNIPPET: { type: 'snippet' } & SnippetBody = {
  type: 'snippet',
  path: 'src/relay/limiter.ts',
  language: 'typescript',
  comment: 'Is this off by one?',
  ranges: [range(9, TAKE)],
  repository: REPOSITORY,
};

export const SUGGESTION: { type: 'snippet' } & SnippetBody = {
  ...SNIPPET,
  comment: 'It is, and it grows:',
  ranges: [{ ...range(9, TAKE_FIXED), was: TAKE }],
};

const PROBLEMS: DiagnosticNote[] = [
  {
    severity: 'error',
    message: "Type 'string' is not assignable to type 'number'.",
    source: 'ts',
    code: '2322',
    startLine: 21,
    startColumn: 7,
    endLine: 21,
    endColumn: 12,
  },
  {
    severity: 'warning',
    message: "'unused' is assigned a value but never used.",
    source: 'eslint',
    code: 'no-unused-vars',
    startLine: 22,
    startColumn: 9,
    endLine: 22,
    endColumn: 15,
  },
];

export const DIAGNOSTICS: { type: 'snippet' } & SnippetBody = {
  type: 'snippet',
  path: 'src/session/pace.ts',
  language: 'typescript',
  ranges: [
    range(20, 'function pace(): number {\n  let total: number = "none";\n  const unused = 3;\n  return total;\n}'),
  ],
  diagnostics: PROBLEMS,
};

export const CELL: { type: 'snippet' } & SnippetBody = {
  type: 'snippet',
  path: 'notebooks/latency.ipynb',
  language: 'python',
  cell: 3,
  ranges: [range(1, 'import statistics as st\n\n# Milliseconds, one a hop\nprint(st.quantiles(hops, n=100)[98])')],
  output: '41.7\nWall time: 12 ms',
};

export const TERMINAL: { type: 'snippet' } & SnippetBody = {
  type: 'snippet',
  terminal: true,
  ranges: [range(1, '$ npm test -- unit\n  412 passing (9s)\n  1 failing')],
};

const DIFF = `diff --git a/src/relay/limiter.ts b/src/relay/limiter.ts
index 4a5b6c7..8d9e0f1 100644
--- a/src/relay/limiter.ts
+++ b/src/relay/limiter.ts
@@ -9,7 +9,7 @@ export class Limiter {
   take(key: string, now = Date.now()): boolean {
     const recent = (this.hits.get(key) ?? []).filter(at => now - at < this.within);
     recent.push(now);
-    this.hits.set(key, recent);
-    return recent.length < this.max;
+    this.hits.set(key, recent.slice(-this.max));
+    return recent.length <= this.max;
   }
 
@@ -31,3 +31,4 @@ export class Limiter {
   forget(key: string): void {
     this.hits.delete(key);
+    this.forgotten += 1;
   }
diff --git a/docs/limits.md b/docs/limits.md
new file mode 100644
index 0000000..1234567
--- /dev/null
+++ b/docs/limits.md
@@ -0,0 +1,3 @@
+# Limits
+
+A client may send **so many** messages in so many seconds.
diff --git a/src/old name.ts b/src/new name.ts
similarity index 100%
rename from src/old name.ts
rename to src/new name.ts
diff --git a/media/logo.png b/media/logo.png
index 1111111..2222222 100644
Binary files a/media/logo.png and b/media/logo.png differ
`;

export const PATCH: { type: 'patch' } & PatchBody = {
  type: 'patch',
  title: 'live-channels',
  diff: DIFF,
  comment: 'Tried it like this:',
  staged: true,
  repository: REPOSITORY,
};

export const COMMIT: { type: 'patch' } & PatchBody = {
  type: 'patch',
  title: 'live-channels',
  diff: DIFF.slice(0, DIFF.indexOf('diff --git a/docs')),
  repository: { branch: 'main' },
  commit: {
    hash: '788de3c0ffee1234567890abcdef012345678901',
    message: 'Keep no more hits than the limit needs\n\nThey grew without end.',
    author: 'Ada Lovelace',
    date: Date.UTC(2026, 10, 22, 9, 30),
  },
};

export const IMAGE: { type: 'image' } & ImageBody = {
  type: 'image',
  name: 'latency.png',
  mime: 'image/png',
  data: '',
  width: 480,
  height: 240,
  comment: 'The spikes are the reconnects:',
};

export const BUNDLE: Body = {
  type: 'bundle',
  title: 'src/relay',
  comment: 'All of it:',
  snippets: [
    { path: 'src/relay/limiter.ts', language: 'typescript', whole: true, ranges: [range(1, TAKE)] },
    { path: 'src/relay/room.ts', language: 'typescript', whole: true, ranges: [range(1, 'export class Room {}')] },
    { path: 'src/relay/README.md', language: 'markdown', whole: true, ranges: [range(1, '# Relay\n\nOne room each.')] },
  ],
};

/** Every kind once, and what else looks different, by its name. A kind that is missing does not compile. */
export const CARDS: Readonly<Record<Exclude<Body['type'], 'text'>, Body> & Record<string, Body>> = {
  snippet: SNIPPET,
  suggestion: SUGGESTION,
  diagnostics: DIAGNOSTICS,
  cell: CELL,
  terminal: TERMINAL,
  patch: PATCH,
  commit: COMMIT,
  image: IMAGE,
  bundle: BUNDLE,
};
