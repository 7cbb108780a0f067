import { strict as assert } from 'node:assert';
import { passphraseStrength } from '../../../src/ui/private/passphrase';

const DAY = 86_400;
const YEAR = 365 * DAY;
const secondsFor = (passphrase: string, channel = 'team'): number => passphraseStrength(passphrase, channel).seconds;

describe('the strength of a passphrase', () => {
  it('is little for what is short, and years for a long one that is made up', () => {
    assert.ok(secondsFor('monkey') < 60);
    assert.ok(secondsFor('Tr0ub4dor&3') < DAY);
    assert.ok(secondsFor('seven blue kettles hum under warm glass') > YEAR);
  });

  it('does not grow by saying the same again, by runs, or by the channel’s own name', () => {
    const { bits } = passphraseStrength('kettle', 'team');
    for (const more of ['kettle kettle kettle', 'kettle-kettle', 'kettle team', 'KETTLE']) {
      assert.ok(passphraseStrength(more, 'team').bits <= bits + 2, more);
    }
    for (const run of ['aaaaaaaaaaaaaaaaaaaa', '12345678901234567890', 'abcdefghijklmnopqrstuvwxyz']) {
      assert.ok(secondsFor(run) < 60, run);
    }
    assert.ok(secondsFor('our long team name', 'our long team name') < 60);
  });

  it('never sinks when another word is added', () => {
    const words = ['seven', 'blue', 'kettles', 'hum', 'under', 'warm', 'glass'];
    const strengths = words.map((_, count) => passphraseStrength(words.slice(0, count + 1).join(' '), 'x').bits);
    assert.deepEqual(
      strengths,
      strengths.toSorted((a, b) => a - b),
    );
  });
});
