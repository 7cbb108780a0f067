import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { looksLike } from '../../../src/ui/lookalike';

const alike = (one: string, other: string) => looksLike(one) === looksLike(other);

describe('what a name looks like', () => {
  it('is the same with what nobody can see in it', () => {
    const unseen = [
      '\u200b',
      '\u00ad',
      '\u034f',
      '\u3164',
      '\u2800',
      '\u115f',
      '\u17b5',
      '\ufe0f',
      '\u{e0061}',
      '\u00a0',
      '\u0000',
    ];
    for (const one of unseen) {
      for (const name of [`${one}Anna`, `An${one}na`, `Anna${one}`])
        assert.ok(alike(name, 'Anna'), JSON.stringify(name));
    }
  });

  it('is the same in letters of Cyrillic and Greek that look like Latin ones', () => {
    const pairs = [
      ['\u0410nna', 'Anna'],
      ['Ann\u0430', 'Anna'],
      ['\u0412о\u042c', 'Bob'],
      ['\u041d\u0435nr\u0443', 'Henry'],
      ['\u039dina', 'Nina'],
      ['Oli\u03bder', 'Oliver'],
      ['\u0397enry', 'Henry'],
      ['\u0455\u0430m', 'Sam'],
      ['\u0130ris', 'Iris'],
      ['l\u0131s', 'Iis'],
    ] as const;
    for (const [one, other] of pairs) assert.ok(alike(one, other), `${one} ${other}`);
  });

  it('is the same in capitals, in wide and in ornamental letters, with and without accents', () => {
    for (const name of ['ANNA', 'Ａｎｎａ', '𝓐𝓷𝓷𝓪', 'Ánnà', 'An\u0336na', 'A\u0303nna'])
      assert.ok(alike(name, 'Anna'), name);
    assert.ok(alike('СЕРГЕЙ', 'Сергей'));
    assert.ok(alike('Al', 'AI'), 'an l and a capital i');
    assert.ok(alike('Arnold', 'Amold'));
    assert.ok(alike("O'Neil", 'O’Neil'));
  });

  it('is another for names that are told apart at a glance, in every script', () => {
    const names = [
      'Anna',
      'Hanna',
      'Ann',
      'Bob',
      'Eve',
      'Иван',
      'Ольга',
      'Νίκος',
      'राम',
      'रमा',
      'रोमा',
      '山田',
      '田中',
      'Ада2',
    ];
    assert.equal(new Set(names.map(looksLike)).size, names.length);
  });

  it('is short, made in no time, and the same with something unseen around it, whatever the name', () => {
    const points = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 });
    const names = points.map(all => String.fromCodePoint(...all));
    fc.assert(
      fc.property(names, name => {
        assert.ok(alike(`\u200b${name}\u3164`, name));
      }),
    );
    const began = performance.now();
    for (const one of ['\ufdfa', '\u05b0', '\u0300', 'rn']) assert.ok(looksLike(one.repeat(100_000)).length < 6_000);
    assert.ok(performance.now() - began < 1_000, 'milliseconds');
  });
});
