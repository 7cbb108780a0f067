import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Body, Entry, MessageEntry } from '../../../src/protocol/transcript';
import { exportMarkdown, type DateWords, type ExportWords } from '../../../src/snippet/exportMarkdown';

const DAY = 86_400_000;

const DATES: DateWords = {
  day: date => `day ${Math.floor(date / DAY)}`,
  time: date => `at ${date % DAY}`,
};

const WORDS: ExportWords = {
  summary: 'All of it',
  somebody: 'Somebody',
  onlyTo: name => `only to ${name}`,
  edited: 'edited',
  deleted: 'Message deleted',
  image: name => `Image: ${name}`,
  missing: count => `${count} missing`,
};

let ids = 0;

function message(body: Body | string, more: Partial<MessageEntry> = {}): MessageEntry {
  return {
    kind: 'message',
    id: `e${++ids}`,
    from: { name: 'Ada', self: false },
    date: 0,
    body: typeof body === 'string' ? { type: 'text', text: body } : body,
    state: 'sent',
    ...more,
  };
}

function code(text: string, more: object = {}): Body {
  const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: text };
  return { type: 'snippet', path: 'src/a.ts', language: 'typescript', ranges: [range], ...more };
}

function written(...entries: Entry[]): string {
  return exportMarkdown('demo', entries, DATES, WORDS);
}

/** What a reader of Markdown makes of it: the outermost blocks, with the text of those that are no quotation. */
function outline(markdown: string): string[] {
  return new MarkdownIt()
    .parse(markdown, {})
    .filter(({ level, nesting }) => level === 0 && nesting >= 0)
    .map(({ type, tag, info }) => (type === 'fence' ? `fence ${info}` : tag));
}

describe('a channel as Markdown', () => {
  it('has a heading a day and says who said what, when and to whom', () => {
    const text = written(
      message('one'),
      message('two', { from: { self: false }, date: 5, edited: true }),
      message('three', { to: { name: 'Grace', self: true }, date: DAY }),
      message('', { deleted: true, date: DAY }),
    );
    assert.equal(
      text,
      [
        '# demo',
        'All of it',
        '## day 0',
        '**Ada** at 0',
        '> one',
        '**Somebody** at 5 · edited',
        '> two',
        '## day 1',
        '**Ada** at 0 · only to Grace',
        '> three',
        '**Ada** at 0',
        '*Message deleted*\n',
      ].join('\n\n'),
    );
  });

  it('leaves out who came and went, and says what is missing', () => {
    const who = { name: 'Ada', self: false };
    const text = written({ kind: 'join', id: 'j', who, date: 0 }, { kind: 'missing', id: 'm', who, count: 3, date: 0 });
    assert.equal(text, '# demo\n\nAll of it\n\n## day 0\n\n*3 missing*\n');
  });

  it('shows code in its language under its place, with its comment and its output', () => {
    const text = written(message(code('let x', { comment: 'look', output: 'done\n' })));
    assert.match(text, /> look\n\n`src\/a\.ts:1`\n\n```typescript\nlet x\n```\n\n```text\ndone\n```\n$/);
  });

  it('shows a suggestion as what was and what is to be', () => {
    const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: 'new', was: 'old' };
    assert.match(
      written(message(code('', { ranges: [range] }))),
      /```typescript\nold\n```\n\n↓\n\n```typescript\nnew\n```/,
    );
  });

  it('shows patches, bundles and images for what they are', () => {
    const patch: Body = {
      type: 'patch',
      title: 'a.ts',
      diff: '@@ -1 +1 @@\n-a\n+b\n',
      commit: { hash: 'abc', message: 'Why' },
    };
    assert.match(written(message(patch)), /`abc`\n\n> Why\n\n```diff\n@@ -1 \+1 @@\n-a\n\+b\n```/);
    const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: 'x' };
    const bundle: Body = {
      type: 'bundle',
      title: 'src',
      snippets: [
        { path: 'a', ranges: [range] },
        { path: 'b', ranges: [range] },
      ],
    };
    assert.deepEqual(outline(written(message(bundle))), ['h1', 'p', 'h2', 'p', 'p', 'fence ', 'p', 'fence ']);
    const image: Body = { type: 'image', name: 'a_b.png', mime: 'image/png', data: '' };
    assert.match(written(message(image)), /\*Image: a\\_b\\.png\*/);
  });

  it('names who has put what to a message', () => {
    const reactions = [{ emoji: '👍', names: ['Ada', 'Grace'], count: 2, own: false }];
    assert.match(written(message('yes', { reactions })), /> yes\n\n👍 Ada, Grace\n$/);
  });

  it('lets no text break out of its place, whatever it says', () => {
    const marks = ['#', '`', '~', '>', '-', '=', '\n', '\r', ' ', '*', '[', '<', 'a', '|', '\\'];
    const nasty = fc.string({ unit: fc.constantFrom(...marks), maxLength: 40 });
    fc.assert(
      fc.property(nasty, nasty, (name, text) => {
        const markdown = written(
          message(text, { from: { name, self: false } }),
          message(code(text, { path: `a${text}`, language: name })),
        );
        const language = /^[\w+#.-]+$/.test(name) ? name : '';
        assert.deepEqual(outline(markdown), ['h1', 'p', 'h2', 'p', 'blockquote', 'p', 'p', `fence ${language}`]);
        const [fence] = new MarkdownIt().parse(markdown, {}).filter(({ type }) => type === 'fence');
        const lines = (given: string) =>
          given
            .split(/\r\n|\r|\n/)
            .join('\n')
            .replace(/\n$/, '');
        assert.equal(lines(fence?.content ?? ''), lines(text));
      }),
    );
  });
});
