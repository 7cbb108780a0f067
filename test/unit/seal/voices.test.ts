import { strict as assert } from 'node:assert';
import type { Hail } from '../../../src/seal/hail';
import { ReplayWindow } from '../../../src/seal/replayWindow';
import type { Opened } from '../../../src/seal/seal';
import { Voices, type VoicesHost } from '../../../src/seal/voices';
import { FakeClock } from '../support/fakeClock';
import { newVoice } from './reference';

/** One peer's side of the voices, its frames in the hands of the test. */
class Side {
  readonly voice = newVoice();
  readonly said: { hail: Hail; uid: string | undefined }[] = [];
  readonly heard: unknown[] = [];
  readonly met: string[] = [];
  gone = 0;
  readonly voices: Voices;
  private n = 0;

  constructor(
    readonly session: string,
    clock: FakeClock,
  ) {
    const host: VoicesHost = {
      say: (hail, uid) => void this.said.push({ hail, uid }),
      deliver: ({ message }, { session: from }) => void this.heard.push([from, message]),
      met: ({ session: from, name }) => void this.met.push(`${from} is ${name ?? ''}`),
      gone: count => (this.gone += count),
      now: () => clock.now(),
      after: (ms, act) => clock.after(ms, act),
    };
    const own = { voice: this.voice, session, name: session.toUpperCase(), device: undefined, box: '' };
    this.voices = new Voices(own, host);
  }

  /** A frame of this side, as it opens elsewhere. */
  frame(message: unknown, more: Partial<Opened> = {}): Opened {
    return { voice: this.voice, n: ++this.n, session: this.session, message, ...more };
  }

  /** What was said since, as frames. */
  hails(): Opened[] {
    return this.said.splice(0).map(({ hail }) => this.frame(hail));
  }
}

