import { strict as assert } from 'node:assert';
import { Emitter } from '../../../src/base/event';
import type { Message } from '../../../src/protocol/content';
import type { PassingContent } from '../../../src/protocol/passing';
import { LongOutgoing } from '../../../src/session/longOutgoing';
import type { MakeFrame } from '../../../src/session/pace';
import { until } from '../support/channel';
import { chat, noise } from '../support/transfer';

/** What was handed to the socket: a part as `c1/0 to B`, anything else by its type. */
class Wire {
  readonly log: string[] = [];
  private readonly grown = new Emitter<undefined>();
  private queue: MakeFrame[] = [];
  readonly outgoing = new LongOutgoing('me', {
    enqueue: make => {
      this.queue.push(make);
      this.grown.fire(undefined);
      return true;
    },
    say: (message, uid) => this.say(message, uid),
    outgoing: () => undefined,
    passedOn: () => undefined,
    unsendable: (_, error) => assert.fail(error),
  });

  say(message: PassingContent, uid = 'all'): void {
    this.queue.push(() => ({ message, uid }));
  }

  /** Sends what waits until there is nothing, or so many frames. */
  pump(most = Infinity): void {
    for (let sent = 0; sent < most && this.queue.length > 0; sent++) {
      const frame = this.queue.shift()?.();
      if (!frame) continue;
      const part = frame.message as PassingContent;
      const what = part.type === 'part' ? `${part.transfer}/${part.index}` : part.type;
      this.log.push(`${what} to ${frame.uid}`);
    }
  }

  async settled(): Promise<void> {
    await until(this.grown.event, () => this.queue.length > 0);
  }

  disconnect(): void {
    this.queue = [];
    this.outgoing.offline();
  }
}

const DONE: PassingContent = { type: 'done', session: 'me', of: 'them', from: 1, to: 2, first: 1 };

/** Two parts long. */
function long(id: string): Message {
  return chat(noise(80_000, id.charCodeAt(1)), { id, session: 'them' });
}

describe('long content that others have asked for', () => {
  it('goes to each one after the other, and the word that it was all comes last', async () => {
    const wire = new Wire();
    wire.outgoing.give(long('c1'), 'A');
    wire.outgoing.give(long('c2'), 'A', () => wire.say(DONE, 'A'));
    await wire.settled();
    wire.pump();
    await wire.settled();
    wire.pump();
    assert.deepEqual(wire.log, ['c1/0 to A', 'c1/1 to A', 'c2/0 to A', 'c2/1 to A', 'done to A']);
  });

  it('is not given twice to one who asks again while it is on its way', async () => {
    const wire = new Wire();
    wire.outgoing.give(long('c1'), 'A', () => wire.say({ ...DONE, type: 'cancel', transfer: 'c1' }, 'A'));
    wire.outgoing.give(long('c1'), 'A', () => wire.say(DONE, 'A'));
    await wire.settled();
    wire.pump();
    assert.deepEqual(wire.log, ['c1/0 to A', 'c1/1 to A', 'done to A']);
  });

  it('goes on where it stopped when its receiver is back under another uid', async () => {
    const wire = new Wire();
    wire.outgoing.give(long('c1'), 'A');
    await wire.settled();
    wire.pump(1);
    wire.outgoing.left('A');
    wire.pump();
    assert.deepEqual(wire.log, ['c1/0 to A']);
    wire.outgoing.hearMore({ type: 'more', session: 'A', transfer: 'c1', next: 1 }, 'B');
    wire.pump();
    assert.deepEqual(wire.log, ['c1/0 to A', 'c1/1 to B']);
  });

  it('goes on after a reconnect of ours', async () => {
    const wire = new Wire();
    wire.outgoing.give(long('c1'), 'A');
    await wire.settled();
    wire.pump(1);
    wire.disconnect();
    wire.outgoing.hearMore({ type: 'more', session: 'A', transfer: 'c1', next: 1 }, 'A');
    wire.pump();
    assert.deepEqual(wire.log, ['c1/0 to A', 'c1/1 to A']);
  });

  it('is said to be over when it is not known any more, so that it is asked for anew', () => {
    const wire = new Wire();
    wire.outgoing.hearMore({ type: 'more', session: 'A', transfer: 'c9', next: 1 }, 'A');
    wire.pump();
    assert.deepEqual(wire.log, ['cancel to A']);
  });
});
