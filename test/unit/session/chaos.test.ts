import { strict as assert } from 'node:assert';
import { chaos } from '../../chaos/chaos';

/** The short form of `npm run test:chaos`: the same faults, some seconds of them. */
const SEED = 3;
const DURATION = 5_000;

describe('delivery through chaos', () => {
  it(`loses nothing, doubles nothing and keeps the order (seed ${SEED})`, async () => {
    const result = await chaos({ seed: SEED, duration: DURATION, peers: 3, patience: 30_000 });
    const { sent, lost, duplicated, outOfOrder, different, examples } = result;
    assert.ok(sent > 50, `${sent} sent`);
    assert.ok(result.faults.size > 3, `${result.faults.size} kinds of faults`);
    const figures = { lost, duplicated, outOfOrder, different };
    assert.deepEqual(figures, { lost: 0, duplicated: 0, outOfOrder: 0, different: 0 }, examples.join('\n'));
  }).timeout(60_000);
});
