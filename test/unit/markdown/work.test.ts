import assert from 'node:assert/strict';
import { parse } from '../../../media/chat/markdown/parse';

/** As long as talk can be. UTF-16 units. */
const LONGEST = 8_000;
/** How much longer than ordinary talk of that length: what grows with the square of the length takes a hundred times. */
const MOST = 40;

const REPEATED = [
  ...[
    '>',
    '> ',
    '*',
    '*a ',
    '**a *b ',
    'a*',
    '[',
    '[a](',
    '![',
    '[[]]',
    '](',
    '`',
    '` ',
    '~',
    '~~a ',
    '_',
    '_a _',
    'a_',
  ],
  ...[
    '_.',
    '_.py ',
    '__init__.py ',
    '- ',
    '-\n',
    '1. ',
    '1)\n',
    '#',
    '# ',
    '|',
    '|a',
    'a|b\n',
    '<',
    '<a ',
    '<!--',
    '&',
  ],
  ...['http://', 'https://a.b/', 'https://((', 'http://a@', 'http://[', 'www.', 'mailto:', '<http:', '[a](<', 'a@b.c'],
  ...[
    '\\',
    '\\*',
    '\n',
    '\t',
    ' ',
    '***',
    '** **',
    '*_',
    '**x [a*b**c](d) ',
    '>\n> a\n',
    '```\n',
    '.com',
    ':a',
    ':tada:',
  ],
  ...[
    'a/',
    '/',
    'a/b.ts:1',
    'a.ts:1:',
    'a.ts(',
    'a.ts#L1-',
    '@',
    '@a ',
    '"',
    '[a](http://x "',
    '![a](http://x/) ',
    '𝒳',
  ],
];

/** Runs of marks that never close, and the like. */
const BUILT: Readonly<Record<string, string>> = {
  'runs of marks that never close': Array.from({ length: 125 }, (_, at) => `x${'`'.repeat(at)}`).join(''),
  'a list in a list in a list': Array.from({ length: 120 }, (_, at) => `${' '.repeat(at)}- a\n`).join(''),
  'a table of few characters and many cells': `${'a|'.repeat(400)}\n${'-|'.repeat(400)}\n${'a\n'.repeat(3_000)}`,
  'brackets that close late': `${'['.repeat(4_000)}a${'](b)'.repeat(1_000)}`,
  'brackets that never close': `[a](${'('.repeat(LONGEST)}`,
  'a line of spaces': `a${' '.repeat(LONGEST)}b`,
  'one word': `${'a'.repeat(LONGEST)}.ts`,
  'one word of underscores': `a.${'a_'.repeat(4_000)}`,
};

const ORDINARY =
  'It **keeps** every hit, *why* and how since `take()` in src/relay/limiter.ts:12, see https://a.example/b.\n';

function repeated(part: string): string {
  return part.repeat(Math.ceil(LONGEST / part.length)).slice(0, LONGEST);
}

/** Milliseconds, of the best of a few times. */
function timeOf(text: string): number {
  const times = Array.from({ length: 4 }, () => {
    const started = performance.now();
    parse(text);
    return performance.now() - started;
  });
  return Math.min(...times);
}

describe('the work that the Markdown of talk makes', () => {
  it('is about the same for whatever a peer writes', function () {
    this.timeout(30_000);
    const texts = [...REPEATED.map(repeated), ...Object.values(BUILT).map(text => text.slice(0, LONGEST))];
    const ordinary = timeOf(repeated(ORDINARY));
    const slow = texts.filter(text => timeOf(text) > MOST * ordinary);
    assert.deepEqual(
      slow.map(text => text.slice(0, 20)),
      [],
    );
  });
});
