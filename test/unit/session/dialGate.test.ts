import { strict as assert } from 'node:assert';
import { DialGate } from '../../../src/session/dialGate';
import { FakeClock } from '../support/fakeClock';

describe('the gate for connection attempts', () => {
  it('lets in 8 a second at most, in the order they asked, and the first at once', () => {
    const clock = new FakeClock();
    const gate = new DialGate(clock);
    const start = clock.now();
    const came: { place: number; at: number }[] = [];
    for (let place = 0; place < 100; place++) gate.enter(() => came.push({ place, at: clock.now() - start }));
    assert.equal(came.length, 0, 'never before enter() returns');
    clock.advance(20_000);
    assert.deepEqual(
      came.map(({ place }) => place),
      Array.from({ length: 100 }, (_, place) => place),
    );
    assert.equal(came[0]?.at, 0);
    for (const { at } of came) {
      const within = came.filter(other => other.at >= at && other.at < at + 1_000).length;
      assert.ok(within <= 8, `${within} within a second`);
    }
    assert.equal(came.at(-1)?.at, 99 * 125);
    assert.equal(clock.pending, 0);
  });

  it('gives the turn of who cancels to the next', () => {
    const clock = new FakeClock();
    const gate = new DialGate(clock);
    const came: string[] = [];
    const first = gate.enter(() => came.push('first'));
    gate.enter(() => came.push('second'));
    first.dispose();
    first.dispose();
    clock.advance(0);
    assert.deepEqual(came, ['second']);
    gate.enter(() => came.push('third')).dispose();
    assert.equal(clock.pending, 0);
  });

  it('is not shut by a clock that is set back, nor flung open by one that is set forward', () => {
    const clock = new FakeClock();
    const gate = new DialGate(clock);
    let came = 0;
    const ask = () => gate.enter(() => came++);
    ask();
    clock.advance(0);
    clock.jump(-3_600_000);
    ask();
    clock.advance(125);
    assert.equal(came, 2);
    clock.jump(3_600_000);
    ask();
    ask();
    clock.advance(0);
    assert.equal(came, 3);
    clock.advance(125);
    assert.equal(came, 4);
  });

  it('calls nobody after it was disposed of', () => {
    const clock = new FakeClock();
    const gate = new DialGate(clock);
    gate.enter(() => assert.fail('called'));
    gate.dispose();
    clock.advance(1_000);
    assert.equal(clock.pending, 0);
  });
});
