import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../../media/chat/markdown/parse';
import type { Block, Inline } from '../../../media/chat/markdown/tree';
import { prose } from '../../../media/chat/text';

/** All words of what was read, in their order. */
function wordsOf(part: Block | Inline): string {
  switch (part.kind) {
    case 'rule':
      return '';
    case 'code':
      return `${'language' in part ? part.language : ''} ${part.text}`;
    case 'list':
      return part.items.flatMap(({ inside }) => inside.map(wordsOf)).join('\n');
    case 'table':
      return [part.head, ...part.rows].flatMap(row => row.flatMap(({ inside }) => inside.map(wordsOf))).join(' ');
    default:
      return 'text' in part ? part.text : part.inside.map(wordsOf).join('');
  }
}

function kindsOf(text: string): string[] | undefined {
  return parse(text)?.map(({ kind }) => kind);
}

/** The one paragraph that a text is. */
function lineOf(text: string): Inline[] {
  const blocks = parse(text);
  assert.equal(blocks?.length, 1);
  assert.ok(blocks[0]?.kind === 'paragraph');
  return blocks[0].inside;
}

const MARKUP = [
  '*',
  '**',
  '_',
  '`',
  '```',
  '~~',
  '[',
  ']',
  '(',
  ')',
  '!',
  '<',
  '>',
  '#',
  '-',
  '+',
  '|',
  ':',
  '\\',
  '&',
];
const WORDS = [
  'a',
  'Zoë',
  'x1',
  '12',
  'http://a.b/',
  'src/a.ts:3',
  '@Ada',
  ':tada:',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '    ',
];
const talk = fc.array(fc.constantFrom(...MARKUP, ...WORDS), { maxLength: 40 }).map(parts => parts.join(''));