describe('the voices of a private channel', () => {
  const clock = new FakeClock();
  let ada: Side;
  let grace: Side;

  beforeEach(() => {
    ada = new Side('ada', clock);
    grace = new Side('grace', clock);
  });

  const take = (side: Side, frame: Opened, uid = `uid of ${frame.session}`) => side.voices.take(frame, uid, 0);
  /** Passes hails to and fro until nobody has more to say. */
  const settle = (...sides: Side[]) => {
    for (let some = true; some;) {
      some = false;
      for (const side of sides) {
        for (const hail of side.hails()) {
          some = true;
          for (const other of sides) assert.equal(take(other, hail), undefined);
        }
      }
    }
  };

  it('meet with three hails', () => {
    grace.voices.greet();
    const hails = grace.hails();
    assert.deepEqual(
      hails.map(hail => take(ada, hail)),
      [undefined],
    );
    assert.deepEqual([ada.met, ada.said.length], [[], 1]);
    for (const hail of ada.hails()) take(grace, hail);
    assert.deepEqual([grace.met, grace.said.length], [['ada is ADA'], 1]);
    for (const hail of grace.hails()) take(ada, hail);
    assert.deepEqual([ada.met, ada.said, grace.said], [['grace is GRACE'], [], []]);
  });

  it('are heard in order from the first word on, once they have answered', () => {
    grace.voices.greet();
    for (const hail of grace.hails()) take(ada, hail);
    take(ada, grace.frame('one'));
    take(ada, grace.frame('two'));
    assert.deepEqual(ada.heard, []);
    settle(ada, grace);
    take(ada, grace.frame('three'));
    assert.deepEqual(ada.heard, [
      ['grace', 'one'],
      ['grace', 'two'],
      ['grace', 'three'],
    ]);
  });

  it('are not heard when a whole session of before is played again', () => {
    grace.voices.greet();
    const played = [...grace.hails(), grace.frame('old'), grace.frame('older')];
    // What was said to somebody else is played as well: it answers another's challenge.
    const other = new Side('ada', clock);
    for (const frame of played) take(other, frame);
    for (const hail of other.hails()) take(grace, hail);
    played.push(...grace.hails());
    for (const frame of played) take(other, frame);
    assert.deepEqual(other.met, ['grace is GRACE'], 'it was good then');
    for (const frame of played) take(ada, frame);
    clock.advance(60_000);
    assert.deepEqual([ada.heard, ada.met, ada.gone], [[], [], 2]);
    const asked = ada.said.filter(({ uid }) => uid === 'uid of grace');
    assert.ok(asked.length > 2 && asked.length < 8, `asked ${asked.length} times`);
    assert.equal(clock.pending, 0);
  });

  it('say each thing once', () => {
    settleWith(ada, grace);
    const frame = grace.frame('hello');
    assert.deepEqual([take(ada, frame), take(ada, frame)], [undefined, 'replayed']);
    const late = grace.frame('late');
    const next = grace.frame('next');
    assert.deepEqual([take(ada, next), take(ada, late), take(ada, late)], [undefined, undefined, 'replayed']);
    assert.equal(ada.heard.length, 3);
  });

  it('are not played what came before they were met', () => {
    const early = grace.frame('early');
    settleWith(ada, grace);
    assert.equal(take(ada, early), 'replayed');
    assert.deepEqual(ada.heard, []);
  });

  it('are not taken for another connection, session or recipient', () => {
    settleWith(ada, grace);
    assert.equal(take(ada, grace.frame('x'), 'another uid'), 'moved');
    assert.equal(take(ada, grace.frame('x', { session: 'eve' }), 'uid of grace'), 'moved');
    assert.equal(take(ada, grace.frame('x', { to: 'eve' })), 'misdirected');
    assert.equal(take(ada, grace.frame('x', { session: 'ada' }), 'uid of grace'), 'stale');
    assert.equal(take(ada, ada.frame('x', { voice: newVoice() })), 'stale');
    assert.equal(take(ada, ada.frame('x', { session: 'eve' })), 'stale');
    assert.equal(take(ada, grace.frame('for you', { to: 'ada' })), undefined);
    assert.deepEqual(ada.heard, [['grace', 'for you']]);
  });

  it('are one to a connection', () => {
    settleWith(ada, grace);
    const eve = new Side('eve', clock);
    eve.voices.greet();
    for (const hail of eve.hails()) take(ada, hail, 'uid of grace');
    for (const hail of ada.hails()) take(eve, hail);
    const results = eve.hails().map(hail => take(ada, hail, 'uid of grace'));
    assert.ok(results.includes('moved'));
    assert.equal(ada.voices.at('uid of grace')?.session, 'grace');
  });

  it('hear themselves at once', () => {
    take(ada, ada.frame('mine'));
    assert.deepEqual(ada.heard, [['ada', 'mine']]);
  });

  it('hold little for those who do not answer', () => {
    for (let at = 0; at < 300; at++) {
      const side = new Side(`s${at}`, clock);
      for (let n = 0; n < 5; n++) take(ada, side.frame('x'));
    }
    assert.equal(ada.gone, 1_500 - 256);
    for (let at = 0; at < 2_000; at++) take(ada, new Side(`t${at}`, clock).frame('x'));
    ada.voices.dispose();
    assert.equal(clock.pending, 0);
  });

  it('answer each one twice a second at most', () => {
    const hail: Hail = { type: 'hail', session: 'grace', name: 'G', challenge: newVoice(), ask: true };
    for (let at = 0; at < 100; at++) {
      take(ada, grace.frame(hail));
      clock.advance(10);
    }
    assert.ok(ada.said.length <= 2 + 1, `${ada.said.length} answers`);
    ada.voices.dispose();
  });

  function settleWith(one: Side, other: Side): void {
    other.voices.greet();
    settle(one, other);
    assert.equal(one.met.length, 1);
  }
});

describe('the window of numbers', () => {
  it('lets each number through once, in nearly any order', () => {
    const window = new ReplayWindow();
    for (const n of [1, 2, 5, 3, 4, 260]) assert.equal(window.admit(n), true, `${n}`);
    for (const n of [1, 2, 3, 4, 260, 0, -1]) assert.equal(window.admit(n), false, `${n}`);
    for (const n of [6, 259]) assert.equal(window.admit(n), true, `${n}`);
    assert.equal(window.admit(2 ** 50), true);
    assert.equal(window.admit(261), false);
    window.raise(2 ** 50 + 5);
    assert.equal(window.admit(2 ** 50 + 3), false);
    assert.equal(window.admit(2 ** 50 + 6), true);
  });
});
