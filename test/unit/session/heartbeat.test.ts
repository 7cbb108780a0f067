import { strict as assert } from 'node:assert';
import { Heartbeat } from '../../../src/session/heartbeat';
import { FakeClock } from '../support/fakeClock';

describe('a heartbeat', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const seen = { pings: 0, deaths: 0, can: true };
    const heartbeat = new Heartbeat({
      ping: () => {
        if (seen.can) seen.pings++;
        return seen.can;
      },
      dead: () => seen.deaths++,
      clock,
    });
    heartbeat.start();
    return { clock, heartbeat, seen };
  };

  it('asks every 20 s and gives 10 s to answer', () => {
    const { clock, seen } = setUp();
    clock.advance(19_999);
    assert.equal(seen.pings, 0);
    clock.advance(1);
    assert.equal(seen.pings, 1);
    clock.advance(9_999);
    assert.equal(seen.deaths, 0);
    clock.advance(1);
    assert.deepEqual([seen.deaths, clock.pending], [1, 0]);
  });

  it('lives as long as anything comes', () => {
    const { clock, heartbeat, seen } = setUp();
    for (let second = 0; second < 600; second++) {
      clock.advance(1_000);
      if (second % 9 === 0) heartbeat.heard();
    }
    assert.deepEqual([seen.pings, seen.deaths], [30, 0]);
  });

  it('does not take what came before a ping for its answer', () => {
    const { clock, heartbeat, seen } = setUp();
    clock.advance(19_999);
    heartbeat.heard();
    clock.advance(10_001);
    assert.equal(seen.deaths, 1);
  });

  it('waits for nothing where it cannot ask', () => {
    const { clock, heartbeat, seen } = setUp();
    seen.can = false;
    clock.advance(100_000);
    heartbeat.check();
    assert.equal(seen.deaths, 0);
    seen.can = true;
    clock.advance(30_000);
    assert.equal(seen.deaths, 1);
  });

  it('keeps the earlier limit when it is asked to check meanwhile', () => {
    const { clock, heartbeat, seen } = setUp();
    clock.advance(20_000);
    heartbeat.check(5_000);
    heartbeat.check(60_000);
    clock.advance(5_000);
    assert.deepEqual([seen.deaths, clock.pending], [1, 0]);
  });

  it('leaves no timer when it is stopped', () => {
    const { clock, heartbeat } = setUp();
    clock.advance(20_000);
    heartbeat.check(5_000);
    heartbeat.stop();
    assert.equal(clock.pending, 0);
  });

  it('asks less and less often when a server never answers, and as before once it does', () => {
    const { clock, heartbeat, seen } = setUp();
    const lasts = (): number => {
      heartbeat.start();
      const { deaths } = seen;
      const since = clock.now();
      while (seen.deaths === deaths) clock.advance(1_000);
      return (clock.now() - since) / 1_000;
    };
    assert.deepEqual(Array.from({ length: 9 }, lasts), [30, 30, 30, 50, 90, 170, 310, 310, 310]);
    heartbeat.start();
    clock.advance(300_000);
    heartbeat.heard();
    assert.equal(lasts(), 30);
  });
});
