import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { stripAnsi } from '../../../src/snippet/ansi';

describe('terminal text without its escapes', () => {
  it('has no colours, titles or links', () => {
    assert.equal(stripAnsi('\u001b[1;31merror\u001b[0m: \u001b[38;2;1;2;3mno\u001b[m'), 'error: no');
    assert.equal(stripAnsi('\u001b]0;a title\u0007$ ls'), '$ ls');
    assert.equal(stripAnsi('\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\'), 'link');
    assert.equal(stripAnsi('\u009b32mgreen\u001b(B\u001b='), 'green');
  });

  it('ends lines with LF and shows what was written over a line last', () => {
    assert.equal(stripAnsi('one\r\ntwo\r\n'), 'one\ntwo\n');
    assert.equal(stripAnsi('10%\r50%\r100%\ndone'), '100%\ndone');
    assert.equal(stripAnsi('kept\r\r\n'), 'kept\n');
  });

  it('keeps text as it is, tabs and all languages', () => {
    const text = 'a\tb\n\u00fcber \u4f60\u597d \ud83d\ude00 [31m';
    assert.equal(stripAnsi(text), text);
  });

  it('leaves no control character of anything, in linear time', () => {
    const piece = fc.constantFrom('\u001b', '[', ']', ';', '0', 'm', '\u0007', '\u009b', '\r', '\n', '\u001b\\', 'x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), pieces => {
        // eslint-disable-next-line no-control-regex -- it is about them
        assert.doesNotMatch(stripAnsi(pieces.join('')), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
    // Quadratic, any of these would take longer than a test may.
    stripAnsi('\u001b]'.repeat(200_000));
    stripAnsi(`\u001b[${'0;'.repeat(200_000)}`);
    stripAnsi('\r'.repeat(400_000));
    stripAnsi('\u009d'.repeat(400_000));
    stripAnsi('\r\n'.repeat(200_000));
  });
});
