import { strict as assert } from 'node:assert';
import { mentions } from '../../../src/snippet/mention';

describe('a mention', () => {
  for (const words of [
    '@Ada',
    'ask @ada, she knows',
    'what do you think, @ADA?',
    '(@Ada)',
    '@Adam and @Ada',
    '@ada’s idea',
  ]) {
    it(`is in “${words}”`, () => assert.equal(mentions(words, 'Ada'), true));
  }

  for (const words of ['Ada', '@Adam', 'me@ada', 'grace@Ada.org', '@ Ada', '']) {
    it(`is not in “${words}”`, () => assert.equal(mentions(words, 'Ada'), false));
  }

  it('takes names of several words, and none for nobody', () => {
    assert.equal(mentions('thanks @Ada Lovelace!', 'Ada Lovelace'), true);
    assert.equal(mentions('@', ''), false);
  });
});
