import assert from 'node:assert/strict';
import { Backoff } from '../../../src/client/backoff';

describe('Backoff', () => {
  it('doubles the bound up to the cap', () => {
    const backoff = new Backoff({ random: () => 0.5 });
    const waits = Array.from({ length: 9 }, () => backoff.next() * 2);
    assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('draws from the whole of it', () => {
    assert.equal(new Backoff({ random: () => 0 }).next(), 0);
    assert.equal(new Backoff({ random: () => 0.999_999 }).next(), 499);
    const waits = Array.from({ length: 1000 }, () => new Backoff({ base: 100 }).next());
    assert.ok(waits.every(wait => wait >= 0 && wait < 100));
    assert.ok(Math.min(...waits) < 20 && Math.max(...waits) > 80);
  });

  it('begins anew after reset()', () => {
    const backoff = new Backoff({ base: 10, cap: 25, random: () => 0.99 });
    assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [9, 19, 24]);
    backoff.reset();
    assert.equal(backoff.next(), 9);
  });

  it('never waits longer than the cap, even when the base is larger', () => {
    assert.ok(new Backoff({ base: 1000, cap: 100, random: () => 0.99 }).next() < 100);
  });
});
