import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import type { Draft } from '../../src/protocol/content';
import type { PersonView } from '../../src/protocol/panel';
import type { Channel } from '../../src/session/channel';
import type { Candidate, SendGuard } from '../../src/ui/guard/sendGuard';
import type { JoinedChannels } from '../../src/ui/joinedChannels';
import type { Parcel } from '../../src/ui/send/parcel';
import { Sender } from '../../src/ui/send/sender';
import { TargetPicker } from '../../src/ui/targets';
import { open, pressEnter } from './sourceSupport';
import { Bench, type Observer } from './support';

const { executeCommand } = vscode.commands;

/** A channel that only remembers what it was given. */
class FakeChannel {
  readonly sent: [Draft, string | undefined][] = [];
  people: PersonView[] = [{ name: 'Ada', self: true }];
  refusals = 0;

  constructor(readonly name: string) {}

  get view() {
    return { name: this.name, state: 'online', people: this.people, anonymous: 0 };
  }

  send(draft: Draft, uid?: string): void {
    if (draft.type === 'image' && this.refusals-- > 0) throw new AppError('offline', 'Too much waits.');
    this.sent.push([draft, uid]);
  }
}

class FakeMemento implements vscode.Memento {
  private readonly values = new Map<string, unknown>();
  keys = () => [...this.values.keys()];
  get = (key: string, otherwise?: unknown) => this.values.get(key) ?? otherwise;
  update = (key: string, value: unknown) => Promise.resolve(void this.values.set(key, value));
}

function fakes() {
  const room = new FakeChannel('room');
  const joined = new Map([['room', room]]);
  const channels = {
    get all() {
      return [...joined.values()];
    },
    active: undefined,
    get: (name: string) => joined.get(name),
  };
  const memento = new FakeMemento();
  const targets = new TargetPicker(channels as unknown as JoinedChannels, memento);
  return { room, joined, memento, targets, target: { channel: room as unknown as Channel } };
}

const parcel: Parcel = {
  what: 'a.ts:1',
  candidates: [{ label: 'a.ts', text: 'x', startLine: 1 }],
  drafts: comment => [{ type: 'chat', text: comment || 'a.ts:1' }],
};

describe('the last target', () => {
  const grace = { uid: 'u1', name: 'Grace', self: false };

  it('is a channel, or a person as long as they are there', async () => {
    const { room, joined, targets, target } = fakes();
    assert.equal(targets.last(), undefined);
    await targets.remember(target);
    assert.deepEqual([targets.last(), targets.lastLabel()], [target, 'room']);
    room.people.push(grace);
    await targets.remember({ ...target, person: grace });
    assert.deepEqual(targets.last(), { ...target, person: grace });
    room.people.pop();
    assert.deepEqual(targets.last(), { gone: 'Grace has left room.' });
    joined.clear();
    assert.deepEqual([targets.last(), targets.lastLabel()], [{ gone: 'You have left room.' }, undefined]);
  });

  it('is not whoever has that name now', async () => {
    const { room, targets, target } = fakes();
    await targets.remember({ ...target, person: grace });
    room.people.push({ ...grace, uid: 'u2' });
    assert.deepEqual(targets.last(), { gone: 'Grace has left room.' });
  });

  it('is nothing where what was stored cannot be read', async () => {
    const { memento, targets } = fakes();
    for (const stored of [7, {}, { channel: 1 }, { channel: 'room', person: {} }, null]) {
      await memento.update('liveChannels.lastTarget', stored);
      assert.equal(targets.last(), undefined);
    }
  });

  it('comes first when it is asked for a target', async () => {
    const { room, targets, target } = fakes();
    room.people.push(grace);
    await targets.remember({ ...target, person: grace });
    assert.deepEqual(await pressEnter(targets.pick('Send')), { ...target, person: grace });
  });

  it('gets what is sent with no question, and is asked for again when it is gone', async () => {
    const { room, targets, target } = fakes();
    const sender = new Sender(
      targets,
      guardOf(() => Promise.resolve(true)),
    );
    await targets.remember({ ...target, person: grace });
    await pressEnter(sender.sendToLast(parcel));
    assert.deepEqual(room.sent, [[{ type: 'chat', text: 'a.ts:1' }, undefined]]);
    room.people.push(grace);
    await targets.remember({ ...target, person: grace });
    await sender.sendToLast(parcel);
    assert.deepEqual(room.sent[1], [{ type: 'chat', text: 'a.ts:1' }, 'u1']);
  });
});

/** A guard that says nothing of what is typed. */
function guardOf(review: SendGuard['review']): Pick<SendGuard, 'review' | 'reviewTyped'> {
  return { review, reviewTyped: () => Promise.resolve() };
}

describe('the sender', () => {
  it('has the guard look before it asks for a comment, and sends nothing that it stops', async () => {
    const { room, targets } = fakes();
    const seen: [readonly Candidate[], string][] = [];
    const review = (candidates: readonly Candidate[], target: string) => {
      seen.push([candidates, target]);
      return Promise.resolve(false);
    };
    await new Sender(targets, guardOf(review)).send(parcel, { channel: 'room' });
    assert.deepEqual(seen, [[parcel.candidates, 'room']]);
    assert.deepEqual([room.sent, targets.last()], [[], undefined]);
  });

  it('says what cannot be sent before it asks anything', async () => {
    const { targets } = fakes();
    const review = () => Promise.reject(new Error('The guard was asked.'));
    const bad = { ...parcel, drafts: () => assert.fail('empty') };
    await assert.rejects(new Sender(targets, guardOf(review)).send(bad), /empty/);
  });

  it('does not send again what was taken when a part of it was not', async () => {
    const { room, targets } = fakes();
    const image: Draft = { type: 'image', text: 'p.png', name: 'p.png', mime: 'image/png', data: 'AA==' };
    const two = {
      ...parcel,
      drafts: (comment: string): Draft[] => [{ type: 'chat', text: comment || 'first' }, image],
    };
    room.refusals = 2;
    // Enter as often as it takes: the box stays open and says why.
    await pressEnter(
      new Sender(
        targets,
        guardOf(() => Promise.resolve(true)),
      ).send(two, { channel: 'room' }),
    );
    assert.deepEqual(
      room.sent.map(([{ type }]) => type),
      ['chat', 'image'],
    );
  });
});

describe('Send Selection to Last Target', () => {
  let bench: Bench;
  let observer: Observer;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.enter('room');
  });
  after(() => bench.close('room'));
  afterEach(() => executeCommand('workbench.action.closeAllEditors'));

  it('goes where the last code went, with no question', async () => {
    const editor = await open('src/bucket.ts');
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await executeCommand('liveChannels.sendSelection', { channel: 'room', text: 'first' });
    await observer.hears({ comment: 'first' });
    editor.selection = new vscode.Selection(4, 0, 6, 0);
    await executeCommand('liveChannels.sendToLast');
    const all = await observer.hears({ type: 'snippet', text: 'src/bucket.ts:5-6' });
    assert.deepEqual([all['comment'], all['direct']], [undefined, undefined]);
    const { uid } = await observer.sees(frame => frame.type === 'join');
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await executeCommand('liveChannels.sendSelection', { channel: 'room', uid, text: 'for you' });
    editor.selection = new vscode.Selection(7, 0, 9, 0);
    await executeCommand('liveChannels.sendToLast');
    assert.equal((await observer.hears({ type: 'snippet', text: 'src/bucket.ts:8-9' }))['direct'], true);
  });
});
