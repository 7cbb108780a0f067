import { strict as assert } from 'node:assert';
import { AppError } from '../../../src/base/errors';
import { placeOf, snippetDraft } from '../../../src/snippet/snippet';

const range = (startLine: number, endLine: number, code = 'x') => ({
  startLine,
  startColumn: 1,
  endLine,
  endColumn: 2,
  code,
});

describe('a snippet', () => {
  it('carries path, language, ranges and comment, and is readable by a plain client', () => {
    const draft = snippetDraft({ path: 'src/a.ts', language: 'typescript' }, [range(3, 5)], ' look ');
    assert.deepEqual(draft, {
      type: 'snippet',
      text: 'look',
      path: 'src/a.ts',
      language: 'typescript',
      comment: 'look',
      ranges: [range(3, 5)],
    });
    assert.equal(snippetDraft({ path: 'src/a.ts' }, [range(3, 5), range(9, 9)], '').text, 'src/a.ts:3-5,9');
  });

  it('has its ranges in the order of the file and leaves empty ones out', () => {
    const draft = snippetDraft({}, [range(9, 9, 'b'), range(1, 1, ''), range(2, 2, 'a')], '');
    assert.ok(draft.type === 'snippet');
    assert.deepEqual(
      draft.ranges.map(({ code }) => code),
      ['a', 'b'],
    );
  });

  it('says what is wrong when there is nothing in it', () => {
    assert.throws(
      () => snippetDraft({}, [range(1, 1, '')], ''),
      new AppError('input', 'Nothing is selected: select the code to send.'),
    );
    assert.throws(() => snippetDraft({ whole: true }, [], ''), /This file is empty/);
  });

  it('says when there are too many pieces', () => {
    const many = Array.from({ length: 201 }, (_, index) => range(index + 1, index + 1));
    assert.throws(() => snippetDraft({}, many, ''), /201 selections and a snippet holds 200/);
  });

  it('names a whole file without lines', () => {
    assert.equal(placeOf({ path: 'a.ts', whole: true, ranges: [range(1, 99)] }), 'a.ts');
  });
});
