import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Entry, PresenceEntry } from '../../../src/protocol/transcript';
import { MAX_ENTRIES, Transcript } from '../../../src/session/transcript';

function entry(id: string, kind: PresenceEntry['kind'] = 'join'): Entry {
  return { kind, id, who: { self: false, name: 'Ada' }, date: 0 };
}

/** Does what the page does: keeps a plain list by nothing but the events. */
function replay(transcript: Transcript): Entry[] {
  const list: Entry[] = [];
  const find = (id: string | undefined) => list.findIndex(one => one.id === id);
  transcript.onDidChange(({ entry: changed, before }) => {
    const known = find(changed.id);
    if (known >= 0) list[known] = changed;
    else list.splice(before === undefined ? list.length : find(before), 0, changed);
  });
  transcript.onDidRemove(id => list.splice(find(id), 1));
  transcript.onDidTrim(count => list.splice(0, count));
  return list;
}

const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

/** Few different keys, so that most of them collide in one part. */
const keys = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 20 }), tie: fc.string({ maxLength: 2 }) }), {
  selector: ({ at, tie }) => `${at} ${tie}`,
  maxLength: 40,
});

const acts = fc.array(
  fc.record({
    act: fc.constantFrom(
      'insert' as const,
      'insert' as const,
      'append' as const,
      'replace' as const,
      'remove' as const,
    ),
    at: fc.nat({ max: 30 }),
  }),
  { maxLength: 200 },
);

describe('Transcript', () => {
  it('ends in the same order, in whatever order things arrive', () => {
    const arrivals = keys.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(arrivals, ([all, shuffled]) => {
        const [one, other] = [all, shuffled].map(arrived => {
          const transcript = new Transcript();
          const seen = replay(transcript);
          for (const { at, tie } of arrived) transcript.insert(entry(`${at} ${tie}`), at, tie);
          assert.deepEqual(seen, transcript.entries);
          return ids(transcript.entries);
        });
        assert.deepEqual(one, other);
      }),
    );
  });

  it('tells everything by its events, in order and without a key out of place', () => {
    fc.assert(
      fc.property(acts, all => {
        const transcript = new Transcript();
        const seen = replay(transcript);
        const placed = new Map<string, number>();
        all.forEach(({ act, at }, step) => {
          const id = transcript.entries[at]?.id ?? '';
          if (act === 'replace') transcript.replace(entry(id, 'leave'));
          else if (act === 'remove') transcript.remove(id);
          else if (act === 'append') transcript.append(entry(`a${step}`));
          else {
            placed.set(`i${step}`, at);
            transcript.insert(entry(`i${step}`), at);
          }
          for (const one of transcript.entries) assert.equal(transcript.get(one.id), one);
        });
        assert.deepEqual(seen, transcript.entries);
        const left = ids(transcript.entries).flatMap(id => placed.get(id) ?? []);
        assert.deepEqual(
          left,
          left.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('keeps the order of arrival among equals', () => {
    const transcript = new Transcript();
    for (const id of ['a', 'b', 'c']) transcript.insert(entry(id), 7, 'x');
    transcript.insert(entry('first'), 7, 'w');
    assert.deepEqual(ids(transcript.entries), ['first', 'a', 'b', 'c']);
  });

  it('leaves what has no key of its own behind all that was there', () => {
    const transcript = new Transcript();
    transcript.insert(entry('ten'), 10);
    transcript.append(entry('joined'));
    transcript.insert(entry('late'), 9);
    transcript.insert(entry('ten too'), 10);
    transcript.insert(entry('eleven'), 11);
    assert.deepEqual(ids(transcript.entries), ['late', 'ten', 'joined', 'ten too', 'eleven']);
  });

  it('says before what a new entry stands, and for what is last or replaced nothing', () => {
    const transcript = new Transcript();
    const told: (string | undefined)[] = [];
    transcript.onDidChange(({ entry: { id }, before }) => told.push(`${id} ${before ?? '-'}`));
    transcript.insert(entry('b'), 2);
    transcript.insert(entry('a'), 1);
    transcript.replace(entry('a', 'leave'));
    transcript.insert(entry('a'), 9);
    assert.deepEqual(told, ['b -', 'a b', 'a -', 'a -']);
    assert.deepEqual(ids(transcript.entries), ['a', 'b']);
  });

  it('forgets what was removed, and does not bring it back', () => {
    const transcript = new Transcript();
    const seen = replay(transcript);
    transcript.append(entry('a'));
    transcript.remove('a');
    transcript.remove('a');
    transcript.replace(entry('a', 'leave'));
    assert.equal(transcript.get('a'), undefined);
    assert.deepEqual([seen, transcript.entries], [[], []]);
  });

  it('is bounded, wherever entries are put', () => {
    const transcript = new Transcript();
    const seen = replay(transcript);
    for (let at = 0; at < 1.2 * MAX_ENTRIES; at++) {
      transcript.insert(entry(`e${at}`), at % 3 === 0 ? 2 * MAX_ENTRIES - at : at);
      assert.ok(transcript.entries.length <= MAX_ENTRIES);
    }
    assert.deepEqual(ids(seen), ids(transcript.entries));
    assert.equal(transcript.get('e1'), undefined);
  });

  it('keeps its order through a hundred thousand replacements when it is full', () => {
    const transcript = new Transcript();
    for (let at = 0; at < MAX_ENTRIES; at++) transcript.insert(entry(`e${at}`), at);
    const before = ids(transcript.entries);
    for (let round = 0; round < 20; round++) for (const one of [...transcript.entries]) transcript.replace(one);
    assert.deepEqual(ids(transcript.entries), before);
  });

  it('is bounded by what is said in place of other words, too', () => {
    const transcript = new Transcript();
    const message = (id: string, text: string): Entry => ({
      ...{ kind: 'message', id, from: { self: false }, date: 0, state: 'sent' },
      body: { type: 'text', text },
    });
    for (let n = 0; n < 10; n++) transcript.append(message(`m${n}`, 'short'));
    const large = 'x'.repeat(8_000_000);
    for (let n = 0; n < 10; n++) transcript.replace(message(`m${n}`, large));
    assert.deepEqual(ids(transcript.entries), ['m7', 'm8', 'm9']);
  });
});
