import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeAround, placeOf, placesIn } from '../../../media/chat/markdown/places';

function found(text: string): string[] {
  return placesIn(text).map(({ start, end, place: { path, line, column } }) =>
    [text.slice(start, end), path, line, ...(column === undefined ? [] : [column])].join(' | '),
  );
}

describe('places in files that people write', () => {
  it('are found in each way that tools print them', () => {
    assert.deepEqual(
      found(
        'src/a.ts:12 a.ts:12:3, (b.py:4-9) ./c.rs#L7 d.go#L7-L9 e.cs(12,3): f.cs(4) src/my-file.test.tsx:1. g.ts#L2C5',
      ),
      [
        'src/a.ts:12 | src/a.ts | 12',
        'a.ts:12:3 | a.ts | 12 | 3',
        'b.py:4-9 | b.py | 4',
        './c.rs#L7 | c.rs | 7',
        'd.go#L7-L9 | d.go | 7',
        'e.cs(12,3) | e.cs | 12 | 3',
        'f.cs(4) | f.cs | 4',
        'src/my-file.test.tsx:1 | src/my-file.test.tsx | 1',
        'g.ts#L2C5 | g.ts | 2 | 5',
      ],
    );
  });

  it('need a folder where they have no line', () => {
    assert.deepEqual(found('See src/a.ts. And docs/read me.md, packages/x/y.test.ts!'), [
      'src/a.ts | src/a.ts | 1',
      'packages/x/y.test.ts | packages/x/y.test.ts | 1',
    ]);
  });

  it('may be absolute, of whatever machine', () => {
    assert.deepEqual(found('at take (/home/ada/x/src/a.ts:12:3)'), [
      '/home/ada/x/src/a.ts:12:3 | home/ada/x/src/a.ts | 12 | 3',
    ]);
  });

  it('are told from all that only looks like them', () => {
    const others = [
      ...[
        'Node.js',
        'e.g. so',
        'v1.2.3',
        '1.5:2',
        'example.com:8080',
        'localhost:3000',
        '127.0.0.1:80',
        'a@b.c',
        '..',
        '...',
      ],
      ...['../a.ts:3', 'a/../b.ts:3', 'and/or', 'x.y()', '.ts:3', 'https://x.dev/a.ts:3', 'git@host.md:x', 'a.ts:3x'],
    ];
    for (const text of others) assert.deepEqual(found(text), [], text);
  });

  it('are all of what stands between backticks, with or without a line', () => {
    assert.deepEqual(placeOf('limiter.ts'), { path: 'limiter.ts', line: 1 });
    assert.deepEqual(placeOf(' Makefile:3 '), { path: 'Makefile', line: 3 });
    for (const text of ['import a.ts', 'a.b', 'take()', 'x.ts y.ts', '']) assert.equal(placeOf(text), undefined, text);
  });

  it('are found from within', () => {
    const text = 'see src/__init__.py:12 now';
    assert.equal(placeAround(text, text.indexOf('__')), text.indexOf(' now'));
    assert.equal(placeAround('a_b.c_d', 1), undefined);
  });

  it('are what the host takes: a path inside, lines and columns from 1', () => {
    const part = fc.constantFrom(
      'a',
      'src',
      '/',
      '.',
      '..',
      'a.ts',
      ':',
      '#L',
      '0',
      '12',
      '99999999',
      '(',
      ',',
      ')',
      ' ',
      '-',
      '_',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), parts => {
        for (const { start, end, place } of placesIn(parts.join(''))) {
          assert.ok(end > start);
          assert.doesNotMatch(place.path, /^\/|(^|\/)\.\.?(\/|$)|\\|:/);
          assert.ok(Number.isInteger(place.line) && place.line >= 1 && place.line < 10_000_000);
          assert.ok(place.column === undefined || (Number.isInteger(place.column) && place.column >= 1));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
