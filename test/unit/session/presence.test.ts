import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { STATUSES, type Status } from '../../../src/protocol/presence';
import type { Said } from '../../../src/protocol/passing';
import {
  aged,
  FORGOTTEN_AFTER,
  HEARTBEAT,
  isSilent,
  MAX_PRESENCES,
  nextChange,
  noPresences,
  said,
  shown,
  SILENT_AFTER,
  typed,
  TYPING_LASTS,
  type Presences,
} from '../../../src/session/presence';

const SESSIONS = ['s0', 's1', 's2', 's3'] as const;
const status = fc.constantFrom(...STATUSES);

interface Statement {
  session: string;
  said: Said;
}

/** What sessions say one after the other, each with its next number. */
const statements: fc.Arbitrary<Statement[]> = fc
  .array(fc.record({ session: fc.constantFrom(...SESSIONS), status }), { maxLength: 30 })
  .map(all => {
    const counts = new Map<string, number>();
    return all.map(({ session, status: is }) => {
      const n = (counts.get(session) ?? 0) + 1;
      counts.set(session, n);
      return { session, said: { n, status: is } };
    });
  });

/** What one peer hears of them: some of it, in any order, again and again. */
const hearing = fc.array(fc.nat(), { maxLength: 60 });

function hear(presences: Presences, all: readonly Statement[], order: readonly number[], now: number): Presences {
  return order.reduce((known, index) => {
    const statement = all[index % Math.max(1, all.length)];
    return statement ? said(known, statement.session, statement.said, now) : known;
  }, presences);
}

function latest(all: readonly Statement[]): Map<string, Said> {
  return new Map(all.map(statement => [statement.session, statement.said]));
}

const viewOf = (presences: Presences, now: number) => SESSIONS.map(session => shown(presences, session, now));

describe('what people say of themselves', () => {
  it('is the same for all within one heartbeat, whatever came before, in whatever order, late or again', () => {
    fc.assert(
      fc.property(statements, fc.array(hearing, { minLength: 3, maxLength: 3 }), hearing, (all, heards, late) => {
        const truth = latest(all);
        const peers = heards.map((order, peer) => {
          const before = hear(noPresences, all, order, 1_000 * peer);
          // Each that is there says so within a heartbeat; what was said before may still come behind it.
          const beats = [...truth].reduce((known, [session, is]) => said(known, session, is, HEARTBEAT), before);
          return hear(beats, all, late, HEARTBEAT);
        });
        const expected = SESSIONS.map(session => {
          const is = truth.get(session);
          return is ? { status: is.status } : {};
        });
        for (const peer of peers) assert.deepEqual(viewOf(peer, HEARTBEAT), expected);
      }),
    );
  });

  it('ends for all when they fall silent, and for nobody who goes on saying it', () => {
    fc.assert(
      fc.property(statements, fc.subarray([...SESSIONS]), fc.nat(HEARTBEAT), (all, gone, offset) => {
        const truth = latest(all);
        const peers = [0, 1, 2].map(peer => {
          let known = hear(noPresences, all, [...all.keys()], peer);
          for (let now = HEARTBEAT; now <= 4 * HEARTBEAT; now += HEARTBEAT) {
            for (const [session, is] of truth) {
              if (!gone.includes(session as 's0')) known = said(known, session, is, now - offset);
            }
          }
          return known;
        });
        const now = 4 * HEARTBEAT;
        for (const peer of peers) {
          for (const [session, is] of truth) {
            const isGone = gone.includes(session as 's0');
            assert.equal(isSilent(peer, session, now), isGone);
            assert.deepEqual(shown(peer, session, now), { status: isGone ? 'away' : is.status });
          }
        }
      }),
    );
  });

  it('is not what is out of date, and a place goes with the status it was said with', () => {
    const place = { path: 'a.ts', top: 1, bottom: 9, selections: [] };
    let known = said(noPresences, 's', { n: 5, status: 'active', place }, 0);
    known = said(known, 's', { n: 4, status: 'busy' }, 1);
    assert.deepEqual(shown(known, 's', 1), { status: 'active', place });
    known = said(known, 's', { n: 6, status: 'idle' }, 2);
    assert.deepEqual(shown(known, 's', 2), { status: 'idle' });
  });

  it('has people write until they stop, or for a while', () => {
    let known = typed(noPresences, 's', true, 100);
    assert.deepEqual(shown(known, 's', 100), { typing: true });
    assert.equal(nextChange(known, 100), 100 + TYPING_LASTS);
    assert.deepEqual(shown(known, 's', 100 + TYPING_LASTS), {});
    known = typed(known, 's', false, 200);
    assert.deepEqual(shown(known, 's', 200), {});
    assert.equal(nextChange(known, 200), undefined);
    // Whoever only wrote has never said that they are there.
    assert.equal(isSilent(known, 's', 200 + SILENT_AFTER), false);
  });

  it('tells when it will change by itself, and never misses it', () => {
    fc.assert(
      fc.property(statements, fc.array(fc.nat(4 * SILENT_AFTER)), (all, times) => {
        let known = hear(noPresences, all, [...all.keys()], 0);
        for (const [index, at] of times.entries()) known = typed(known, SESSIONS[index % 4] ?? '', true, at);
        for (const now of times) {
          const next = nextChange(known, now) ?? Infinity;
          assert.ok(next > now);
          const until = Math.min(next, now + 10 * SILENT_AFTER) - 1;
          assert.deepEqual(viewOf(known, until), viewOf(known, now));
        }
      }),
    );
  });

  it('is forgotten in the end, and remembered of so many only', () => {
    let known = said(noPresences, 's', { n: 1, status: 'active' }, 0);
    assert.equal(aged(known, FORGOTTEN_AFTER - 1), known);
    assert.equal(aged(known, FORGOTTEN_AFTER).size, 0);
    for (let i = 0; i < MAX_PRESENCES + 50; i++) known = said(known, `e${i}`, { n: 1, status: 'active' }, i);
    assert.equal(known.size, MAX_PRESENCES);
    const is: Status | undefined = shown(known, `e${MAX_PRESENCES}`, MAX_PRESENCES).status;
    assert.equal(is, 'active');
  });
});
