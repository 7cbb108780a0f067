import { strict as assert } from 'node:assert';
import { byteLength } from '../../../src/base/encoding';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../../../src/protocol/itty';
import { asPassing, PASSING_LIMITS, type Part } from '../../../src/protocol/passing';
import { pack, unpack, type Packed } from '../../../src/session/transfer';
import { MAX_ASKERS, MAX_REPEATS, MAX_REPEATS_IN_ALL, OutgoingTransfer } from '../../../src/session/transferOut';
import { joinBytes } from '../../../src/base/encoding';
import { PART_BYTES, partAt, partBytes } from '../../../src/session/transferParts';
import { noise, snippetOf } from '../support/transfer';

/** What went out: part numbers, with the uid they went to. */
class Wire {
  readonly parts: Part[] = [];
  readonly log: string[] = [];
  isOpen = true;

  readonly send = (part: Part, uid?: string): boolean => {
    if (!this.isOpen) return false;
    this.parts.push(part);
    this.log.push(`${part.index}${uid === undefined ? '' : `>${uid}`}`);
    return true;
  };

  drain(transfer: OutgoingTransfer, most = Infinity): string {
    const before = this.log.length;
    while (this.log.length - before < most && transfer.sendNext(this.send)) continue;
    return this.log.slice(before).join(' ');
  }
}

/** Bytes of the given length in place of packed content, for all but what unpacks it. */
function packedOf(length: number): Packed {
  return { id: 'c1', bytes: new Uint8Array(length).fill(7), full: length, sum: 1 };
}

describe('parts', () => {
  const sizes = [1, 2, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 7, 1_000_003];
  sizes.push(PASSING_LIMITS.transfer);

  for (const size of sizes) {
    it(`of ${size} bytes are let through and make the whole again`, () => {
      const wire = new Wire();
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
      wire.drain(new OutgoingTransfer('s1', { ...packedOf(size), bytes }));
      const slices = wire.parts.map(part => {
        assert.ok(asPassing(JSON.parse(JSON.stringify(part))));
        return partBytes(part) ?? assert.fail();
      });
      assert.ok(Buffer.from(joinBytes(slices)).equals(bytes));
    });
  }

  it('fit a frame with margin, in the clear and sealed', () => {
    const worst = '\u0001'.repeat(64);
    const packed = { ...packedOf(PASSING_LIMITS.transfer), id: worst, sum: 0xffffffff };
    const bytes = byteLength(encodeClientFrame(partAt(packed, worst, 100), 'ü'.repeat(64)));
    assert.ok(bytes < 0.7 * MAX_FRAME_BYTES, `${bytes}`);
    assert.ok((bytes * 4) / 3 < 0.95 * MAX_FRAME_BYTES);
  });

  it('carry real content', async () => {
    const content = snippetOf(600_000, noise);
    const packed = await pack(content);
    const wire = new Wire();
    wire.drain(new OutgoingTransfer('s1', packed));
    const slices = wire.parts.map(part => partBytes(part) ?? assert.fail());
    assert.deepEqual(await unpack({ ...packed, bytes: joinBytes(slices) }), { content });
  });
});

