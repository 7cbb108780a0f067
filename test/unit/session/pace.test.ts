import { strict as assert } from 'node:assert';
import { Bucket, DEFAULT_LIMITS } from '../../../src/relay/limits';
import { MAX_LASTING, MAX_PASSING, Pace } from '../../../src/session/pace';
import { FakeClock } from '../support/fakeClock';
import { randomFrom } from '../support/simulation';

describe('the pace', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const sent: { message: unknown; uid?: string | undefined; at: number }[] = [];
    const fences: number[] = [];
    const server = { online: true, fences: true, echoes: true, buffered: 0 };
    const pace: Pace = new Pace({
      clock,
      buffered: () => server.buffered,
      send: (message, uid) => {
        if (server.online) sent.push({ message, uid, at: clock.now() });
        return server.online;
      },
      fence: n => {
        if (!server.fences) return false;
        fences.push(n);
        if (server.echoes) clock.after(1, () => pace.passed(n));
        return true;
      },
    });
    const give = (count: number, bytes = 100) => {
      for (let n = 0; n < count; n++) pace.lasting(() => ({ message: n, bytes }));
    };
    const messages = () => sent.map(({ message }) => message);
    return { clock, sent, fences, server, pace, give, messages };
  };

  it('sends what is given in its order, the first at once, a thousand a second', () => {
    const { clock, sent, give, messages } = setUp();
    give(1);
    assert.equal(sent.length, 1);
    const start = clock.now();
    give(2_000);
    clock.advance(10_000);
    assert.deepEqual(messages().slice(1), [...Array(2_000).keys()]);
    const took = (sent.at(-1)?.at ?? 0) - start;
    assert.ok(took > 1_900 && took < 2_500, `${took} ms`);
    assert.equal(clock.pending, 0);
  });

  it('keeps no more on the way than the server has dealt with, and goes on when it has', () => {
    const { clock, sent, fences, server, pace, give } = setUp();
    server.echoes = false;
    give(100);
    clock.advance(1_000);
    assert.ok(sent.length + fences.length <= 25, `${sent.length} and ${fences.length} fences`);
    const before = sent.length;
    pace.passed(99);
    assert.equal(sent.length, before);
    pace.passed(fences[0] ?? 0);
    clock.advance(1_000);
    assert.ok(sent.length > before);
  });

  it('bounds the bytes on the way', () => {
    const { clock, sent, server, give } = setUp();
    server.echoes = false;
    give(100, 100_000);
    clock.advance(1_000);
    assert.equal(sent.length, 3);
  });

  it('stops while the socket does not get rid of what it has', () => {
    const { clock, sent, server, give } = setUp();
    server.buffered = 1_000_001;
    give(3);
    clock.advance(1_000);
    assert.equal(sent.length, 0);
    server.buffered = 1_000_000;
    clock.advance(25);
    assert.equal(sent.length, 3);
  });

  it('goes slowly where nobody can tell what the server has dealt with', () => {
    const { clock, sent, server, give } = setUp();
    server.fences = false;
    give(1_000);
    clock.advance(1_000);
    assert.ok(sent.length >= 190 && sent.length <= 216, `${sent.length}`);
    server.fences = true;
    clock.advance(10_000);
    assert.equal(sent.length, 1_000);
  });

  it('does not wait for ever for a server that does not pass on what one says to oneself', () => {
    const { clock, sent, server, give } = setUp();
    server.echoes = false;
    give(1_000);
    clock.advance(35_100);
    assert.ok(sent.length > 24);
    clock.advance(10_000);
    assert.equal(sent.length, 1_000);
  });

  it('sends lasting frames first, and of passing ones with one key the latest', () => {
    const { clock, pace, give, messages } = setUp();
    give(8);
    pace.passing('typing', () => ({ message: 'old' }));
    pace.passing('typing', () => ({ message: 'new' }));
    pace.passing('presence', () => undefined);
    pace.lasting(() => undefined);
    give(3);
    clock.advance(1_000);
    assert.deepEqual(messages(), [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 'new']);
  });

  it('bounds what waits', () => {
    const { clock, server, pace, give, messages } = setUp();
    server.buffered = 2_000_000;
    give(MAX_LASTING);
    assert.equal(
      pace.lasting(() => ({ message: 'one too many' })),
      false,
    );
    for (let key = 0; key <= MAX_PASSING; key++) pace.passing(String(key), () => ({ message: `passing ${key}` }));
    server.buffered = 0;
    clock.advance(60_000);
    assert.equal(messages().length, MAX_LASTING + MAX_PASSING);
    assert.deepEqual([messages().includes('one too many'), messages().includes('passing 0')], [false, false]);
  });

  it('halves its pace when it is told to, and takes it up again', () => {
    const { clock, sent, pace, give } = setUp();
    const inSecond = () => {
      const before = sent.length;
      clock.advance(1_000);
      return sent.length - before;
    };
    give(9_000);
    assert.ok(inSecond() > 850);
    pace.slowDown();
    pace.slowDown();
    const slow = inSecond();
    assert.ok(slow > 100 && slow < 260, `${slow}`);
    for (let more = 0; more < 50; more++) pace.slowDown();
    assert.ok(inSecond() > 5);
    clock.advance(40_000);
    give(5_000);
    assert.ok(inSecond() > 850);
  });

  it('forgets all when the connection is gone', () => {
    const { clock, sent, server, pace, give } = setUp();
    give(100);
    pace.clear();
    const before = sent.length;
    clock.advance(60_000);
    assert.deepEqual([sent.length, clock.pending, pace.waiting], [before, 0, 0]);
    server.online = false;
    give(3);
    assert.equal(pace.waiting, 0);
    server.online = true;
    give(3);
    assert.equal(sent.length, before + 3);
  });

  it('bears to be called from within', () => {
    const { clock, sent, pace } = setUp();
    const again = (depth: number) => () => {
      if (depth > 0) pace.lasting(again(depth - 1));
      if (depth === 20) pace.clear();
      return { message: depth };
    };
    pace.lasting(again(40));
    clock.advance(1_000);
    assert.equal(sent.length, 21);
  });

  it('never exceeds what a relay allows, however the network holds frames up and lets them go', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = randomFrom(seed);
      const clock = new FakeClock();
      const bucket = new Bucket(DEFAULT_LIMITS.rate, DEFAULT_LIMITS.rateWindow);
      const way = { up: 0, down: 0, refused: 0, arrived: 0 };
      // In order, each after the one before, and sometimes after a stall that all behind it wait for.
      const deliver = (lane: 'up' | 'down', act: () => void) => {
        const stall = next() < 0.02 ? next() * 3_000 : next() * 4;
        way[lane] = Math.max(way[lane], clock.now() + stall);
        clock.after(way[lane] - clock.now(), act);
      };
      const arrive = () => {
        way.arrived++;
        if (!bucket.take(clock.now())) way.refused++;
      };
      const pace: Pace = new Pace({
        clock,
        send: () => {
          deliver('up', arrive);
          return true;
        },
        fence: n => {
          deliver('up', () => {
            arrive();
            deliver('down', () => pace.passed(n));
          });
          return true;
        },
      });
      for (let n = 0; n < 1_000; n++) pace.lasting(() => ({ message: n, bytes: 100 }));
      clock.advance(600_000);
      assert.ok(way.arrived >= 1_000, `${way.arrived} with seed ${seed}`);
      assert.equal(way.refused, 0, `seed ${seed}`);
    }
  });
});
