import { strict as assert } from 'node:assert';
import { chaos } from '../../chaos/chaos';

/** The short form of `npm run test:chaos`. */
describe('delivery through a network and a relay that break', function () {
  this.timeout(90_000);

  const isUnharmed = async (sealed: boolean): Promise<void> => {
    const result = await chaos({ seed: 3, duration: 5_000, peers: 3, patience: 60_000, sealed });
    const { sent, amended, lost, duplicated, outOfOrder, different, examples, faults } = result;
    assert.deepEqual(
      { lost, duplicated, outOfOrder, different, examples },
      {
        lost: 0,
        duplicated: 0,
        outOfOrder: 0,
        different: 0,
        examples: [],
      },
    );
    assert.ok(sent > 50 && amended > 10 && faults.size > 3, 'too little happened');
  };

  it('loses nothing, shows nothing twice, and keeps the order', () => isUnharmed(false));

  it('nor does it in a private channel', () => isUnharmed(true));
});
