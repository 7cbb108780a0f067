import { strict as assert } from 'node:assert';
import { Activity, AWAY_AFTER, IDLE_AFTER } from '../../../../src/ui/people/activity';
import { FakeClock } from '../../support/fakeClock';

const FRONT = { focused: true, active: false };
const BACK = { focused: false, active: false };

describe('whether somebody is there', () => {
  let clock: FakeClock;
  let told: string[];

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
  });

  const begin = (signs = FRONT) => {
    const activity = new Activity(clock, signs);
    activity.onDidChange(() => told.push(activity.status));
    return activity;
  };

  it('is active at first, and idle after five minutes without input', () => {
    const activity = begin();
    clock.advance(IDLE_AFTER - 1);
    assert.equal(activity.status, 'active');
    clock.advance(1);
    assert.equal(activity.status, 'idle');
    assert.deepEqual(told, ['idle']);
  });

  it('is active again with the first input, and told once however much there is', () => {
    const activity = begin();
    clock.advance(IDLE_AFTER);
    for (let n = 0; n < 100; n++) {
      activity.input();
      clock.advance(1_000);
    }
    assert.deepEqual(told, ['idle', 'active']);
    assert.equal(clock.pending, 1);
  });

  it('is active as long as VS Code sees input anywhere in the window', () => {
    const activity = begin({ focused: true, active: true });
    clock.advance(3 * IDLE_AFTER);
    assert.equal(activity.status, 'active');
    activity.windowChanged(FRONT);
    clock.advance(IDLE_AFTER - 1);
    assert.equal(activity.status, 'active');
    clock.advance(1);
    assert.deepEqual(told, ['idle']);
  });

  it('is idle and then away with the window in the background', () => {
    const activity = begin();
    activity.windowChanged(BACK);
    clock.advance(AWAY_AFTER);
    assert.deepEqual(told, ['idle', 'away']);
    clock.advance(10 * AWAY_AFTER);
    assert.equal(activity.status, 'away');
    assert.equal(clock.pending, 0);
  });

  it('is away by the time that the window is in the background, not by that of the last input', () => {
    const activity = begin();
    clock.advance(AWAY_AFTER - 1);
    activity.windowChanged(BACK);
    clock.advance(AWAY_AFTER - 1);
    assert.equal(activity.status, 'idle');
    clock.advance(1);
    assert.equal(activity.status, 'away');
  });

  it('is active when the window comes to the front', () => {
    const activity = begin();
    activity.windowChanged(BACK);
    clock.advance(AWAY_AFTER);
    activity.windowChanged(FRONT);
    assert.deepEqual(told, ['idle', 'away', 'active']);
    clock.advance(IDLE_AFTER);
    assert.equal(activity.status, 'idle');
  });

  it('is not active for input that VS Code sees in a window in the background', () => {
    const activity = begin();
    activity.windowChanged({ focused: false, active: true });
    clock.advance(IDLE_AFTER);
    assert.equal(activity.status, 'idle');
  });

  it('is told no more when it is let go', () => {
    const activity = begin();
    activity.dispose();
    clock.advance(AWAY_AFTER);
    assert.deepEqual(told, []);
  });
});
