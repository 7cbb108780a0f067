import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { ChannelKey } from '../../../src/seal/channelKey';
import { DeviceKey } from '../../../src/seal/deviceKey';
import { Backoff } from '../../../src/client/backoff';
import type { Draft } from '../../../src/protocol/content';
import { Seal } from '../../../src/seal/seal';
import type { ChannelOptions, KeyOffer } from '../../../src/session/channel';
import { dialTo, join, until, type Joined } from '../support/channel';
import { HostileRelay } from '../support/hostileRelay';

describe('a private channel', () => {
  let relay: HostileRelay;
  let key: ChannelKey;
  const people: Joined[] = [];

  beforeEach(async () => {
    [relay, key] = await Promise.all([HostileRelay.start(), ChannelKey.random()]);
  });
  afterEach(async () => {
    for (const { channel } of people.splice(0)) channel.dispose();
    await relay.close();
  });

  interface Who {
    key?: ChannelKey;
    /** Where the relay is asked to let them in. */
    room?: string;
    device?: DeviceKey;
    more?: Partial<ChannelOptions>;
  }

  const enter = async (name: string, { key: own = key, room, device, more }: Who = {}): Promise<Joined> => {
    const seal = await Seal.create({ key: own, ...(device && { device }) });
    const person = join(alias => dialTo(() => relay.url, room ?? seal.channel)(alias), 'Our plans', name, {
      seal,
      ...more,
    });
    people.push(person);
    await person.online();
    return person;
  };
  const names = ({ channel }: Joined): string[] => channel.view.people.map(({ name }) => name);
  const sees = (one: Joined, count: number): Promise<void> =>
    until(one.channel.onDidChange, () => one.channel.view.people.length === count);
  const uidOf = (one: Joined, name: string): string =>
    one.channel.view.people.find(person => person.name === name)?.uid ?? '';
  const say = (one: Joined, text: string, uid?: string): void => one.channel.send({ type: 'chat', text }, uid);

  it('carries talk and what is for one alone, under the names that people give themselves', async () => {
    const ada = await enter('Ada');
    const grace = await enter('Grace');
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    assert.deepEqual(
      [names(ada), names(grace)],
      [
        ['Ada', 'Grace'],
        ['Grace', 'Ada'],
      ],
    );
    say(ada, 'hello all');
    const shown = await grace.shown('hello all');
    assert.equal(shown.from.name, 'Ada');
    await ada.reached('hello all', 'sent');
    say(grace, 'for you', uidOf(grace, 'Ada'));
    assert.equal((await ada.shown('for you')).to?.self, true);
    await grace.reached('for you', 'delivered');
    assert.equal(ada.channel.view.privacy, 'private');
    assert.equal(ada.channel.view.meddled, undefined);
    assert.ok(ada.channel.transcript.entries.some(entry => entry.kind === 'join' && entry.who.name === 'Grace'));
  });

  it('shows a relay neither names nor content, nor who is who', async () => {
    const ada = await enter('Ada Lovelace');
    const grace = await enter('Grace Hopper');
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    say(ada, 'the secret plan');
    await grace.shown('the secret plan');
    const { seen } = relay;
    // Long enough, or with signs in them, that base 64 does not say them by chance.
    for (const word of ['Lovelace', 'Hopper', 'secret', 'Our plans', '"chat"', '"hello"', key.secret.reveal()]) {
      assert.ok(!seen.includes(word), word);
    }
    assert.ok(!seen.includes(ada.channel.session) && !seen.includes(grace.channel.session));
    const lengths = new Set(relay.passed.map(({ payload }) => (JSON.parse(payload) as { c: string }).c.length));
    assert.ok(lengths.size <= 4, `lengths in ${lengths.size} classes`);
  });

  it('carries what is long', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    const long = randomBytes(150_000).toString('base64');
    say(ada, long);
    await grace.shown(long);
    await ada.reached(long, 'sent');
    assert.ok(relay.passed.every(({ payload }) => payload.length < 100_000));
  });

  it('carries every length at which one frame becomes parts, also when it is given again', async () => {
    const slow = new Backoff({ base: 60_000, random: () => 0.99 });
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const alan = await enter('Alan', { more: { backoff: slow } });
    await Promise.all([ada, grace, alan].map(one => sees(one, 3)));
    say(ada, 'first');
    await alan.shown('first');
    const gone = until(alan.channel.onDidChange, () => alan.channel.view.state === 'reconnecting');
    relay.cut(relay.uids[2] ?? '');
    await gone;
    const texts = [70_000, 70_100, 70_200, 71_000, 72_000, 73_000, 73_500, 74_000, 98_000].map(
      (length, at) => `${at}${'x'.repeat(length)}`,
    );
    for (const text of texts) say(ada, text);
    await grace.shown(texts.at(-1) ?? '');
    ada.channel.dispose();
    await sees(grace, 1);
    alan.channel.open();
    await alan.shown(texts.at(-1) ?? '');
    assert.deepEqual(
      [grace.texts(), alan.texts()],
      [
        ['first', ...texts],
        ['first', ...texts],
      ],
    );
    assert.ok(relay.passed.every(({ payload }) => payload.length < 99_000));
  });

  it('gives what was missed to one who comes back, from a third, as its author said it', async () => {
    // He is back when he is told to, and not before.
    const slow = new Backoff({ base: 60_000, random: () => 0.99 });
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const alan = await enter('Alan', { more: { backoff: slow } });
    await Promise.all([ada, grace, alan].map(one => sees(one, 3)));
    for (const one of [ada, grace, alan]) say(one, `${one.channel.session} is here`);
    await until(alan.channel.transcript.onDidChange, () => alan.messages().length === 3);
    const gone = until(alan.channel.onDidChange, () => alan.channel.view.state === 'reconnecting');
    relay.cut(relay.uids[2] ?? '');
    await gone;
    say(ada, 'said meanwhile');
    await grace.shown('said meanwhile');
    const long = randomBytes(100_000).toString('base64');
    say(ada, long);
    await grace.shown(long);
    ada.channel.dispose();
    await sees(grace, 1);
    alan.channel.open();
    assert.equal((await alan.shown('said meanwhile')).from.name, 'Ada');
    await alan.shown(long);
  });

  it('gives what only its author’s later version knows, as it is signed', async () => {
    const slow = new Backoff({ base: 60_000, random: () => 0.99 });
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    const alan = await enter('Alan', { more: { backoff: slow } });
    await Promise.all([ada, grace, alan].map(one => sees(one, 3)));
    for (const one of [ada, grace, alan]) say(one, `${one.channel.session} is here`);
    await until(alan.channel.transcript.onDidChange, () => alan.messages().length === 3);
    const gone = until(alan.channel.onDidChange, () => alan.channel.view.state === 'reconnecting');
    relay.cut(relay.uids[2] ?? '');
    await gone;
    const poll = { type: 'poll', text: 'Noodles or falafel?', options: ['noodles', { falafel: true }] };
    ada.channel.send(poll as unknown as Draft);
    await grace.shown('Noodles or falafel?');
    ada.channel.dispose();
    await sees(grace, 1);
    alan.channel.open();
    const { body, from } = await alan.shown(poll.text);
    assert.deepEqual([body, from.name], [{ type: 'text', text: poll.text, foreign: 'poll' }, 'Ada']);
  });

  it('shows nothing to whoever has another key, and says once that something is not of it', async () => {
    const ada = await enter('Ada');
    const eve = await enter('Eve', { key: await ChannelKey.random(), room: key.channel });
    say(eve, 'let me in');
    say(ada, 'among us');
    await ada.reached('among us', 'sent');
    await until(ada.channel.onDidChange, () => ada.channel.view.meddled === true);
    assert.deepEqual([ada.texts(), names(ada)], [['among us'], ['Ada']]);
    assert.deepEqual([eve.texts(), names(eve)], [['let me in'], ['Eve']]);
  });

  it('shows nothing of a session that a relay plays again to somebody who comes later', async () => {
    const [ada, alan] = [await enter('Ada'), await enter('Alan')];
    await Promise.all([sees(ada, 2), sees(alan, 2)]);
    say(ada, 'deploy now');
    await alan.shown('deploy now');
    for (const { channel } of people.splice(0)) channel.dispose();
    const played = [...relay.passed];
    const grace = await enter('Grace');
    for (const frame of played) relay.deliver({ ...frame, to: undefined });
    say(grace, 'is anyone here?');
    await grace.reached('is anyone here?', 'sent');
    // Also to one who is not alone, under the connection of one who is there.
    const eve = await enter('Eve');
    await Promise.all([sees(grace, 2), sees(eve, 2)]);
    for (const frame of played) relay.deliver({ ...frame, from: uidOf(grace, 'Eve'), to: undefined });
    say(eve, 'I am');
    await grace.shown('I am');
    assert.deepEqual(grace.texts(), ['is anyone here?', 'I am']);
    assert.deepEqual(
      [names(grace), names(eve)],
      [
        ['Grace', 'Eve'],
        ['Eve', 'Grace'],
      ],
    );
  });

  it('is moved by nothing that a relay says by itself', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    const room = `/c/${key.channel}`;
    const [from = ''] = relay.uids;
    const before = relay.passed.length;
    for (const message of [
      'plain words',
      { type: 'chat', text: 'typed words' },
      { type: 'chat', text: 'counted', id: 'x', session: ada.channel.session, seq: 1, at: 1 },
      { type: 'hello', session: ada.channel.session, seen: {}, last: 0, met: {}, ask: true },
      { type: 'resend', session: 'other', of: ada.channel.session, from: 1, to: 10 },
      { type: 'sealed', v: 1, s: 'AAAAAAAAAAAAAAAAAAAAAA', n: 1, c: 'AAAA' },
    ]) {
      relay.deliver({ from, to: undefined, payload: JSON.stringify(message), room });
    }
    await until(grace.channel.onDidChange, () => grace.channel.view.meddled === true);
    assert.equal(relay.passed.length, before, 'nothing is answered');
    say(ada, 'our own');
    await grace.shown('our own');
    assert.deepEqual(grace.texts(), ['our own']);
  });

  it('shows each message once, to those it is for, over a relay that repeats, misdirects and changes frames', async () => {
    const [ada, grace, eve] = [await enter('Ada'), await enter('Grace'), await enter('Eve')];
    await Promise.all([ada, grace, eve].map(one => sees(one, 3)));
    relay.meddle = frame => {
      const sealed = JSON.parse(frame.payload) as { n: number; s: string; c: string };
      const changed = { ...sealed, n: sealed.n + 1 };
      const cut = { ...sealed, c: sealed.c.slice(4) };
      const others = relay.uids.filter(uid => uid !== frame.from);
      return [
        { ...frame, payload: JSON.stringify(changed) },
        { ...frame, payload: JSON.stringify(cut) },
        frame,
        frame,
        ...others.map(to => ({ ...frame, to })),
        ...others.map(from => ({ ...frame, from })),
      ];
    };
    const texts = Array.from({ length: 20 }, (_, at) => `message ${at}`);
    for (const text of texts) say(ada, text);
    say(ada, 'for Grace alone', uidOf(ada, 'Grace'));
    await grace.shown('for Grace alone');
    await ada.reached('for Grace alone', 'delivered');
    say(ada, 'the end');
    await Promise.all([grace.shown('the end'), eve.shown('the end')]);
    assert.deepEqual(grace.texts(), [...texts, 'for Grace alone', 'the end']);
    assert.deepEqual(eve.texts(), [...texts, 'the end']);
  });

  it('moves to a new key with those who are given it, and leaves the others behind', async () => {
    const [ada, grace, eve] = [await enter('Ada'), await enter('Grace'), await enter('Eve')];
    await Promise.all([ada, grace, eve].map(one => sees(one, 3)));
    say(ada, 'of old');
    await Promise.all([grace.shown('of old'), eve.shown('of old')]);
    const renewed = await ChannelKey.random();
    const offered = new Promise<KeyOffer>(resolve => grace.channel.onDidOfferKey(resolve));
    let leaked = false;
    eve.channel.onDidOfferKey(() => (leaked = true));
    // Whoever has the old key gets the frame as well, and it is of no use to them.
    relay.meddle = frame => [frame, ...relay.uids.map(to => ({ ...frame, to }))];
    const uid = uidOf(ada, 'Grace');
    assert.deepEqual(await ada.channel.renewKey(renewed, [uid, 'nobody']), [uid]);
    const offer = await offered;
    assert.deepEqual([offer.from.name, offer.key.channel], ['Ada', renewed.channel]);
    say(grace, 'written in between');
    await Promise.all([ada.channel.adopt(renewed), grace.channel.adopt(offer.key)]);
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    say(ada, 'of new');
    await Promise.all([grace.shown('of new'), ada.shown('written in between')]);
    await grace.reached('written in between', 'sent');
    const all = ['of old', 'written in between', 'of new'];
    assert.deepEqual([[...ada.texts()].sort(), [...grace.texts()].sort()], [[...all].sort(), [...all].sort()]);
    await sees(eve, 1);
    assert.ok(!eve.texts().includes('of new') && !leaked);
  });

  it('has a key to renew only while it is connected, and an open channel has none', async () => {
    const ada = await enter('Ada');
    const open = join(
      dialTo(() => relay.url, 'open'),
      'open',
      'Ada',
    );
    people.push(open);
    await open.online();
    assert.equal(open.channel.view.privacy, 'open');
    await assert.rejects(open.channel.renewKey(key, []), /open/);
    await assert.rejects(open.channel.adopt(key), /open/);
    const changed = until(ada.channel.onDidChange, () => ada.channel.view.state !== 'online');
    relay.cut(relay.uids[0] ?? '');
    await changed;
    await assert.rejects(ada.channel.renewKey(key, []), /not connected/);
  });

  it('gives a window that was reloaded what it missed, if it is the same device', async () => {
    const [device, other] = [await DeviceKey.generate(), await DeviceKey.generate()];
    const ada = await enter('Ada');
    const grace = await enter('Grace', { device });
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    say(ada, 'before');
    await grace.shown('before');
    const { session, met } = grace.channel;
    grace.channel.dispose();
    await sees(ada, 1);
    say(ada, 'missed');
    await ada.reached('missed', 'sent');
    // What was said a moment before one comes is theirs anyway.
    relay.ahead = 1_000;
    const more = { formerly: [session], met };
    const eve = await enter('Eve', { device: other, more });
    const again = await enter('Grace', { device, more });
    await again.shown('missed');
    await sees(eve, 3);
    say(ada, 'after');
    await Promise.all([eve.shown('after'), again.shown('after')]);
    assert.ok(!eve.texts().includes('missed'), 'another device came as the same window');
  });

  it('recognises a device that comes back', async () => {
    const device = await DeviceKey.generate();
    const ada = await enter('Ada');
    const grace = await enter('Grace', { device });
    await sees(ada, 2);
    const first = ada.channel.view.people[1]?.device;
    assert.equal(first, device.id);
    grace.channel.dispose();
    await sees(ada, 1);
    const stored = await DeviceKey.fromText(device.secret.reveal());
    assert.ok(stored);
    await enter('Grace again', { device: stored });
    await sees(ada, 2);
    assert.equal(ada.channel.view.people[1]?.device, first);
  });

  it('carries what is said about messages, so that the relay learns nothing of it', async () => {
    const [ada, grace] = [await enter('Ada'), await enter('Grace')];
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    grace.channel.setPresence({ status: 'busy', place: { path: 'src/secret.ts', top: 1, bottom: 2, selections: [] } });
    await until(ada.channel.onDidChange, () => ada.channel.view.people[1]?.place?.path === 'src/secret.ts');
    say(ada, 'helo');
    const { id } = await grace.shown('helo');
    await ada.reached('helo', 'sent');
    grace.channel.react(id, '👍', true);
    ada.channel.edit(ada.messages()[0]?.id ?? '', 'hello');
    await grace.shown('hello');
    await until(ada.channel.transcript.onDidChange, () => ada.messages()[0]?.reactions !== undefined);
    assert.deepEqual(ada.messages()[0]?.reactions, [{ emoji: '👍', names: ['Grace'], count: 1, own: false }]);
    for (const word of ['👍', '"react"', '"edit"', '"presence"', '"busy"', 'src/secret'])
      assert.ok(!relay.seen.includes(word), word);
  });

  it('gives what its author has taken back to nobody any more', async () => {
    const slow = new Backoff({ base: 60_000, random: () => 0.99 });
    const ada = await enter('Ada');
    const alan = await enter('Alan', { more: { backoff: slow } });
    await Promise.all([ada, alan].map(one => sees(one, 2)));
    say(ada, 'first');
    await alan.shown('first');
    const gone = until(alan.channel.onDidChange, () => alan.channel.view.state === 'reconnecting');
    relay.cut(relay.uids[1] ?? '');
    await gone;
    say(ada, 'regretted');
    const { id } = await ada.reached('regretted', 'sent');
    ada.channel.delete(id);
    await ada.reached('', 'sent');
    const heard: string[] = [];
    alan.channel.transcript.onDidChange(({ entry }) => heard.push(JSON.stringify(entry)));
    alan.channel.wake();
    await until(alan.channel.transcript.onDidChange, () => alan.messages().some(entry => entry.deleted));
    assert.ok(!heard.join().includes('regretted'));
    assert.deepEqual(alan.texts(), ['first', '']);
  });

  it('has nobody but the same device change what a window said before it was reloaded', async () => {
    const [device, other] = await Promise.all([DeviceKey.generate(), DeviceKey.generate()]);
    const ada = await enter('Ada');
    const grace = await enter('Grace', { device });
    await Promise.all([sees(ada, 2), sees(grace, 2)]);
    say(grace, 'mine');
    const { content = '' } = await ada.shown('mine');
    await grace.reached('mine', 'sent');
    const { session, met } = grace.channel;
    grace.channel.dispose();
    await sees(ada, 1);
    const more = { formerly: [session], met };
    const eve = await enter('Eve', { device: other, more });
    await sees(ada, 2);
    // A person could not do that; a client of one's own can say what it likes.
    eve.channel.send({ type: 'edit', of: content, text: 'forged' } as unknown as Draft);
    eve.channel.send({ type: 'delete', of: content, text: '' } as unknown as Draft);
    say(eve, 'done');
    await ada.shown('done');
    assert.deepEqual(ada.texts(), ['mine', 'done']);
    const again = await enter('Grace', { device, more });
    const own = await again.shown('mine');
    assert.equal(own.from.self, true);
    again.channel.edit(own.id, 'corrected');
    assert.equal((await ada.shown('corrected')).edited, true);
    assert.deepEqual(ada.texts(), ['corrected', 'done']);
  });
});