describe('an outgoing transfer', () => {
  const four = () => new OutgoingTransfer('s1', packedOf(4 * PART_BYTES));

  it('goes to everyone once, and says how far it is', () => {
    const transfer = four();
    const wire = new Wire();
    assert.equal(transfer.count, 4);
    assert.equal(wire.drain(transfer, 2), '0 1');
    assert.deepEqual(transfer.progress, { done: 2 * PART_BYTES, total: 4 * PART_BYTES });
    assert.equal(wire.drain(transfer), '2 3');
    assert.ok(transfer.isIdle && !transfer.isConfirmed);
    assert.equal(wire.drain(transfer), '');
  });

  it('keeps a part that the socket does not take', () => {
    const transfer = four();
    const wire = new Wire();
    wire.isOpen = false;
    assert.equal(transfer.sendNext(wire.send), false);
    wire.isOpen = true;
    assert.equal(wire.drain(transfer), '0 1 2 3');
  });

  it('goes on behind what the server confirmed', () => {
    const transfer = four();
    const wire = new Wire();
    wire.drain(transfer, 3);
    transfer.confirm(0);
    transfer.confirm(3);
    transfer.rewind();
    assert.equal(transfer.progress.done, PART_BYTES);
    assert.equal(wire.drain(transfer), '1 2 3');
    transfer.confirm(3);
    assert.ok(transfer.isConfirmed);
    transfer.from(2);
    assert.equal(wire.drain(transfer), '2 3');
  });

  it('gives again what is asked for, to the asker alone, in turn', () => {
    const transfer = four();
    const wire = new Wire();
    wire.drain(transfer, 2);
    assert.ok(transfer.more(1, 'A'));
    assert.ok(transfer.more(0, 'B'));
    assert.ok(transfer.more(3, 'C'), 'it gets that with everyone');
    assert.equal(wire.drain(transfer), '2 3 1>A 0>B 1>B');
    assert.ok(transfer.isIdle);
    assert.ok(transfer.more(2, 'A'));
    assert.equal(wire.drain(transfer), '2>A 3>A');
  });

  it('answers one asker and all of them so often and no more', () => {
    const transfer = four();
    const wire = new Wire();
    wire.drain(transfer);
    const flood = (asker: string) => {
      const before = wire.parts.length;
      for (let round = 0; round < 50; round++) {
        transfer.more(round % 4, asker);
        wire.drain(transfer);
      }
      return wire.parts.length - before;
    };
    assert.ok(flood('A') <= MAX_REPEATS * 4);
    assert.equal(transfer.more(0, 'A'), false);
    for (let asker = 0; asker < 500; asker++) flood(`a${asker}`);
    assert.ok(wire.parts.length <= 4 + MAX_REPEATS_IN_ALL * 4);
  });

  it('does not count twice what it still had to give', () => {
    const transfer = four();
    const wire = new Wire();
    wire.drain(transfer);
    for (let round = 0; round < 100; round++) assert.ok(transfer.more(round % 2, 'A'));
    assert.equal(wire.drain(transfer), '1>A 2>A 3>A');
  });

  it('remembers a bounded number of askers', () => {
    const transfer = new OutgoingTransfer('s1', packedOf(40 * PART_BYTES));
    new Wire().drain(transfer);
    const answered = Array.from({ length: 1000 }, (_, asker) => transfer.more(39, `a${asker}`));
    assert.equal(answered.filter(Boolean).length, MAX_ASKERS);
    assert.equal(transfer.more(40, 'a1'), false);
    assert.equal(transfer.more(-1, 'a1'), false);
  });

  it('follows its one recipient', () => {
    const transfer = new OutgoingTransfer('s1', packedOf(4 * PART_BYTES), 'A');
    const wire = new Wire();
    assert.equal(wire.drain(transfer, 3), '0>A 1>A 2>A');
    assert.ok(transfer.more(2, 'B'));
    assert.equal(transfer.recipient, 'B');
    assert.equal(wire.drain(transfer), '2>B 3>B');
    assert.equal(transfer.drop('A'), false);
    assert.equal(transfer.drop('B'), true);
    assert.equal(transfer.more(0, 'B'), false);
  });

  it('stops when it is cancelled, and for a receiver that does not want it', () => {
    const transfer = four();
    const wire = new Wire();
    wire.drain(transfer);
    transfer.more(0, 'A');
    transfer.more(2, 'B');
    assert.equal(transfer.drop('A'), false);
    assert.equal(wire.drain(transfer), '2>B 3>B');
    transfer.more(0, 'B');
    assert.deepEqual(transfer.cancel(), { type: 'cancel', session: 's1', transfer: 'c1' });
    assert.equal(wire.drain(transfer), '');
    assert.ok(transfer.isIdle);
    assert.equal(transfer.more(0, 'B'), false);
  });
});
