import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../unit/support/channel';
import { ChannelKey } from '../../src/seal/channelKey';
import { DeviceKey } from '../../src/seal/deviceKey';
import type { Channel } from '../../src/session/channel';
import { OutboxFiles } from '../../src/ui/outboxFiles';
import { invitationTo } from '../../src/ui/private/copyInvitation';
import { forget } from '../../src/ui/private/forgetChannel';
import { findInvitation, writeInvitation, type Invitation } from '../../src/session/invitation';
import { openInvitation, openPasted, type Question } from '../../src/ui/private/openInvitation';
import { Bench, setting } from './support';
import { Desk, waitFor } from './privateSupport';

const { executeCommand } = vscode.commands;
/** Where no server can be: what is sent there waits. */
const NOBODY_LISTENS = 'ws://127.0.0.1:9';
const EXTENSION = 'live-channels.live-channels';

describe('private channels in a window', () => {
  let bench: Bench;
  const desks: Desk[] = [];
  beforeEach(async () => (bench = await Bench.open()));
  afterEach(async () => {
    for (const desk of desks.splice(0)) desk.close();
    await bench.close('room', 'team');
  });

  const desk = (more: ConstructorParameters<typeof Desk>[0] = {}): Desk => {
    const made = new Desk(more);
    desks.push(made);
    return made;
  };
  const enter = async (at: Desk, name = 'team', key?: ChannelKey): Promise<Channel> => {
    const used = key ?? (await ChannelKey.random());
    const channel = await at.channels.enter({ name, id: used.channel }, used);
    await until(channel.onDidChange, () => channel.view.state === 'online');
    return channel;
  };
  const inviteTo = async (at: Desk, name: string): Promise<Invitation> => {
    const known = at.channels.known(name);
    assert.ok(known);
    return invitationTo(known, at.tools);
  };

  it('is joined by its invitation, after a yes, by a question that names server, kind and person', async () => {
    const [ada, grace] = [desk({ name: 'Ada' }), desk({ name: 'Grace' })];
    await enter(ada);
    const invitation = await inviteTo(ada, 'team');
    const questions: Question[] = [];
    const answer = (yes: boolean) => (question: Question) => {
      questions.push(question);
      return Promise.resolve(yes);
    };
    assert.equal(await openInvitation(invitation, grace.tools, answer(false)), false);
    assert.deepEqual([grace.channels.all.length, grace.secrets.values.size], [0, 0]);
    assert.equal(await openInvitation(invitation, grace.tools, answer(true)), true);
    const channel = grace.channels.get('team');
    assert.ok(channel);
    await until(channel.onDidChange, () => channel.view.people.length === 2);
    assert.deepEqual(
      channel.view.people.map(({ name }) => name),
      ['Grace', 'Ada'],
    );
    const [{ message, detail } = { message: '', detail: '' }] = questions;
    assert.equal(message, 'Join the private channel “team”?');
    assert.match(detail, new RegExp(`Server: ${new URL(bench.relay.url).host}, the one that you have set`));
    assert.match(detail, /Private: everything is sealed/);
    assert.match(detail, /Others will see you as “Grace”/);
    assert.ok(!JSON.stringify(questions).includes(invitation.key?.reveal() ?? ''));
  });

  it('on another server keeps that server, says so before, and leaves the setting as it is', async () => {
    const ada = desk({ name: 'Ada' });
    await enter(ada);
    const invitation = await inviteTo(ada, 'team');
    const other = await Bench.open();
    const grace = desk({ name: 'Grace' });
    let detail = '';
    await openInvitation(invitation, grace.tools, question => {
      ({ detail } = question);
      return Promise.resolve(true);
    });
    assert.match(detail, new RegExp(`Server: ${bench.relay.url}. It is NOT the one that you have set`));
    assert.equal(grace.channels.known('team')?.server, bench.relay.url);
    assert.equal(vscode.workspace.getConfiguration().get('liveChannels.server'), other.relay.url);
    const again = grace.reloaded();
    desks.push(again);
    await again.channels.restore([]);
    const channel = again.channels.get('team');
    assert.ok(channel);
    // Ada has moved with the setting; whoever was invited stays where they were invited to.
    await until(channel.onDidChange, () => channel.view.state === 'online');
    assert.equal(again.channels.known('team')?.server, bench.relay.url);
    await other.close();
    await setting('liveChannels.server', bench.relay.url);
  });

  it('is there again after a reload, with the key from the key store and nothing of it in other stores', async () => {
    const ada = desk({ name: 'Ada' });
    const key = await ChannelKey.random();
    const before = await enter(ada, 'team', key);
    before.send({ type: 'chat', text: 'kept by nobody' });
    await until(before.transcript.onDidChange, () =>
      before.transcript.entries.some(entry => entry.kind === 'message' && entry.state === 'sent'),
    );
    const again = ada.reloaded();
    desks.push(again);
    await again.channels.restore([]);
    const channel = again.channels.get('team');
    assert.ok(channel);
    await until(channel.onDidChange, () => channel.view.state === 'online');
    assert.equal(channel.view.privacy, 'private');
    assert.notEqual(channel.session, before.session);
    const stored = JSON.stringify([[...ada.global.values], [...ada.workspace.values]]);
    assert.ok(stored.includes(key.channel));
    for (const secret of [key.secret.reveal(), 'kept by nobody']) assert.ok(!stored.includes(secret), secret);
  });

  it('whose key is gone from the key store is not joined as an open one, and says what to do', async () => {
    const ada = desk({ name: 'Ada' });
    await enter(ada);
    ada.secrets.values.clear();
    const again = ada.reloaded();
    desks.push(again);
    await assert.rejects(again.channels.restore(['room']), /The key of team is not in .* open its invitation again/);
    assert.deepEqual(
      again.channels.all.map(({ name }) => name),
      ['room'],
    );
  });

  it('is never joined by the settings, which may hold its invitation by mistake; the others of the list are', async () => {
    const ada = desk({ name: 'Ada' });
    const invitation = writeInvitation({
      server: bench.relay.url,
      name: 'team',
      key: (await ChannelKey.random()).secret,
    });
    await assert.rejects(ada.channels.restore([invitation, 'room']), /This is an invitation, not a name/);
    assert.deepEqual(
      ada.channels.all.map(({ name }) => name),
      ['room'],
    );
  });

  it('has an outbox and keys of its own, apart from an open one of its name', async () => {
    const ada = desk({ name: 'Ada' });
    await enter(ada);
    await ada.keys.write('team', { joinKey: 'for the private one' });
    const name = ada.channels.storageName('team');
    const open = desk({ name: 'Ada', secrets: ada.secrets });
    await open.channels.join('team');
    assert.notEqual(open.channels.storageName('team'), name);
    assert.deepEqual(await open.keys.read('team'), {});
    assert.deepEqual(await ada.keys.read('team'), { joinKey: 'for the private one' });
  });

  it('takes a free name where another channel has its name', async () => {
    const ada = desk({ name: 'Ada' });
    await ada.channels.join('team');
    const channel = await enter(ada);
    assert.equal(channel.name, 'team (2)');
    assert.deepEqual([ada.channels.get('team')?.view.privacy, channel.view.privacy], ['open', 'private']);
    const invited = await inviteTo(ada, 'team (2)');
    assert.equal(invited.name, 'team (2)');
    const open = await inviteTo(ada, 'team');
    assert.deepEqual([open.name, open.key], ['team', undefined]);
  });

  it('is forgotten without a trace in any store', async () => {
    const ada = desk({ name: 'Ada' });
    const clean = await ada.dump();
    const key = await ChannelKey.random();
    await ada.keyringOf().device();
    const withDevice = await ada.dump();
    assert.notEqual(withDevice, clean);
    const channel = await enter(ada, 'Our plans', key);
    await ada.keys.write('Our plans', { joinKey: 'join-key', sendKey: 'send-key' });
    await ada.muted.set('Our plans', true);
    await ada.tools.targets.remember({ channel });
    await setting('liveChannels.server', NOBODY_LISTENS);
    channel.reconnect();
    channel.send({ type: 'chat', text: 'waits for ever' });
    const outbox = new OutboxFiles(ada.storage, ada.channels.storageName('Our plans'), ada.log);
    await waitFor(async () => (await outbox.load()).length > 0);
    for (const word of ['Our plans', key.secret.reveal(), 'join-key', 'waits for ever']) {
      assert.ok((await ada.dump()).includes(word), word);
    }
    const known = ada.channels.known('Our plans');
    assert.ok(known);
    await forget(known, ada.tools);
    await waitFor(async () => (await ada.dump()) === withDevice);
    assert.deepEqual([ada.channels.all, ada.channels.recent], [[], []]);
  });

  it('is forgotten from the recent ones too, when it was left before', async () => {
    const ada = desk({ name: 'Ada' });
    const key = await ChannelKey.random();
    await enter(ada, 'Our plans', key);
    await ada.channels.leave('Our plans');
    assert.deepEqual(
      ada.channels.recent.map(({ name }) => name),
      ['Our plans'],
    );
    const [recent] = ada.channels.recent;
    assert.ok(recent);
    await ada.channels.enter(recent);
    assert.equal(ada.channels.get('Our plans')?.view.privacy, 'private');
    await ada.channels.leave('Our plans');
    await forget(recent, ada.tools);
    assert.ok(!(await ada.dump()).includes(key.secret.reveal()));
    assert.ok(!(await ada.dump()).includes('Our plans'));
  });

  it('moves to a new key with its name, its server keys and what was said, and forgets the old key', async () => {
    const ada = desk({ name: 'Ada' });
    const [old, fresh] = [await ChannelKey.random(), await ChannelKey.random()];
    const channel = await enter(ada, 'team', old);
    await ada.keys.write('team', { sendKey: 'send-key' });
    channel.send({ type: 'chat', text: 'before' });
    const storage = ada.channels.storageName('team');
    await ada.channels.renew('team', fresh);
    await until(channel.onDidChange, () => channel.view.state === 'online');
    assert.equal(ada.channels.known('team')?.id, fresh.channel);
    assert.equal(ada.channels.storageName('team'), storage);
    assert.deepEqual(await ada.keys.read('team'), { sendKey: 'send-key' });
    assert.ok(!(await ada.dump()).includes(old.secret.reveal()));
    assert.deepEqual(ada.channels.all.length, 1);
    await ada.channels.leave('team');
    assert.deepEqual(
      ada.channels.recent.map(({ id }) => id),
      [fresh.channel],
    );
  });

  it('moves to one key after the other when two come at once, and keeps but the last', async () => {
    const ada = desk({ name: 'Ada' });
    const [old, second, third] = [await ChannelKey.random(), await ChannelKey.random(), await ChannelKey.random()];
    const channel = await enter(ada, 'team', old);
    await Promise.all([ada.channels.renew('team', second), ada.channels.renew('team', third)]);
    await until(channel.onDidChange, () => channel.view.state === 'online');
    assert.equal(ada.channels.known('team')?.id, third.channel);
    const kept = await ada.dump();
    const secrets = [old, second, third].map(({ secret }) => kept.includes(secret.reveal()));
    assert.deepEqual(secrets, [false, false, true]);
  });

  it('leaves nothing of a new key when it is left on the way there', async () => {
    const ada = desk({ name: 'Ada' });
    const [old, fresh] = [await ChannelKey.random(), await ChannelKey.random()];
    await enter(ada, 'team', old);
    const moved = ada.channels.renew('team', fresh);
    await ada.channels.leave('team');
    await moved;
    assert.ok(!(await ada.dump()).includes(fresh.secret.reveal()));
    assert.deepEqual(
      ada.channels.recent.map(({ id }) => id),
      [old.channel],
    );
  });

  it('is known by one device key, whichever window comes first', async () => {
    const ada = desk({ name: 'Ada' });
    const other = desk({ name: 'Ada', secrets: ada.secrets });
    const [one, two] = await Promise.all([ada.keyringOf().device(), other.keyringOf().device()]);
    const stored = ada.secrets.values.get('liveChannels.device') ?? '';
    const later = await desk({ name: 'Ada', secrets: ada.secrets }).keyringOf().device();
    assert.equal(later.id, (await DeviceKey.fromText(stored))?.id);
    assert.ok([one.id, two.id].includes(later.id));
  });

  it('is opened by what is pasted into the real command only after a yes', async () => {
    const invitation = writeInvitation({
      server: bench.relay.url,
      name: 'team',
      key: (await ChannelKey.random()).secret,
    });
    const observer = await bench.observe('team');
    // The window under test shows no modal question, so that there is no yes.
    await executeCommand('liveChannels.joinChannel', `Join us: <${invitation}>`);
    await executeCommand('liveChannels.joinChannel', 'room');
    const other = await bench.observe('room');
    await other.sees(frame => frame.type === 'join');
    assert.equal(observer.frames.filter(frame => frame.type === 'join').length, 1);
  });

  it('refuses a cut-off paste with one sentence', async () => {
    const written = writeInvitation({ server: bench.relay.url, name: 'team' });
    await assert.rejects(
      Promise.resolve().then(() => openPasted(written.slice(0, -5), desk().tools)),
      /cut off/,
    );
  });

  it('is on the clipboard as a link and as text that both lead to it', async () => {
    await executeCommand('liveChannels.joinChannel', 'room');
    for (const form of ['link', 'text']) {
      await executeCommand('liveChannels.copyInvitation', { channel: 'room' }, form);
      const copied = await vscode.env.clipboard.readText();
      const { server, name, key } = findInvitation(copied);
      assert.deepEqual([server, name, key], [bench.relay.url, 'room', undefined]);
      assert.equal(copied.startsWith(`${vscode.env.uriScheme}://${EXTENSION}/join#`), form === 'link');
      await vscode.env.clipboard.writeText('');
    }
  });
});
