import { strict as assert } from 'node:assert';
import { Warnings } from '../../../src/ui/private/warnings';

describe('warnings of other devices', () => {
  it('are shown once for each, and one at a time for what looks like one name', () => {
    const warnings = new Warnings();
    const closed = warnings.begin('team', 'Ada', 'M');
    assert.ok(closed);
    for (const name of ['Ada', 'ADA', '\u0410da']) assert.equal(warnings.begin('team', name, 'N'), undefined, name);
    assert.ok(warnings.begin('team', 'Grace', 'N'), 'another name');
    assert.ok(warnings.begin('other', 'Ada', 'N'), 'another channel');
    closed();
    assert.equal(warnings.begin('team', 'Ada', 'M'), undefined, 'that one was told');
    assert.ok(warnings.begin('team', 'Ada', 'N'), 'that one was not');
  });

  it('never end, however many devices came before', () => {
    const warnings = new Warnings();
    for (let count = 0; count < 2_000; count++) {
      const closed = warnings.begin('team', 'Ada', `device ${count}`);
      assert.ok(closed, String(count));
      closed();
    }
    assert.ok(warnings.begin('team', 'Grace', undefined));
  });
});
