import { strict as assert } from 'node:assert';
import { WakeWatch } from '../../../src/session/wakeWatch';
import { FakeClock } from '../support/fakeClock';

describe('the watch for sleep', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const seen = { wakes: 0, network: 'a' };
    const watch = new WakeWatch({ wake: () => seen.wakes++, network: () => seen.network, clock });
    return { clock, seen, watch };
  };

  it('tells once when the wall clock has run on without the timer', () => {
    const { clock, seen } = setUp();
    clock.advance(60_000);
    assert.equal(seen.wakes, 0);
    clock.advance(2_000);
    clock.jump(600_000);
    clock.advance(3_000);
    assert.equal(seen.wakes, 1);
    clock.advance(60_000);
    assert.equal(seen.wakes, 1);
  });

  it('does not take a slow timer or a clock that is set back for sleep', () => {
    const { clock, seen } = setUp();
    for (const jump of [10_000, -3_600_000, 9_999]) {
      clock.jump(jump);
      clock.advance(5_000);
    }
    assert.equal(seen.wakes, 0);
  });

  it('tells when the network is another one', () => {
    const { clock, seen } = setUp();
    seen.network = 'b';
    clock.advance(5_000);
    assert.equal(seen.wakes, 1);
    clock.advance(60_000);
    assert.equal(seen.wakes, 1);
  });

  it('leaves no timer when it is disposed of', () => {
    const { clock, watch } = setUp();
    watch.dispose();
    assert.equal(clock.pending, 0);
  });
});
