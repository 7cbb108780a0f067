import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Rows } from '../../media/chat/rowList';
import type { RowChange } from '../../media/chat/rowList';
import { isLine } from '../../media/chat/rows';
import type { Row } from '../../media/chat/rows';
import type { Entry } from '../../src/protocol/transcript';
import type { Chat } from './harness';
import { readAbove, scroll, topOf } from './reading';
import { ADA, GRACE, ME, channel, inOneMinute, missing, presence, snapshot, text, transfer } from './samples';
import { usePages } from './support';

/** Entries whose neighbours make a difference: near and far in time, over three days, of few people, of all kinds. */
const entries = fc.uniqueArray(
  fc.record({
    who: fc.constantFrom(ADA, GRACE),
    kind: fc.nat({ max: 5 }),
    date: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 9_000 })),
  }),
  { selector: ({ date }) => date, maxLength: 25 },
);

function entryOf({ who, kind, date }: { who: typeof ADA; kind: number; date: number }): Entry {
  const more = { id: `e${date}`, date: date * 30_000 };
  if (kind === 0) return missing(who, 2, more);
  if (kind === 1) return transfer(who, 1, more);
  if (kind < 4) return presence(kind === 2 ? 'join' : 'leave', who, more);
  return text(who, 'words', { ...more, ...(kind === 5 ? { to: ME } : {}) });
}

/** What the list on the page keeps: the looks of each row, changed by nothing but what it is told. */
interface Shown {
  rows: Row[];
  looks: Map<Row, string>;
}

function apply({ rows, looks: known }: Shown, change: RowChange): void {
  assert.deepEqual(rows.splice(change.at, change.old.length, ...change.rows), change.old);
  for (const row of change.drawn) known.set(row, JSON.stringify(row));
}

function looks(rows: readonly Row[]): string[] {
  // A row of several comings and goings keeps the key it began with; a line has that of the row below it.
  return rows.map(row => JSON.stringify({ ...row, key: isLine(row) ? row.key : '' }));
}

