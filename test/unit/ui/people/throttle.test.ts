import { strict as assert } from 'node:assert';
import { Throttle } from '../../../../src/ui/people/throttle';
import { FakeClock } from '../../support/fakeClock';

describe('what is done at most once in a while', () => {
  const begin = () => {
    const clock = new FakeClock();
    const start = clock.now();
    const times: number[] = [];
    const throttle = new Throttle(clock, 500, () => times.push(clock.now() - start));
    return { clock, throttle, times };
  };

  it('is done at once when it was quiet', () => {
    const { clock, throttle, times } = begin();
    throttle.request();
    clock.advance(10_000);
    throttle.request();
    assert.deepEqual(times, [0, 10_000]);
  });

  it('is done no more than twice a second, and the last time is not lost', () => {
    const { clock, throttle, times } = begin();
    for (let n = 0; n <= 100; n++) {
      throttle.request();
      clock.advance(10);
    }
    clock.advance(10_000);
    assert.deepEqual(times, [0, 500, 1_000, 1_500]);
  });

  it('is not done any more when it is taken back', () => {
    const { clock, throttle, times } = begin();
    throttle.request();
    throttle.request();
    throttle.cancel();
    clock.advance(10_000);
    throttle.request();
    throttle.request();
    throttle.dispose();
    clock.advance(10_000);
    assert.deepEqual(times, [0, 10_000]);
  });
});
