import assert from 'node:assert/strict';
import { wrapped } from '../../../src/base/wrap';

describe('a text in lines', () => {
  it('breaks after a space, before the line is too long', () => {
    assert.deepEqual(wrapped('one two three four', 9), ['one two', 'three', 'four']);
    assert.deepEqual(wrapped('one two', 7), ['one two']);
    assert.deepEqual(wrapped('', 7), ['']);
  });

  it('keeps a word whole that is longer than a line', () => {
    assert.deepEqual(wrapped('see wss://relay.example.com:8080 now', 12), [
      'see',
      'wss://relay.example.com:8080',
      'now',
    ]);
  });

  it('breaks a text without spaces after a wide character, which takes two columns', () => {
    assert.deepEqual(wrapped('连接 relay.test 失败', 10), ['连接', 'relay.test', '失败']);
    assert.deepEqual(wrapped('连接失败了', 4), ['连接', '失败', '了']);
  });
});
