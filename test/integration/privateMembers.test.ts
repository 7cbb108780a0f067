import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import { Emitter } from '../../src/base/event';
import type { PersonView } from '../../src/protocol/panel';
import { ChannelKey } from '../../src/seal/channelKey';
import type { Channel, KeyOffer } from '../../src/session/channel';
import type { JoinedChannels } from '../../src/ui/joinedChannels';
import { Notifier } from '../../src/ui/notifier';
import { Impostors } from '../../src/ui/private/impostors';
import { KeyOffers } from '../../src/ui/private/keyOffers';
import { renewKey } from '../../src/ui/private/renewKey';
import { Verified } from '../../src/ui/private/verified';
import { until } from '../unit/support/channel';
import { Desk, FakeMemento } from './privateSupport';
import { Bench, delay } from './support';

type Show = typeof vscode.window.showInformationMessage;

/** What was shown, with a way to press a button of it. */
class Messages {
  readonly shown: { text: string; press: (button: string | undefined) => void }[] = [];
  private readonly window = vscode.window as { showInformationMessage: Show; showWarningMessage: Show };
  private readonly real = { ...this.window };

  constructor() {
    const show = ((text: string) => new Promise(press => this.shown.push({ text, press }))) as Show;
    this.window.showInformationMessage = show;
    this.window.showWarningMessage = show;
  }

  restore(): void {
    this.window.showInformationMessage = this.real.showInformationMessage;
    this.window.showWarningMessage = this.real.showWarningMessage;
  }
}

describe('members of a private channel', () => {
  let messages: Messages;
  const log = vscode.window.createOutputChannel('Private members test', { log: true });
  beforeEach(() => (messages = new Messages()));
  afterEach(() => messages.restore());
  after(() => log.dispose());

  /** A channel and the list of joined ones, as far as these parts look at them. */
  const fakes = () => {
    const [offer, joined, changed] = [new Emitter<KeyOffer>(), new Emitter<Channel>(), new Emitter<Channel>()];
    const left = new Emitter<string>();
    const renewed: [string, string][] = [];
    let people: PersonView[] = [];
    const channel = {
      name: 'team',
      onDidOfferKey: offer.event,
      get view() {
        return { name: 'team', state: 'online', privacy: 'private', people, anonymous: 0 };
      },
    } as unknown as Channel;
    let here: Channel | undefined = channel;
    const channels = {
      onDidJoin: joined.event,
      all: [],
      onDidLeave: left.event,
      onDidChange: changed.event,
      get: () => here,
      renew: (name: string, key: ChannelKey) => Promise.resolve(void renewed.push([name, key.channel])),
    } as unknown as JoinedChannels;
    return {
      ...{ channel, channels, renewed, joined, changed, offer },
      leave: () => (here = undefined),
      show: (...next: PersonView[]) => {
        people = next;
        changed.fire(channel);
      },
    };
  };
  const settle = () => delay(0);

  it('are moved to a new key by their own yes only, and asked once for each', async () => {
    const { channel, channels, renewed, joined, offer } = fakes();
    const notifier = new Notifier(log);
    const offers = new KeyOffers(channels, notifier, log);
    joined.fire(channel);
    const [first, second] = [await ChannelKey.random(), await ChannelKey.random()];
    const from = { name: 'Ada', self: false };
    offer.fire({ from, key: first });
    offer.fire({ from, key: first });
    await settle();
    assert.equal(messages.shown.length, 1);
    assert.match(messages.shown[0]?.text ?? '', /^Ada has renewed the key of team\./);
    messages.shown[0]?.press('Stay');
    await settle();
    offer.fire({ from, key: first });
    await settle();
    assert.deepEqual([messages.shown.length, renewed], [1, []]);
    offer.fire({ from, key: second });
    await settle();
    messages.shown[1]?.press('Move');
    await settle();
    assert.deepEqual(renewed, [['team', second.channel]]);
    offers.dispose();
    notifier.dispose();
  });

  it('are not stormed with keys, and a late yes is not for another channel of that name', async () => {
    const { channel, channels, renewed, joined, offer, leave } = fakes();
    const notifier = new Notifier(log);
    const offers = new KeyOffers(channels, notifier, log);
    joined.fire(channel);
    const keys = await Promise.all(Array.from({ length: 20 }, () => ChannelKey.random()));
    const from = { name: '[x](command:evil) $(zap)', self: false };
    for (const key of keys) offer.fire({ from, key });
    await settle();
    assert.equal(messages.shown.length, 1);
    assert.ok(!/\]\(|\$\(/.test(messages.shown[0]?.text ?? ''));
    for (const key of keys) {
      messages.shown.at(-1)?.press(undefined);
      await settle();
      offer.fire({ from, key });
      await settle();
    }
    assert.equal(messages.shown.length, 5);
    leave();
    messages.shown.at(-1)?.press('Move');
    await settle();
    assert.deepEqual(renewed, []);
    offers.dispose();
    notifier.dispose();
  });

  it('are warned once of somebody who has a verified name and another device', async () => {
    const { channels, show } = fakes();
    const verified = new Verified(new FakeMemento());
    await verified.add({ device: 'A', name: 'Grace' });
    const impostors = new Impostors(channels, verified);
    show({ uid: '1', name: 'Grace', self: false, device: 'A' }, { uid: '2', name: 'Ada', self: false, device: 'B' });
    assert.equal(messages.shown.length, 0);
    for (let time = 0; time < 3; time++) show({ uid: '3', name: 'Grace', self: false, device: 'M' });
    assert.equal(messages.shown.length, 1);
    assert.match(messages.shown[0]?.text ?? '', /^Grace in team is on another device than the one that you verified/);
    for (let time = 0; time < 200; time++) show({ uid: '3', name: 'Grace', self: false, device: `M${time}` });
    assert.equal(messages.shown.length, 1, 'one at a time');
    messages.shown[0]?.press(undefined);
    await settle();
    show({ uid: '3', name: 'Grace', self: false, device: 'another' });
    assert.equal(messages.shown.length, 2, 'and never silent for good');
    impostors.dispose();
  });

  it('have no key to renew in an open channel or without a connection', async () => {
    const bench = await Bench.open();
    const desk = new Desk({ name: 'Ada' });
    const input = (code: string) => (thrown: unknown) => thrown instanceof AppError && thrown.code === code;
    const open = await desk.channels.join('team');
    await assert.rejects(renewKey(open, desk.tools), input('input'));
    const key = await ChannelKey.random();
    const channel = await desk.channels.enter({ name: 'plans', id: key.channel }, key);
    await until(channel.onDidChange, () => channel.view.state === 'online');
    channel.reconnect();
    await assert.rejects(renewKey(channel, desk.tools), input('offline'));
    desk.close();
    await bench.close();
  });
});