describe('the order', function () {
  const pages = usePages();

  it('is the same rows in whatever order entries come, go and are dropped from the front', () => {
    const cases = entries.chain(all =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.subarray(all),
        fc.nat({ max: 5 }),
        fc.nat({ max: 5 }),
      ),
    );
    fc.assert(
      fc.property(cases, ([all, arrived, gone, dropped, news]) => {
        const rows = new Rows([]);
        const shown: Shown = { rows: [], looks: new Map() };
        const newFrom = all.map(entryOf)[news]?.id;
        const folded = (of: readonly Entry[]) => {
          const made = new Rows(of);
          made.markNew(newFrom);
          return looks(made.list);
        };
        for (const change of rows.markNew(newFrom)) apply(shown, change);
        let list: Entry[] = [];
        for (const one of arrived.map(entryOf)) {
          const next = list.find(({ date }) => date > one.date);
          list.splice(next ? list.indexOf(next) : list.length, 0, one);
          apply(shown, rows.put(one, next?.id));
          assert.deepEqual(looks(rows.list), folded(list));
        }
        for (const { id } of gone.map(entryOf)) {
          list = list.filter(one => one.id !== id);
          const change = rows.remove(id);
          if (change) apply(shown, change);
          assert.deepEqual(looks(rows.list), folded(list));
        }
        apply(shown, rows.trim(dropped));
        assert.deepEqual(looks(rows.list), folded(list.slice(dropped)));
        for (const change of rows.markNew(undefined)) apply(shown, change);
        assert.deepEqual(looks(rows.list), looks(new Rows(list.slice(dropped)).list));
        assert.deepEqual(shown.rows, rows.list);
        for (const row of rows.list) assert.equal(shown.looks.get(row), JSON.stringify(row));
      }),
      { numRuns: 500 },
    );
  });

  const talk = (count: number) => Array.from({ length: count }, (_, at) => text(ADA, `message number ${at}`));
  const put = (chat: Chat, entry: Entry, before?: string) =>
    chat.say({ type: 'entry', channel: 'demo', entry, ...(before === undefined ? {} : { before }) });
  const texts = async (chat: Chat) => (await chat.log.locator('.text').allInnerTexts()).map(words => words.trim());

  it('puts a late message where it belongs, and groups anew around it', async () => {
    const chat = await pages.open();
    const [one, two] = inOneMinute(text(ADA, 'one'), text(ADA, 'two'));
    assert.ok(one && two);
    await chat.say(snapshot(channel({ entries: [one, two] })));
    assert.equal(await chat.page.getByRole('time').count(), 1);
    const late = text(GRACE, 'late', { date: one.date + 1 });
    await put(chat, late, two.id);
    assert.deepEqual(await texts(chat), ['one', 'late', 'two']);
    assert.equal(await chat.page.getByRole('time').count(), 3);
    await chat.say({ type: 'removed', channel: 'demo', id: late.id });
    assert.deepEqual(await texts(chat), ['one', 'two']);
    assert.equal(await chat.page.getByRole('time').count(), 1);
  });

  it('splits a line of comings and goings for a message in between, and joins it again', async () => {
    const chat = await pages.open();
    const [ada, grace] = [presence('join', ADA), presence('join', GRACE)];
    await chat.say(snapshot(channel({ entries: [ada, grace] })));
    const late = text(ADA, 'first!');
    await put(chat, late, grace.id);
    await chat.log.getByText('Ada joined', { exact: true }).waitFor();
    await chat.log.getByText('Grace Hopper joined', { exact: true }).waitFor();
    await chat.say({ type: 'removed', channel: 'demo', id: late.id });
    await chat.log.getByText('Ada and Grace Hopper joined').waitFor();
  });

  it('keeps the order of a channel that is not in front', async () => {
    const chat = await pages.open();
    const [one, three, four] = [text(ADA, 'one'), text(ADA, 'three'), text(ADA, 'four')];
    await chat.say(snapshot(channel(), channel({ name: 'team', entries: [one, three, four] })));
    await chat.say(
      { type: 'entry', channel: 'team', entry: text(ADA, 'two'), before: three.id },
      { type: 'removed', channel: 'team', id: four.id },
      { type: 'active', name: 'team' },
    );
    assert.deepEqual(await texts(chat), ['one', 'two', 'three']);
  });

  it('stays at the end when something is put above', async () => {
    const chat = await pages.open();
    const all = talk(60);
    await chat.say(snapshot(channel({ entries: all })));
    for (const at of [0, 30, 59]) await put(chat, text(GRACE, 'late\n'.repeat(20)), all[at]?.id);
    assert.ok((await chat.belowSight()) <= 1);
    assert.equal(await chat.button(/new message|Jump/).count(), 0);
    const lines = all.slice(0, 20).map(({ id }) => ({ type: 'removed' as const, channel: 'demo', id }));
    await chat.say(...lines);
    assert.ok((await chat.belowSight()) <= 1);
  });

  it('holds the place of a reader for what is put above, in and below what they see, and counts what is below', async () => {
    const chat = await pages.open();
    const all = talk(60);
    await chat.say(snapshot(channel({ entries: all })));
    await readAbove(chat);
    const first = await chat.log.evaluate(log => {
      const edge = log.getBoundingClientRect().top;
      const seen = [...log.querySelectorAll('.text')].find(one => one.getBoundingClientRect().top >= edge);
      return Number(/\d+/.exec(seen?.textContent ?? '')?.[0]);
    });
    const name = `message number ${first}`;
    const before = await topOf(chat, name);
    const holds = async (what: string) => assert.ok(Math.abs((await topOf(chat, name)) - before) <= 1, what);
    await put(chat, text(GRACE, 'late\n'.repeat(20)), all[0]?.id);
    await put(chat, text(GRACE, 'late\n'.repeat(20)), all[first - 3]?.id);
    await holds('above');
    await chat.button('Jump to newest').waitFor();
    await put(chat, text(GRACE, 'late'), all[first + 2]?.id);
    await holds('in sight');
    await chat.button('Jump to newest').waitFor();
    const below = text(GRACE, 'late');
    await put(chat, below, all[59]?.id);
    await put(chat, text(ADA, 'new'));
    await holds('below');
    await chat.button('2 new messages').waitFor();
    await put(chat, { ...below, date: below.date + 1 });
    await chat.button('2 new messages').waitFor();
    await chat.say({ type: 'removed', channel: 'demo', id: below.id });
    await chat.button('1 new message').waitFor();
    await chat.say(...all.slice(0, 5).map(({ id }) => ({ type: 'removed' as const, channel: 'demo', id })));
    await holds('removed above');
  });

  it('holds the place of a reader at the very top', async () => {
    const chat = await pages.open();
    const all = talk(60);
    await chat.say(snapshot(channel({ entries: all })));
    await readAbove(chat, -100_000);
    const before = await topOf(chat, 'message number 1');
    await put(chat, text(GRACE, 'late\n'.repeat(5)), all[0]?.id);
    assert.ok(Math.abs((await topOf(chat, 'message number 1')) - before) <= 1);
    assert.ok((await chat.log.evaluate(log => log.scrollTop)) > 0);
  });

  it('counts a message that was coming in once it is there, also after the view was hidden', async () => {
    const chat = await pages.open();
    const all: Entry[] = [...talk(60), transfer(ADA, 3)];
    await chat.say(snapshot(channel({ entries: all })));
    await readAbove(chat);
    const [late, whole, last] = [text(GRACE, 'late'), text(ADA, 'whole', { id: all[60]?.id ?? '' }), text(ADA, 'new')];
    await put(chat, late, all[59]?.id);
    await chat.button('1 new message').waitFor();
    await put(chat, whole);
    await chat.button('2 new messages').waitFor();
    await put(chat, last);
    await chat.button('3 new messages').waitFor();
    await scroll(chat, -50);
    await chat.page.waitForFunction(() => sessionStorage.getItem('state')?.includes('"late":'));
    await chat.remake();
    const now = [...all.slice(0, 59), late, ...all.slice(59, 60), whole, last, text(ME, 'sent meanwhile')];
    await chat.say(snapshot(channel({ entries: now })));
    await chat.button('3 new messages').waitFor();
  });
});
