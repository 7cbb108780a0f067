import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { english } from '../../../src/base/sentence';
import type { SnippetBody, SnippetRange } from '../../../src/protocol/bodies';
import { changed } from '../../../src/snippet/lines';
import { replacement } from '../../../src/snippet/replace';

const two = { spaces: true, size: 2 };
const file = 'function f() {\n  return 1;\n}\n\nfunction g() {\n  return 2;\n}\n';

function piece(startLine: number, code: string, more: Partial<SnippetRange> = {}): SnippetRange {
  const endLine = startLine + code.split('\n').length - 1;
  return { startLine, startColumn: 1, endLine, endColumn: (code.split('\n').at(-1) ?? '').length + 1, code, ...more };
}

/** With what is said in English. */
function replaced(text: string, body: SnippetBody) {
  const { troubles, notes, ...rest } = replacement(text, body, two);
  return { ...rest, troubles: troubles.map(english), notes: notes.map(english) };
}

function put(text: string, ...ranges: SnippetRange[]) {
  const { changes, ...rest } = replaced(text, { ranges });
  return { text: changed(text, changes), ...rest };
}

function whole(text: string, code: string, was?: string) {
  const body: SnippetBody = { whole: true, ranges: [piece(1, code, was === undefined ? {} : { was })] };
  const { changes, ...rest } = replaced(text, body);
  return { text: changed(text, changes), changes, ...rest };
}

