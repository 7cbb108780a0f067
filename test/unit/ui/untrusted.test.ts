import assert from 'node:assert/strict';
import { seen } from '../../../src/ui/agents/untrusted';

describe('what an agent reads and sends', () => {
  it('has nothing that nobody sees', () => {
    const unseen = [
      '\u200b\u200c\u200d\u2060\ufeff\u00ad',
      '\u034f\u115f\u1160\u17b4\u180b\u180f\u3164\uffa0',
      '\ufe00\ufe0e\ufe0f\u{e0101}',
      '\u{e0061}\u{e007f}',
      '\u202e\u2066',
    ];
    for (const characters of unseen) assert.equal(seen(`a${characters}b`), 'ab', JSON.stringify(characters));
    assert.equal(seen(`green.${'\u200d\ufe0f'.repeat(100)}`), 'green.');
    assert.equal(seen(`🙂${'\ufe0f'.repeat(100)}`), '🙂\ufe0f');
  });

  it('has its emoji whole', () => {
    for (const emoji of ['❤️', '👩🏽‍💻', '❤️‍🔥', '👨‍👩‍👧', '1️⃣', '🇩🇪', '🏳️‍🌈']) assert.equal(seen(emoji), emoji);
  });

  it('keeps tabs, and ends every line in the same way', () => {
    assert.equal(seen('a\tb\r\nc\u2028d\u0007'), 'a\tb\nc\nd');
  });
});
