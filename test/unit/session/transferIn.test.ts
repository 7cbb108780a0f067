import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { english } from '../../../src/base/sentence';
import type { Content } from '../../../src/protocol/content';
import type { Part } from '../../../src/protocol/passing';
import { pack, type Packed } from '../../../src/session/transfer';
import {
  IDLE_LIMIT,
  IncomingTransfers,
  MAX_EACH,
  MAX_HELD_BYTES,
  MAX_REFUSALS,
  MAX_TRANSFERS,
  MAX_UNPACKING,
  type Taken,
} from '../../../src/session/transferIn';
import { PART_BYTES, partAt, partCount } from '../../../src/session/transferParts';
import { chat, noise, snippetOf } from '../support/transfer';

function partsOf(packed: Packed, session = 's1'): Part[] {
  return Array.from({ length: partCount(packed) }, (_, index) => partAt(packed, session, index));
}

/** A transfer of the given length that will turn out to be no content. */
function junk(id: string, length: number, session: string): Part[] {
  return partsOf({ id, bytes: new Uint8Array(length).fill(7), full: length, sum: 1 }, session);
}

function first(parts: readonly Part[]): Part {
  return parts[0] ?? assert.fail('there is no part');
}

async function outcomeOf(taken: Taken | undefined): Promise<Content | string> {
  assert.ok(taken?.kind === 'whole', taken?.kind);
  const outcome = await taken.outcome;
  return 'content' in outcome ? outcome.content : english(outcome.reason);
}

