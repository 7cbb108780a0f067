import { strict as assert } from 'node:assert';
import { AppError, wordsOf } from '../../../src/base/errors';
import { asIs, english, sentence } from '../../../src/base/sentence';

describe('a sentence', () => {
  it('has in English what stands in its places, also where that is words itself', () => {
    const place = sentence('lines {0} to {1}', 3, 5);
    assert.equal(english(sentence('{1} is not on {0}.', place, 'a.ts')), 'a.ts is not on lines 3 to 5.');
  });

  it('takes what stands in a place for no place of its own', () => {
    assert.equal(english(sentence('{0} and {1}', '{1}', '{0}')), '{1} and {0}');
    assert.equal(english(asIs('as {0} said')), 'as {0} said');
    assert.equal(english(sentence('{0} and {1}', 'one')), 'one and {1}');
  });

  it('is what an error says, in English as its message', () => {
    const cause = new Error('why');
    const error = new AppError('input', '{0} is {1} MB.', ['a.png', 9], { cause });
    assert.deepEqual([error.message, error.template, error.args], ['a.png is 9 MB.', '{0} is {1} MB.', ['a.png', 9]]);
    assert.equal(error.cause, cause);
    assert.equal(AppError.of('input', error).message, error.message);
  });

  it('is there for whatever was thrown: ours to be translated, anybody else’s as it is', () => {
    const ours = new AppError('input', 'There is {0}.', ['one']);
    assert.equal(wordsOf(ours), ours);
    assert.equal(english(wordsOf(new Error('EACCES: {0}'))), 'EACCES: {0}');
    assert.equal(english(wordsOf('text')), 'text');
  });
});