describe('received code in the place of what is here', () => {
  it('takes the lines it was sent from', () => {
    const { text, troubles } = put(file, piece(2, '  return 10;', { endColumn: 12 }));
    assert.deepEqual([text, troubles], [file.replace('return 1;', 'return 10;'), []]);
  });

  it('takes whole lines where it began at their beginning, however long they are here', () => {
    assert.equal(put('  a long line\nb', piece(1, '  x')).text, '  x\nb');
    assert.equal(put('  a long line\nb', piece(1, 'x', { startColumn: 3, endColumn: 4 })).text, '  x\nb');
    assert.equal(put('let a = 1;', piece(1, 'b', { startColumn: 5, endColumn: 6 })).text, 'let b = 1;');
  });

  const untouched = { troubles: [], same: 1, moved: 0, notes: [] };

  it('changes nothing where it stands already', () => {
    assert.deepEqual(put(file, piece(5, 'function g() {')), { text: file, ...untouched });
  });

  it('says where it stands when that is not its place, and changes nothing', () => {
    const elsewhere = put(`\n\n${file}`, piece(5, 'function g() {'));
    const troubles = ['It stands at line 7 here, and was sent for line 5.'];
    assert.deepEqual(elsewhere, { text: `\n\n${file}`, troubles, same: 0, moved: 0, notes: [] });
    const brace = put(file, piece(2, '}', { was: 'gone();' }));
    assert.deepEqual([brace.same, brace.troubles], [0, ['It stands at line 3 here, and was sent for line 2.']]);
  });

  it('says that there are other places, and that other lines are here than were sent', () => {
    const text = 'x\ngo()\nx\ngo()\n';
    const { notes } = put(text, piece(9, 'stop()', { was: 'go()' }));
    assert.deepEqual(notes, ['What was on line 9 is at 2 places here: the nearest is taken, at line 4.']);
    assert.deepEqual(put(text, piece(4, 'stop()', { was: 'go()' })).notes, []);
    assert.deepEqual(put(text, piece(1, 'new()')).notes, [
      'What is on line 1 here is not what was sent, and would be replaced.',
    ]);
  });

  it('gives up in a sentence when many pieces in a long file take too long', function () {
    this.timeout(60_000);
    const text = 'some line\n'.repeat(330_000);
    const { troubles, notes } = put(
      text,
      ...Array.from({ length: 200 }, (_, index) => piece(index + 1, `new ${index}`)),
    );
    assert.equal(troubles.at(-1), 'To look for line 200 in this file takes too long.');
    assert.equal(troubles.length + notes.length, 200);
  });

  it('says when the lines it is from are not here', () => {
    assert.deepEqual(put('a\nb', piece(90, 'x\ny')).troubles, [
      'It was sent from lines 90 to 91, and the file here has 2 lines.',
    ]);
    assert.deepEqual(put('', piece(2, 'x')).troubles, ['It was sent from line 2, and the file here has one line.']);
    assert.equal(put('abc', piece(1, 'x', { startColumn: 90, endColumn: 99 })).text, 'abcx');
    assert.equal(put('abc', piece(1, 'x', { startColumn: 3, endColumn: 1 })).text, 'abxc');
  });

  it('takes the place of what a suggestion was made for, wherever that is now', () => {
    const suggestion = piece(6, '  return 3;', { was: '  return 2;' });
    assert.equal(put(`// new\n${file}`, suggestion).moved, 1);
    assert.equal(put(`// new\n${file}`, suggestion).text, `// new\n${file.replace('return 2', 'return 3')}`);
    assert.deepEqual(put(file.replace('return 2', 'return 3'), suggestion).same, 1);
    assert.deepEqual(put('nothing', suggestion).troubles, ['What was on line 6 is not in the file here.']);
  });

  it('is not put in again where it stands already with what was in it', () => {
    const suggestion = piece(2, 'a\nb', { was: 'a', endLine: 2 });
    const once = put('x\na\ny', suggestion).text;
    assert.equal(once, 'x\na\nb\ny');
    assert.deepEqual(put(once, suggestion), { text: once, ...untouched });
    assert.equal(put('x\na\nb\ny', piece(2, 'a', { was: 'a\nb' })).text, 'x\na\ny');
    assert.equal(put('x\na\ny', piece(2, '', { was: 'a\n', endLine: 3 })).text, 'x\ny');
  });

  it('leaves the line alone at whose beginning it ended', () => {
    const range = { startLine: 1, startColumn: 1, endLine: 2, endColumn: 1, code: 'new\n' };
    assert.equal(put('old\nnext', range).text, 'new\nnext');
  });

  it('gets the layout of what it replaces', () => {
    const here = '\tif (x) {\n\t\tgo();\n\t}\n';
    const suggestion = piece(1, '  if (x) {\n    stop();\n  }', { was: '  if (x) {\n    go();\n  }' });
    const { changes } = replacement(here, { ranges: [suggestion] }, { spaces: false, size: 4 });
    assert.equal(changed(here, changes), here.replace('go', 'stop'));
  });

  it('puts several pieces in, and leaves out what another one would cover', () => {
    const pieces = [
      piece(2, '  A', { endColumn: 99 }),
      piece(6, '  B', { endColumn: 99 }),
      piece(6, '  C', { endColumn: 99 }),
    ];
    const { text, troubles } = put(file, ...pieces);
    assert.equal(text, file.replace('  return 1;', '  A').replace('  return 2;', '  B'));
    assert.deepEqual(troubles, ['1 of the pieces would take the same place as another one.']);
  });

  it('touches only what differs in a whole file', () => {
    const { text, changes } = whole(file, file.replace('return 2', 'return 3'));
    assert.equal(text, file.replace('return 2', 'return 3'));
    assert.deepEqual(
      changes.map(({ start, end }) => [start.line, end.line]),
      [[5, 5]],
    );
    assert.equal(whole(file, file).same, 1);
    assert.match(whole('other', 'new', 'old').troubles[0] ?? '', /not the one that was sent/);
    assert.equal(whole('old', 'new', 'old').text, 'new');
  });

  it('makes of any file any other one', () => {
    const text = fc.array(fc.constantFrom('', 'a', 'b', ' c'), { maxLength: 8 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (here, theirs) => assert.equal(whole(here, theirs).text, theirs)),
      { numRuns: 3_000 },
    );
  });
});