describe('an incoming transfer', function () {
  this.timeout(20_000);
  const content = snippetOf(400_000, noise);
  let packed: Packed;
  let parts: Part[];
  let incoming: IncomingTransfers;

  before(async () => {
    packed = await pack(content);
    parts = partsOf(packed);
    assert.ok(parts.length >= 6);
  });

  beforeEach(() => {
    incoming = new IncomingTransfers();
  });

  const take = (part: Part | undefined, now = 0, uid = 'U') => incoming.take(part ?? assert.fail('no part'), uid, now);

  it('is the content once all parts are there', async () => {
    const taken = parts.map(part => take(part));
    const shown = taken.slice(0, -1).map(one => (one.kind === 'progress' ? one.progress.done : assert.fail(one.kind)));
    assert.deepEqual(
      [...shown].sort((a, b) => a - b),
      shown,
    );
    assert.deepEqual(await outcomeOf(taken.at(-1)), content);
    assert.deepEqual(incoming.held, { transfers: 0, bytes: 0 });
    assert.deepEqual(take(parts[0]), { kind: 'ignored', why: 'over' });
  });

  it('of one part is whole at once', async () => {
    const short = chat('hello');
    assert.deepEqual(await outcomeOf(take(first(partsOf(await pack(short))))), short);
  });

  it('does not mind order, duplicates and loss', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(parts.length - 1), { maxLength: 30 }), async order => {
        incoming = new IncomingTransfers();
        const had = new Set<number>();
        let last: Taken | undefined;
        for (const index of order) {
          const taken = take(parts[index]);
          if (taken.kind === 'whole') last = taken;
          else assert.equal(taken.kind, had.has(index) ? 'ignored' : 'progress');
          had.add(index);
        }
        for (let next = incoming.missing('s1', packed.id); next !== undefined;) {
          assert.ok(!had.has(next));
          last = take(parts[next]);
          had.add(next);
          next = incoming.missing('s1', packed.id);
        }
        last ??= parts.map(part => take(part)).at(-1);
        assert.deepEqual(await outcomeOf(last), content);
      }),
      { numRuns: 40 },
    );
  });

  it('goes on after a reconnect, from a connection with another uid', async () => {
    take(parts[0], 0, 'U');
    take(parts[2], 1000, 'U');
    assert.deepEqual(incoming.wanted('s1'), [{ session: 's1', transfer: 'c1', next: 1, uid: 'U' }]);
    assert.deepEqual(incoming.wanted(undefined, 1000), [], 'it got something at 1000');
    assert.deepEqual(incoming.wanted('another'), []);
    assert.equal(incoming.resume(IDLE_LIMIT + 1000).length, 1);
    assert.deepEqual(incoming.expire(IDLE_LIMIT + 1000), []);
    const taken = parts.slice(1).map(part => take(part, IDLE_LIMIT + 1001, 'V'));
    assert.equal(taken[1]?.kind, 'ignored');
    assert.deepEqual(await outcomeOf(taken.at(-1)), content);
  });

  it('is not harmed by parts that contradict the first one', async () => {
    take(parts[0]);
    const other = parts[1] ?? assert.fail();
    const [longer] = junk('c1', packed.bytes.length + 1, 's1').slice(1);
    for (const wrong of [{ ...other, full: other.full + 1 }, { ...other, sum: 1 }, longer]) {
      assert.deepEqual(take(wrong), { kind: 'ignored', why: 'contradicts' });
    }
    for (const data of ['!'.repeat(other.data.length), ' '.repeat(other.data.length), '']) {
      assert.deepEqual(take({ ...other, data }), { kind: 'ignored', why: 'broken' });
    }
    assert.deepEqual(
      await outcomeOf(
        parts
          .slice(1)
          .map(part => take(part))
          .at(-1),
      ),
      content,
    );
  });

  it('that is damaged says so, and may come again', async () => {
    const damaged = parts.map(part => (part.index === 3 ? { ...part, data: `AAAA${part.data.slice(4)}` } : part));
    const taken = damaged.map(part => take(part)).at(-1);
    assert.equal(await outcomeOf(taken), 'It arrived damaged: ask for it to be sent again.');
    assert.deepEqual(incoming.held, { transfers: 0, bytes: 0 });
    assert.deepEqual(await outcomeOf(parts.map(part => take(part)).at(-1)), content);
  });

  it('ends when nothing comes, however often the same part is said', () => {
    take(parts[0], 0);
    take(parts[0], IDLE_LIMIT - 1);
    assert.deepEqual(incoming.expire(IDLE_LIMIT - 1), []);
    const [ended, ...others] = incoming.expire(IDLE_LIMIT);
    assert.deepEqual([ended?.session, ended?.transfer, others.length], ['s1', 'c1', 0]);
    assert.match(ended ? english(ended.reason) : '', /stopped/);
    assert.deepEqual(incoming.held, { transfers: 0, bytes: 0 });
    assert.equal(take(parts[0], IDLE_LIMIT).kind, 'progress', 'its sender may come back');
  });

  it('ends when the person cancels it, and what still comes is ignored', () => {
    take(parts[0]);
    assert.equal(incoming.cancel('s1', 'c1'), true);
    assert.equal(incoming.cancel('s1', 'c1'), false);
    assert.deepEqual(take(parts[1]), { kind: 'ignored', why: 'over' });
    assert.deepEqual(incoming.held, { transfers: 0, bytes: 0 });
  });

  it('ends when it is cancelled while it is unpacked', async () => {
    const taken = parts.map(part => take(part)).at(-1);
    assert.equal(incoming.missing('s1', 'c1'), undefined);
    assert.equal(incoming.cancel('s1', 'c1'), true);
    assert.equal(await outcomeOf(taken), 'It was cancelled.');
  });

  it('ends when its sender cancels it, and nobody else can', () => {
    const cancel = { type: 'cancel', session: 's1', transfer: 'c1' } as const;
    assert.equal(incoming.cancelled(cancel, undefined), undefined);
    take(parts[0]);
    assert.equal(incoming.cancelled(cancel, 'V'), undefined);
    assert.equal(incoming.cancelled(cancel, undefined), undefined);
    assert.equal(incoming.cancelled(cancel, 'U')?.reason.template, 'It was cancelled.');
  });
});

