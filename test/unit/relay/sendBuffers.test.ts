import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SendBuffers, type Reader } from '../../../src/relay/sendBuffers';

class Slow implements Reader {
  state: 'open' | 'cut' | 'terminated' = 'open';
  constructor(private readonly buffers: SendBuffers) {}
  cutOff(): void {
    this.state = 'cut';
    this.buffers.closing(this);
  }
  terminate(): void {
    this.state = 'terminated';
  }
}

describe('what waits for slow readers', () => {
  it('is cut where it is most when it is too much, and the others stay', () => {
    const buffers = new SendBuffers(100);
    const [a, b, c] = [new Slow(buffers), new Slow(buffers), new Slow(buffers)];
    buffers.set(a, 30);
    buffers.set(b, 60);
    buffers.set(c, 10);
    assert.deepEqual([a.state, b.state, c.state], ['open', 'open', 'open']);
    buffers.set(c, 11);
    assert.deepEqual([a.state, b.state, c.state], ['open', 'cut', 'open']);
    assert.equal(buffers.total, 101);
    buffers.gone(b);
    assert.equal(buffers.total, 41);
    buffers.set(a, 0);
    buffers.set(c, 0);
    assert.equal(buffers.total, 0);
  });

  it('gives up those who are being told when they hold as much again', () => {
    const buffers = new SendBuffers(100);
    const all = [80, 90, 95].map(bytes => {
      const reader = new Slow(buffers);
      buffers.set(reader, bytes);
      reader.cutOff();
      return reader;
    });
    assert.deepEqual(
      all.map(({ state }) => state),
      ['terminated', 'terminated', 'cut'],
    );
    assert.equal(buffers.total, 95);
  });

  it('has no bound with 0', () => {
    const buffers = new SendBuffers(0);
    const reader = new Slow(buffers);
    buffers.set(reader, 1e12);
    assert.equal(reader.state, 'open');
  });

  it('is never more than twice the limit, and ends with nothing, whatever happens', () => {
    const step = fc.record({
      who: fc.nat(9),
      bytes: fc.nat(60),
      act: fc.constantFrom('set', 'set', 'set', 'cut', 'gone'),
    });
    fc.assert(
      fc.property(fc.array(step), steps => {
        const buffers = new SendBuffers(100);
        const readers = Array.from({ length: 10 }, () => new Slow(buffers));
        for (const { who, bytes, act } of steps) {
          const reader = readers[who];
          if (!reader) continue;
          if (act === 'set' && reader.state === 'open') buffers.set(reader, bytes);
          if (act === 'cut' && reader.state === 'open') reader.cutOff();
          if (act === 'gone') buffers.gone(reader);
          assert.ok(buffers.total >= 0 && buffers.total <= 200);
        }
        for (const reader of readers) buffers.gone(reader);
        assert.equal(buffers.total, 0);
      }),
    );
  });
});
