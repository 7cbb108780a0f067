import assert from 'node:assert/strict';
import { coloursOf, customised, parseJsonc } from '../../../src/ui/tokenColours';

function rule(scope: unknown, foreground: unknown) {
  return { scope, settings: { foreground } };
}

describe('the colours a theme gives to code', () => {
  it('takes the most specific rule, and of equal ones the last', () => {
    const tokenColors = [rule('string.regexp', '#111111'), rule('string', '#222222'), rule('string', '#333333')];
    assert.deepEqual(coloursOf({ tokenColors, semantic: {} }), { string: '#333333', regexp: '#111111' });
  });

  it('reads scopes written as a list or with commas, and colours in all their forms', () => {
    const tokenColors = [
      rule(['comment', 'keyword', 'storage'], '#ABC'),
      rule('entity.name.type , entity.name.tag', '#11223344'),
    ];
    assert.deepEqual(coloursOf({ tokenColors, semantic: {} }), {
      comment: '#aabbcc',
      keyword: '#aabbcc',
      control: '#aabbcc',
      meta: '#aabbcc',
      type: '#112233',
      tag: '#112233',
    });
  });

  it('does not take a scope for another that only begins like it', () => {
    assert.deepEqual(coloursOf({ tokenColors: [rule('comm', '#111111')], semantic: {} }), {});
  });

  it('leaves out what depends on its surroundings, and what is no rule', () => {
    const tokenColors = [
      rule('source.js comment', '#111111'),
      rule('comment', 'red'),
      rule(7, '#111111'),
      null,
      'x',
      {},
    ];
    assert.deepEqual(coloursOf({ tokenColors, semantic: {} }), {});
  });

  it('prefers what the theme says of meanings', () => {
    const semantic = { type: '#111111', function: { foreground: '#222222' }, variable: { bold: true } };
    const tokenColors = [rule('entity.name.type', '#999999'), rule('variable', '#888888')];
    assert.deepEqual(coloursOf({ tokenColors, semantic }), {
      type: '#111111',
      function: '#222222',
      variable: '#888888',
    });
  });

  it('puts the person’s own colours over all, those for this theme over those for all themes', () => {
    const own = {
      comments: '#111111',
      strings: { foreground: '#222222' },
      textMateRules: [rule(['keyword', 'storage'], '#333333')],
      '[Dark *]': { comments: '#444444' },
      '[Light+][Dark (x)]': { strings: '#555555' },
      '[Other]': { comments: '#666666' },
    };
    const base = { comment: '#000000', number: '#777777' };
    assert.deepEqual(customised(base, own, 'Dark Modern'), {
      comment: '#444444',
      string: '#222222',
      keyword: '#333333',
      control: '#333333',
      meta: '#333333',
      number: '#777777',
    });
    assert.equal(customised(base, own, 'Dark (x)').string, '#555555');
    assert.deepEqual(customised(base, 'nonsense', 'Dark Modern'), base);
  });

  it('reads JSON as people write it', () => {
    const text = '\ufeff// theme\n{ "a": "//x", /* b */ "c": [1, 2, /* last */ ], "d": ",}", }';
    assert.deepEqual(parseJsonc(text), { a: '//x', c: [1, 2], d: ',}' });
    assert.throws(() => parseJsonc('{'), SyntaxError);
  });
});