describe('many incoming transfers', function () {
  this.timeout(20_000);
  let incoming: IncomingTransfers;
  beforeEach(() => {
    incoming = new IncomingTransfers();
  });

  /** The first part of so many transfers, each from a session and a connection of its own unless it is said. */
  const begin = (count: number, session?: string, uid?: string, now = 0) =>
    Array.from({ length: count }, (_, n) =>
      incoming.take(first(junk(`t${n}`, 2 * PART_BYTES, session ?? `s${n}`)), uid ?? `u${n}`, now),
    );
  const kinds = (taken: readonly Taken[]) => taken.map(({ kind }) => kind);

  it('are held up to a number in all', () => {
    const taken = begin(MAX_TRANSFERS + 1);
    assert.deepEqual(kinds(taken), [...Array<string>(MAX_TRANSFERS).fill('progress'), 'refused']);
    assert.match(JSON.stringify(taken.at(-1)), /Too much is on its way here/);
  });

  it('are held up to a number from one session, and from one connection that claims many', () => {
    assert.deepEqual(kinds(begin(MAX_EACH + 1, 'same')), [...Array<string>(MAX_EACH).fill('progress'), 'refused']);
    assert.deepEqual(kinds(begin(MAX_EACH + 1, undefined, 'liar')), ['progress', 'progress', 'refused']);
  });

  it('are told apart by session and id, whatever these are', () => {
    const pairs = [
      ['a', 'b c'],
      ['a b', 'c'],
      ['__proto__', 'constructor'],
      ['', 'a'],
    ] as const;
    for (const [session, id] of pairs) {
      assert.equal(incoming.take(first(junk(id, 2 * PART_BYTES, session)), session, 0).kind, 'progress');
    }
    assert.equal(incoming.held.transfers, pairs.length);
  });

  it('cost bounded memory and few reports when there is a flood of them', () => {
    const taken: Taken[] = [];
    for (let n = 0; n < 20_000; n++) {
      const part = first(junk(`t${n}`, 100, `s${n}`));
      const half = { ...part, count: 2, data: Buffer.alloc(50).toString('base64') };
      taken.push(incoming.take(half, `u${n % 100}`, n / 1000));
      assert.ok(incoming.held.transfers <= MAX_TRANSFERS);
    }
    assert.equal(taken.filter(({ kind }) => kind === 'refused').length, MAX_REFUSALS);
  });

  it('have a new chance when they were refused', () => {
    begin(MAX_TRANSFERS + 1);
    const refused = first(junk(`t${MAX_TRANSFERS}`, 2 * PART_BYTES, `s${MAX_TRANSFERS}`));
    incoming.cancel('s0', 't0');
    assert.deepEqual(incoming.take(refused, 'u', 1), { kind: 'ignored', why: 'refused' });
    assert.equal(incoming.expire(IDLE_LIMIT).length, MAX_TRANSFERS - 1);
    assert.equal(incoming.take(refused, 'u', IDLE_LIMIT).kind, 'progress');
  });

  it('hold what came, not what was announced', () => {
    begin(MAX_TRANSFERS);
    assert.equal(incoming.held.bytes, MAX_TRANSFERS * PART_BYTES);
  });

  it('hold so many bytes, and one of them ends so that the others can go on', async () => {
    const all = Array.from({ length: 4 }, (_, n) => junk(`t${n}`, 8 * 1024 * 1024, `s${n}`));
    const ended = new Set<number>();
    const outcomes: Taken[] = [];
    for (let index = 0; index < (all[0]?.length ?? 0); index++) {
      all.forEach((parts, n) => {
        const taken = incoming.take(parts[index] ?? assert.fail(), `u${n}`, 0);
        assert.ok(incoming.held.bytes <= MAX_HELD_BYTES);
        if (taken.kind === 'refused') assert.ok(taken.ended && ended.add(n));
        else if (taken.kind === 'whole') outcomes.push(taken);
        else assert.equal(taken.kind, ended.has(n) ? 'ignored' : 'progress');
      });
    }
    assert.equal(ended.size, 1);
    assert.equal(outcomes.length, 3);
    for (const outcome of outcomes) assert.match(JSON.stringify(await outcomeOf(outcome)), /damaged/);
    assert.deepEqual(incoming.held, { transfers: 0, bytes: 0 });
  });

  it('come through side by side', async () => {
    const contents = [1, 2, 3].map(n => snippetOf(200_000, length => noise(length, n)));
    const all = await Promise.all(contents.map((one, n) => pack({ ...one, id: `c${n}`, session: `s${n}` })));
    const taken = all.flatMap((packed, n) => partsOf(packed, `s${n}`).map(part => incoming.take(part, `u${n}`, 0)));
    const whole = taken.filter(({ kind }) => kind === 'whole');
    const arrived = await Promise.all(whole.map(outcomeOf));
    assert.deepEqual(
      arrived,
      contents.map((one, n) => ({ ...one, id: `c${n}`, session: `s${n}` })),
    );
  });

  it('may be whole faster than they are unpacked, up to a bound', async () => {
    const incoming = new IncomingTransfers();
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, n) => pack({ ...chat('x'.repeat(1000)), id: `c${n}`, session: 's' })),
    );
    const taken = all.map(packed => incoming.take(first(partsOf(packed, 's')), 'u', 0));
    const whole = taken.filter(({ kind }) => kind === 'whole');
    assert.equal(whole.length, MAX_TRANSFERS + MAX_UNPACKING);
    assert.ok((await Promise.all(whole.map(outcomeOf))).every(outcome => typeof outcome === 'object'));
  });
});
