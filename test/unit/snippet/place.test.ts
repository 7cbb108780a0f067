import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { placeOfCode, type Place } from '../../../src/snippet/place';

/** A place as `how line:column-line:column (others)`, counted from 1 as people do. */
function shown(place: Place | undefined): string {
  if (!place) return 'nowhere';
  const { how, start, end, others } = place;
  const at = `${start.line + 1}:${start.column + 1}-${end.line + 1}:${end.column + 1}`;
  return `${how} ${at}${others > 0 ? ` (${others})` : ''}`;
}

const find = (text: string, code: string, startLine = 1, startColumn = 1) =>
  shown(placeOfCode(text, { startLine, startColumn, code }));

const file = 'import a\n\nfunction f() {\n  return 1;\n}\n\nfunction g() {\n  return 2;\n}\n';

describe('the place of received code', () => {
  it('is where it was, if it is there', () => {
    assert.equal(find(file, 'function f() {\n  return 1;\n}', 3), 'same 3:1-5:2');
    assert.equal(find(file, 'return 2', 8, 3), 'same 8:3-8:11');
  });

  it('is elsewhere when lines have moved', () => {
    assert.equal(find(`// new\n// new\n${file}`, '  return 2;', 8), 'moved 10:1-10:12');
    assert.equal(find(file, 'function g() {', 1), 'moved 7:1-7:15');
  });

  it('is the nearest of several, and says that there are others', () => {
    const text = 'x\n'.repeat(20).replace('x\nx\nx\n', 'y\nx\nx\n');
    assert.equal(find('go()\n\n\ngo()\n\n\n\n\ngo()\n', 'go()', 5), 'moved 4:1-4:5 (2)');
    assert.equal(find(text, 'x', 1), 'moved 2:1-2:2 (18)');
    assert.equal(find('}\n}\n}', '}', 2), 'same 2:1-2:2 (2)');
  });

  it('is the one on the same line at another column', () => {
    assert.equal(find('  a = b', 'a = b', 1, 1), 'same 1:3-1:8');
    assert.equal(find('a a a', 'a', 1, 5), 'same 1:5-1:6 (2)');
  });

  it('is not inside a longer word, unless it was just there', () => {
    assert.equal(find('cats\nconcat\ncat', 'cat', 1, 3), 'moved 3:1-3:4');
    assert.equal(find('concat', 'cat', 1, 4), 'same 1:4-1:7');
    assert.equal(find('größer', 'größe', 9), 'nowhere');
  });

  it('is found through other indentation, line endings and spaces', () => {
    assert.equal(find(file.replaceAll('\n', '\r\n'), 'function g() {\n  return 2;\n}', 7), 'same 7:1-9:2');
    assert.equal(find(file.replaceAll('  ', '\t'), 'function g() {\n  return 2;\n}', 7), 'similar 7:1-9:2');
    assert.equal(find('if (x) {\n      go(1,   2);  \n}', '  go(1, 2);\n}', 1, 3), 'similar 2:7-3:2');
    assert.equal(find('a\n\tb\n', 'a\n    b', 1), 'similar 1:1-2:3');
  });

  it('is the last line without a line break, and the whole of a text', () => {
    assert.equal(find('a\nb', 'b', 1), 'moved 2:1-2:2');
    assert.equal(find('a\nb', 'a\nb', 1), 'same 1:1-2:2');
    assert.equal(find('a\nb\n', 'b\n', 1), 'moved 2:1-3:1');
  });

  it('is nowhere for what is not there, or is nothing', () => {
    assert.equal(find(file, 'return 3'), 'nowhere');
    assert.equal(find(file, ''), 'nowhere');
    assert.equal(find('\n\n\n', '\n \n'), 'nowhere');
    assert.equal(find('', 'x'), 'nowhere');
    assert.equal(find('a', 'a\nb\nc'), 'nowhere');
  });

  const line = fc.constantFrom('', 'a', 'b', 'aa', '  a', '\tb', 'a b', '}');

  it('holds the code, always', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 4 }), fc.nat(30), (text, code, at) => {
        const place = placeOfCode(text.join('\n'), { startLine: at + 1, startColumn: 1, code: code.join('\n') });
        if (!place) return;
        const { start, end, how } = place;
        const found: string[] = text.slice(start.line, end.line + 1);
        found[found.length - 1] = (found.at(-1) ?? '').slice(0, end.column);
        found[0] = (found[0] ?? '').slice(start.column);
        const [here, there] = [found.join('\n'), code.join('\n')].map(each =>
          how === 'similar' ? each.replaceAll(/\s+/g, ' ').trim() : each,
        );
        assert.equal(here, there);
      }),
    );
  });

  it('is found wherever lines are inserted above it', () => {
    const code = 'const unique = 1;\n  done();';
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (above, below) => {
        const text = [...above, code, ...below].join('\n');
        const place = placeOfCode(text, { startLine: 1, startColumn: 1, code });
        assert.equal(place?.start.line, above.length);
        assert.equal(place.how, above.length === 0 ? 'same' : 'moved');
      }),
    );
  });

  it('comes to an end for what is made to take long', function () {
    // Looking at each place anew would take hours.
    this.timeout(60_000);
    const many = 8_000_000;
    assert.equal(find('a'.repeat(many), `${'a'.repeat(many / 2)}b`), 'nowhere');
    assert.equal(find('a'.repeat(many), `b${'a'.repeat(many / 2)}`), 'nowhere');
    assert.equal(find('a\n'.repeat(many / 8), `${'a\n'.repeat(many / 16)}b`), 'nowhere');
    assert.match(find('a\n'.repeat(many / 8), ' a\n  a'), /^similar 1:1-2:2/);
    assert.equal(find(' '.repeat(many), ' x '), 'nowhere');
  });
});
