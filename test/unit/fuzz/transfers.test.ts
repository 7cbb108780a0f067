import { strict as assert } from 'node:assert';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from '../../../src/base/crc32';
import { asPassing, type Part } from '../../../src/protocol/passing';
import { unpack } from '../../../src/session/transfer';
import { IncomingTransfers, MAX_HELD_BYTES, MAX_TRANSFERS } from '../../../src/session/transferIn';
import { OutgoingTransfer } from '../../../src/session/transferOut';
import { partAt, partBytes } from '../../../src/session/transferParts';
import * as samples from './samples';
import { isContentShape } from './shapes';
import { anything, mutations, texts } from './values';

/** As a peer would pack it: any text, with sizes and a sum that are right. */
function packedOf(id: string, json: string) {
  const bytes = new Uint8Array(deflateRawSync(json));
  return { id, bytes, full: Buffer.byteLength(json), sum: crc32(bytes) };
}

/** The parts of three transfers of two sessions, so that a random walk over them completes some. */
const pool: Part[] = ['a', 'b', 'c'].flatMap((id, n) => {
  const session = `s${n % 2}`;
  const json = JSON.stringify({ type: 'chat', id, session, seq: 1, at: 1, text: `hello ${id}` });
  const { bytes, full, sum } = packedOf(id, json);
  const [count, slice] = [4, Math.ceil(bytes.length / 4)];
  return Array.from({ length: count }, (_, index) => {
    const data = Buffer.from(bytes.subarray(index * slice, (index + 1) * slice)).toString('base64');
    return { type: 'part', session, transfer: id, index, count, size: bytes.length, full, sum, data };
  });
});

describe('transfers, against anything', function () {
  this.timeout(30_000);

  it('the parts of the pool are valid', () => {
    for (const part of pool) assert.equal(asPassing(part), part);
  });

  it('a part that was let through has bytes of the length it must have, or none', () => {
    fc.assert(
      fc.property(mutations(samples.passing), value => {
        const part = asPassing(value);
        if (part?.type !== 'part') return;
        const bytes = partBytes(part);
        assert.ok(bytes === undefined || (bytes.length > 0 && bytes.length <= Math.ceil(part.size / part.count)));
      }),
      { numRuns: 3000 },
    );
  });

  it('whatever comes is held within bounds, and what completes is content', async () => {
    const step = fc.record({
      part: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pool) }, mutations(fc.constantFrom(...pool)), anything),
      uid: fc.constantFrom('u0', 'u1', 'u2', undefined),
      act: fc.constantFrom('take', 'take', 'take', 'take', 'take', 'take', 'cancel', 'cancelled', 'expire', 'resume'),
      pass: fc.nat(20_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async steps => {
        const incoming = new IncomingTransfers();
        let now = 0;
        for (const { part: value, uid, act, pass } of steps) {
          now += pass;
          const part = asPassing(value);
          if (act === 'expire') incoming.expire(now);
          else if (act === 'resume') incoming.resume(now);
          else if (part?.type !== 'part') continue;
          else if (act === 'cancel') incoming.cancel(part.session, part.transfer);
          else if (act === 'cancelled') incoming.cancelled({ ...part, type: 'cancel' }, uid);
          else {
            const taken = incoming.take(part, uid, now);
            if (taken.kind === 'whole') {
              const outcome = await taken.outcome;
              assert.ok(!('content' in outcome) || isContentShape(outcome.content));
              assert.ok(!('content' in outcome) || outcome.content.id === part.transfer);
            }
          }
          const { transfers, bytes } = incoming.held;
          assert.ok(transfers <= MAX_TRANSFERS && bytes >= 0 && bytes <= MAX_HELD_BYTES);
          assert.equal(incoming.wanted().length, transfers);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('unpack makes content or nothing of any bytes, sizes and sums', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        texts(fc.oneof(anything, mutations(samples.content))),
        damage,
        fc.integer({ min: -2, max: 2 }),
        fc.boolean(),
        async (json, bytes, longer, right) => {
          const packed = packedOf('i', json);
          for (const [at, byte] of bytes) packed.bytes[at % packed.bytes.length] = byte;
          // Anyone can make a sum that fits.
          const sum = right ? crc32(packed.bytes) : packed.sum;
          const travelled = await unpack({ ...packed, full: packed.full + longer, sum });
          assert.ok(!travelled || (isContentShape(travelled.content) && travelled.content.id === 'i'));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('an outgoing transfer answers any asking within bounds, with parts that are valid', () => {
    const packed = { id: 'c', bytes: new Uint8Array(200_000), full: 1, sum: 1 };
    const ask = fc.tuple(
      fc.integer({ min: -1, max: 6 }),
      fc.constantFrom('A', 'B', 'C'),
      fc.constantFrom('more', 'more', 'drop', 'rewind', 'send', 'confirm', 'from'),
    );
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 60 }), fc.boolean(), (asks, direct) => {
        const transfer = new OutgoingTransfer('s', packed, direct ? 'A' : undefined);
        const send = (part: Part) => asPassing({ ...part }) !== undefined || assert.fail('not valid');
        for (const [next, asker, act] of asks) {
          if (act === 'more') transfer.more(next, asker);
          else if (act === 'drop') transfer.drop(asker);
          else if (act === 'rewind') transfer.rewind();
          else if (act === 'confirm') transfer.confirm(next);
          else if (act === 'from') transfer.from(next);
          else transfer.sendNext(send);
          const { done, total } = transfer.progress;
          assert.ok(done >= 0 && done <= total);
        }
        let sent = 0;
        while (transfer.sendNext(send)) assert.ok(++sent <= 4 * transfer.count, 'three askers and the pass');
        assert.ok(transfer.isIdle);
        assert.equal(asPassing(partAt(packed, 's', 0))?.type, 'part');
      }),
      { numRuns: 200 },
    );
  });
});
