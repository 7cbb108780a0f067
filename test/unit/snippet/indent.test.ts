import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { fitIndent, type IndentStyle } from '../../../src/snippet/indent';

const two: IndentStyle = { spaces: true, size: 2 };
const four: IndentStyle = { spaces: true, size: 4 };
const tabs: IndentStyle = { spaces: false, size: 4 };

describe('code fitted to an indentation', () => {
  it('loses what its lines have in common and gets that of the cursor', () => {
    assert.equal(fitIndent('    if (x) {\n      go();\n    }', 1, '  ', two), 'if (x) {\n    go();\n  }');
  });

  it('takes a first line without its indentation for what it is', () => {
    assert.equal(fitIndent('if (x) {\n      go();\n    }', 5, '', two), 'if (x) {\n  go();\n}');
    assert.equal(fitIndent('go(\n      1,\n      2', 5, '', two), 'go(\n  1,\n  2');
    assert.equal(fitIndent('  if (x) {\n      go();\n    }', 3, '', two), 'if (x) {\n  go();\n}');
  });

  it('gets the steps of the editor', () => {
    const code = 'a {\n  b {\n    c\n  }\n}';
    assert.equal(fitIndent(code, 1, '', four), 'a {\n    b {\n        c\n    }\n}');
    assert.equal(fitIndent(code, 1, '\t', tabs), 'a {\n\t\tb {\n\t\t\tc\n\t\t}\n\t}');
    assert.equal(fitIndent('a {\n\tb {\n\t\tc\n\t}\n}', 1, '', two), code);
  });

  it('keeps what is aligned by single spaces', () => {
    assert.equal(fitIndent('/**\n * x\n */\nf {\n  g\n}', 1, '', four), '/**\n * x\n */\nf {\n    g\n}');
  });

  it('leaves blank lines empty, and code without indentation as it is', () => {
    assert.equal(fitIndent('  a\n\n   \n  b', 1, '    ', two), 'a\n\n\n    b');
    assert.equal(fitIndent('a\nb\n', 1, '', two), 'a\nb\n');
    assert.equal(fitIndent('', 1, '  ', two), '');
    assert.equal(fitIndent('\n\n', 1, '  ', two), '\n\n');
  });

  it('does not believe that a line began ten million columns in', () => {
    const fitted = fitIndent('  a\nb', 10_000_000, '', tabs);
    assert.equal(fitted.trim(), 'a\nb');
    assert.ok(fitted.length < 1_000, `${fitted.length} characters`);
  });

  it('ends lines with LF whatever came', () => {
    assert.equal(fitIndent('a\r\n  b\r\n', 1, '', two), 'a\n  b\n');
  });

  it('changes nothing but white space at the beginning of lines', () => {
    const line = fc.stringMatching(/^[ \t]{0,6}[a-z{}]{0,3}$/);
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom(two, four, tabs), fc.nat(9), (lines, style, column) => {
        const fitted = fitIndent(lines.join('\n'), column + 1, '  ', style).split('\n');
        assert.deepEqual(
          fitted.map(each => each.trim()),
          lines.length === 0 ? [''] : lines.map(each => each.trim()),
        );
      }),
    );
  });
});