describe('the Markdown of talk', () => {
  it('is read as one knows it', () => {
    assert.deepEqual(lineOf('a **b** *c* ~~d~~ `e`'), [
      { kind: 'text', text: 'a ' },
      { kind: 'strong', inside: [{ kind: 'text', text: 'b' }] },
      { kind: 'text', text: ' ' },
      { kind: 'emphasis', inside: [{ kind: 'text', text: 'c' }] },
      { kind: 'text', text: ' ' },
      { kind: 'deleted', inside: [{ kind: 'text', text: 'd' }] },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'e' },
    ]);
    assert.deepEqual(kindsOf('# a\n\n> b\n\n- c\n\n---\n\n```\nd\n```\n\n|e|\n|-|\n|f|'), [
      'heading',
      'quote',
      'list',
      'rule',
      'code',
      'table',
    ]);
  });

  it('has lists with their numbers, and tasks', () => {
    assert.deepEqual(parse('3. a\n4. [x] b\n5. [ ] c'), [
      {
        kind: 'list',
        start: 3,
        items: [
          { inside: [{ kind: 'paragraph', inside: [{ kind: 'text', text: 'a' }] }] },
          { done: true, inside: [{ kind: 'paragraph', inside: [{ kind: 'text', text: 'b' }] }] },
          { done: false, inside: [{ kind: 'paragraph', inside: [{ kind: 'text', text: 'c' }] }] },
        ],
      },
    ]);
  });

  it('keeps the line breaks of a chat, and the spaces at the beginning of a line', () => {
    assert.deepEqual(lineOf('**if** it is\n    so\n  or not'), [
      { kind: 'strong', inside: [{ kind: 'text', text: 'if' }] },
      { kind: 'text', text: ' it is\n    so\n  or not' },
    ]);
  });

  it('leaves HTML, entities and definitions what they are: text', () => {
    for (const text of ['<b>x</b> <!-- y --> <img src=x>', '&lt; &#x202e; &nbsp;', '[x]: http:', 'a\n---b', 'a\n===']) {
      assert.equal(parse(text), undefined, text);
    }
    assert.deepEqual(kindsOf('a\n---'), ['paragraph', 'rule']);
  });

  it('says nothing of what is only text', () => {
    for (const text of [
      '',
      'Morning! Ready?',
      'It is 12:30, e.g. at noon (or so); ok...',
      '#1 and C# and a-b',
      '2 > 1 = ok',
    ])
      assert.equal(parse(text), undefined, text);
  });

  it('shows the first line of code that somebody wrote behind the opening marks', () => {
    assert.deepEqual(parse('```ls -la /tmp\nfoo\n```'), [{ kind: 'code', text: 'ls -la /tmp\nfoo\n' }]);
    assert.deepEqual(parse('```foo'), [{ kind: 'code', text: 'foo\n' }]);
    assert.deepEqual(parse('```TS\nfoo\n```'), [{ kind: 'code', text: 'foo\n', language: 'ts' }]);
  });

  it('knows emoji by their names, and no times or namespaces', () => {
    assert.deepEqual(lineOf('**a** :tada: :+1: :TADA: 12:30:45 std::vector::size a:tada:b :nothing_at_all:'), [
      { kind: 'strong', inside: [{ kind: 'text', text: 'a' }] },
      { kind: 'text', text: ' 🎉 👍 🎉 12:30:45 std::vector::size a:tada:b :nothing_at_all:' },
    ]);
    assert.deepEqual(lineOf('`:tada:`'), [{ kind: 'code', text: ':tada:' }]);
  });

  it('has no emphasis within the names of files', () => {
    assert.deepEqual(lineOf('src/__init__.py:7 __b__'), [
      { kind: 'place', text: 'src/__init__.py:7', place: { path: 'src/__init__.py', line: 7 } },
      { kind: 'text', text: ' ' },
      { kind: 'strong', inside: [{ kind: 'text', text: 'b' }] },
    ]);
  });

  it('makes a link of an image, with the words that stand for it', () => {
    const link = { kind: 'link', url: 'https://a.example/x.png', image: true };
    const words = [{ kind: 'text', text: 'a cat' }];
    assert.deepEqual(lineOf('![a *cat*](https://a.example/x.png)'), [{ ...link, inside: words }]);
    assert.deepEqual(lineOf('![](https://a.example/x.png)'), [
      { ...link, inside: [{ kind: 'text', text: 'https://a.example/x.png' }] },
    ]);
    assert.deepEqual(lineOf('[![a cat](https://a.example/x.png)](https://b.example/)'), [
      { kind: 'link', url: 'https://b.example/', inside: words },
    ]);
  });

  it('makes no link of what leads nowhere, or to what is not opened', () => {
    assert.deepEqual(lineOf('[a]() ![b]() **c**').slice(0, 4), [
      { kind: 'text', text: 'a' },
      { kind: 'text', text: ' ' },
      { kind: 'text', text: 'b' },
      { kind: 'text', text: ' ' },
    ]);
    const long = `https://a.example/${'x'.repeat(5_000)}`;
    for (const address of [
      'javascript:alert(1)',
      'command:x',
      'vscode://x',
      'file:///x',
      'data:text/html,x',
      '//a.b',
      'x.md',
    ])
      assert.equal(parse(`[a](${address}) ![b](${address}) <${address}>`), undefined, address);
    assert.deepEqual(lineOf(`[a](${long})`), [{ kind: 'text', text: 'a' }]);
  });

  it('falls back to the text where it is more, or deeper, than anybody would read', () => {
    for (const text of [
      '> '.repeat(60) + 'x',
      '*a* '.repeat(3_000),
      `a|${'b|'.repeat(300)}\n${'-|'.repeat(301)}\n${'c\n'.repeat(300)}`,
    ])
      assert.equal(parse(text), undefined, text.slice(0, 20));
    assert.equal(parse('**x** '.repeat(4_000)), undefined);
  });

  it('never throws, and leaves out no word, however it is written', () => {
    fc.assert(
      fc.property(talk, text => {
        const blocks = parse(text);
        if (!blocks) return;
        const shown = blocks.map(wordsOf).join('\n');
        // What stands for something else: the addresses of links, emoji, numbers of lists; a row may have too many cells.
        const plain = text.replaceAll(/http:\/\/a\.b\/|src\/a\.ts:3|:tada:|\d+/g, '');
        if (plain.includes('|')) return;
        for (const word of ['ünd', 'Zoë'])
          assert.equal(count(shown, word) >= count(plain, word), true, JSON.stringify({ text, shown, word }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read whenever the parser would find anything: the quick look at it never misses', () => {
    fc.assert(
      fc.property(talk, text => {
        if (parse(text) !== undefined) return;
        // Something that surely has to be read makes the parser see all of it.
        const blocks = parse(`${text}\n\n**sure**`) ?? [];
        const [first] = blocks;
        const isText = blocks.length <= 2 && (blocks.length === 1 || first?.kind === 'paragraph');
        assert.ok(isText, JSON.stringify({ text, blocks }));
        if (blocks.length === 2 && first) assert.equal(wordsOf(first), text.trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives nothing back that was taken out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), talk, (one, other) => {
        const blocks = parse(prose(`${one} ${other} &#x202e; &#8238;`)) ?? [];
        assert.doesNotMatch(blocks.map(wordsOf).join(), /[\u202a-\u202e\u2066-\u2069\0]/);
      }),
    );
  });
});

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
