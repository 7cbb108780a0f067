import { strict as assert } from 'node:assert';
import { Activity, IDLE_AFTER } from '../../../../src/ui/people/activity';
import { LocationChoices } from '../../../../src/ui/people/locationChoices';
import { OwnStatus } from '../../../../src/ui/people/ownStatus';
import { FakeClock } from '../../support/fakeClock';
import { memory } from './memory';

/** No two channels of a test share a name. */
const same = (channel: string) => channel;

describe('the status of oneself', () => {
  const begin = (state = memory()) => {
    const clock = new FakeClock();
    const activity = new Activity(clock, { focused: true, active: false });
    const status = new OwnStatus(state, activity);
    const told: string[] = [];
    status.onDidChange(() => told.push(status.status));
    return { clock, activity, status, told };
  };

  it('comes by itself until it is set by hand, and again when that is taken back', async () => {
    const { clock, status, told } = begin();
    clock.advance(IDLE_AFTER);
    await status.set('call');
    await status.set(undefined);
    assert.deepEqual(told, ['idle', 'call', 'idle']);
  });

  it('does not change by itself what was set by hand', async () => {
    const { clock, activity, status, told } = begin();
    await status.set('busy');
    clock.advance(IDLE_AFTER);
    activity.input();
    assert.deepEqual(told, ['busy']);
  });

  it('is quiet with “do not disturb” and with nothing else', async () => {
    const { status } = begin();
    assert.equal(status.quiet(), false);
    await status.set('call');
    assert.equal(status.quiet(), false);
    await status.set('busy');
    assert.equal(status.quiet(), true);
  });

  it('holds in the other windows of this machine, as soon as they look', async () => {
    const shared = memory();
    const [one, other] = [begin(shared), begin(shared)];
    await one.status.set('busy');
    assert.equal(other.status.quiet(), true);
    other.status.look();
    other.status.look();
    assert.deepEqual(other.told, ['busy']);
  });

  it('is not what was never offered', () => {
    for (const stored of ['away', 'active', 'x', 1, {}]) {
      assert.equal(begin(memory({ 'liveChannels.status': stored })).status.manual, undefined);
    }
  });
});

describe('where others see where one is', () => {
  it('is nowhere at first, and everywhere by the setting', () => {
    assert.equal(new LocationChoices(memory(), () => false, same).has('demo'), false);
    assert.equal(new LocationChoices(memory(), () => true, same).has('demo'), true);
  });

  it('is chosen for each channel, whatever the setting says', async () => {
    let byDefault = false;
    const choices = new LocationChoices(memory(), () => byDefault, same);
    let told = 0;
    choices.onDidChange(() => told++);
    await choices.set(['demo'], true);
    assert.deepEqual([choices.has('demo'), choices.has('other')], [true, false]);
    byDefault = true;
    await choices.set(['demo', 'third'], false);
    assert.deepEqual([choices.has('demo'), choices.has('other'), choices.has('third')], [false, true, false]);
    assert.equal(told, 2);
  });

  it('is not what something else has stored', () => {
    for (const stored of [['demo'], 'demo', { demo: 'yes' }, 1]) {
      const choices = new LocationChoices(memory({ 'liveChannels.sharedLocation': stored }), () => false, same);
      assert.equal(choices.has('demo'), false);
    }
  });

  it('takes a channel that is called like something of every object', async () => {
    const choices = new LocationChoices(memory(), () => false, same);
    assert.equal(choices.has('constructor'), false);
    await choices.set(['__proto__', 'constructor'], true);
    assert.deepEqual(
      ['__proto__', 'constructor', 'toString'].map(name => choices.has(name)),
      [true, true, false],
    );
  });
});
