import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { startRelay, type Relay } from '../../../src/relay/server';
import { tidied, type Kept } from '../../../src/session/kept';
import { dialTo, join, until, type Joined } from '../support/channel';
import { WebSocket } from 'ws';

const isFour = ({ content }: Kept) => content?.text === 'four';

describe('a channel whose talk is kept over a restart', () => {
  let relay: Relay;
  const people: Joined[] = [];
  let kept: Kept[];

  beforeEach(async () => {
    relay = await startRelay({});
    kept = [];
  });
  afterEach(async () => {
    for (const { channel } of people.splice(0)) channel.dispose();
    await relay.close();
  });

  async function person(name: string, more: Parameters<typeof join>[3] = {}): Promise<Joined> {
    const joined = join(
      dialTo(() => relay.url, 'room'),
      'room',
      name,
      more,
    );
    people.push(joined);
    await joined.online();
    return joined;
  }

  /** Ada, whose window keeps what is said. */
  const keeper = (more: Parameters<typeof join>[3] = {}) =>
    person('Ada', { history: { keep: one => kept.push(JSON.parse(JSON.stringify(one)) as Kept) }, ...more });

  const leave = (who: Joined) => {
    who.channel.dispose();
    people.splice(people.indexOf(who), 1);
  };

  /** What is shown of each message. */
  const shown = ({ messages }: Joined) =>
    messages().map(({ from, to, body, edited, reactions = [] }) => [
      from.self ? 'me' : from.name,
      to ? (to.self ? 'me' : to.name) : 'all',
      body.type === 'text' ? body.text : body.type,
      ...(edited ? ['edited'] : []),
      ...reactions.map(({ emoji, count }) => `${emoji}${count}`),
    ]);

  async function talk(ada: Joined, grace: Joined): Promise<void> {
    ada.channel.send({ type: 'chat', text: 'one' });
    await grace.reached('one', 'sent');
    await ada.reached('one', 'sent');
    const uid = ada.channel.view.people.find(({ name }) => name === 'Grace')?.uid;
    ada.channel.send({ type: 'chat', text: 'two' }, uid);
    const two = await grace.shown('two');
    grace.channel.send({ type: 'chat', text: 'three' }, two.from.uid);
    await ada.shown('three');
    grace.channel.send({ type: 'chat', text: 'four' });
    const four = await ada.shown('four');
    await grace.reached('four', 'sent');
    ada.channel.react(four.id, '👍', true);
    grace.channel.edit((await grace.shown('four')).id, 'for');
    await ada.shown('for');
  }

  const WHOLE = [
    ['me', 'all', 'one'],
    ['me', 'Grace', 'two'],
    ['Grace', 'me', 'three'],
    ['Grace', 'all', 'for', 'edited', '👍1'],
  ];

  it('shows all of it again from the start, changed as it was', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    await talk(ada, grace);
    assert.deepEqual(shown(ada), WHOLE);
    leave(ada);
    leave(grace);
    const again = await person('Ada', { kept: tidied(kept) });
    assert.deepEqual(shown(again), WHOLE);
  });

  it('shows nothing twice that others give once more', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    await talk(ada, grace);
    const { session, met } = ada.channel;
    leave(ada);
    grace.channel.send({ type: 'chat', text: 'meanwhile' });
    await grace.reached('meanwhile', 'sent');
    const again = await keeper({ kept: tidied(kept), formerly: [session], met });
    await again.shown('meanwhile');
    grace.channel.send({ type: 'chat', text: 'last' });
    await again.shown('last');
    assert.deepEqual(shown(again), [...WHOLE, ['Grace', 'all', 'meanwhile'], ['Grace', 'all', 'last']]);
  });

  it('lets a later session of the window change what it said, and no other', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    await talk(ada, grace);
    const { session, met } = ada.channel;
    leave(ada);
    const again = await keeper({ kept: tidied(kept), formerly: [session], met });
    again.channel.edit((await again.shown('one')).id, 'won');
    await grace.shown('won');
    const elsewhere = await person('Ada', { kept: tidied(kept) });
    const mine = elsewhere.messages()[1];
    assert.throws(() => elsewhere.channel.edit(mine?.id ?? '', 'x'), /another window, or before you left/);
  });

  it('shows what later sessions of windows have changed, with nobody there to say whose they are', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    await talk(ada, grace);
    const { session, met } = ada.channel;
    leave(ada);
    const again = await keeper({ kept: tidied(kept), formerly: [session], met });
    again.channel.edit((await again.shown('one')).id, 'won');
    await grace.shown('won');
    const before = { formerly: [grace.channel.session], met: grace.channel.met };
    leave(grace);
    const { formerly } = before;
    const back = await person('Grace', { ...before, kept: [{ ...kept.find(isFour), own: true } as Kept] });
    assert.deepEqual(formerly, [kept.find(isFour)?.content?.session]);
    back.channel.edit((await back.shown('four')).id, 'fore');
    await again.shown('fore');
    leave(again);
    leave(back);
    const later = await person('Ada', { kept: tidied(kept) });
    assert.deepEqual(
      shown(later).map(([, , text]) => text),
      ['won', 'two', 'three', 'fore'],
    );
  });

  it('has nothing any more of what later sessions of windows have taken back', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    await talk(ada, grace);
    const { session, met } = ada.channel;
    leave(ada);
    const again = await keeper({ kept: tidied(kept), formerly: [session], met });
    again.channel.delete((await again.shown('one')).id);
    await until(grace.channel.transcript.onDidChange, () => grace.messages()[0]?.deleted === true);
    const before = { formerly: [grace.channel.session], met: grace.channel.met };
    leave(grace);
    const back = await person('Grace', { ...before, kept: [{ ...kept.find(isFour), own: true } as Kept] });
    back.channel.delete((await back.shown('four')).id);
    await until(again.channel.transcript.onDidChange, () => again.messages().at(-1)?.deleted === true);
    assert.deepEqual(
      tidied(kept).map(({ content }) => content?.text),
      ['two', 'three'],
    );
  });

  it('keeps a direct message once it has arrived, as until then it is in the outbox', async () => {
    const [ada, grace] = [await keeper(), await person('Grace')];
    grace.channel.send({ type: 'chat', text: 'one' });
    ada.channel.send({ type: 'chat', text: 'two' }, (await ada.shown('one')).from.uid);
    const words = () => kept.map(({ content, to }) => [content?.text, to]);
    assert.deepEqual(words(), [['one', undefined]]);
    await ada.reached('two', 'sent');
    assert.deepEqual(words(), [['one', undefined]]);
    await ada.reached('two', 'delivered');
    assert.deepEqual(words(), [
      ['one', undefined],
      ['two', 'Grace'],
    ]);
  });

  it('keeps a direct message to a plain client when it goes out, as no receipt comes', async () => {
    const ada = await keeper();
    const socket = new WebSocket(`${relay.url}/c/room?as=Bob&announce=true`);
    await once(socket, 'open');
    const bob = () => ada.channel.view.people.find(({ name }) => name === 'Bob');
    await until(ada.channel.onDidChange, () => bob() !== undefined);
    ada.channel.send({ type: 'chat', text: 'for Bob' }, bob()?.uid);
    await until(ada.channel.transcript.onDidChange, () => kept.length > 0);
    socket.close();
    assert.deepEqual(
      kept.map(({ content, to }) => [content?.text, to]),
      [['for Bob', 'Bob']],
    );
  });

  it('keeps what a plain client says, under its date', async () => {
    const ada = await keeper();
    const socket = new WebSocket(`${relay.url}/c/room?as=Bob`);
    socket.on('open', () => socket.send(JSON.stringify('from plain')));
    await ada.shown('from plain');
    socket.close();
    ada.channel.send({ type: 'chat', text: 'after' });
    await ada.reached('after', 'sent');
    leave(ada);
    const again = await person('Ada', { kept: tidied(kept) });
    assert.deepEqual(shown(again), [
      ['Bob', 'all', 'from plain'],
      ['me', 'all', 'after'],
    ]);
  });
});
