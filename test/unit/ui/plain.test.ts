import { strict as assert } from 'node:assert';
import { plain } from '../../../src/ui/plain';

describe('text of others in VS Code’s own lists and notifications', () => {
  it('is no link and no icon', () => {
    assert.equal(plain('[Retry](command:workbench.action.quit) left'), '[Retry] (command:workbench.action.quit) left');
    assert.equal(plain('$(verified) Ada'), '$ (verified) Ada');
  });

  it('has nothing that cannot be seen or turns what follows', () => {
    assert.equal(plain('A\u202eda\u200b \u0007\n B'), 'A da B');
  });

  it('has an end, and keeps what is harmless', () => {
    assert.ok(plain('x'.repeat(10_000)).length <= 301);
    assert.equal(plain('Größe 🙂 (it) [is] $5'), 'Größe 🙂 (it) [is] $5');
  });
});
