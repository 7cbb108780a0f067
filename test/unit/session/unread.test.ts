import { strict as assert } from 'node:assert';
import { Emitter } from '../../../src/base/event';
import type { MessageEntry } from '../../../src/protocol/transcript';
import type { Channel } from '../../../src/session/channel';
import { MAX_ENTRIES, Transcript } from '../../../src/session/transcript';
import { Unread } from '../../../src/session/unread';
import type { JoinedChannels } from '../../../src/ui/joinedChannels';

const message = (id: string, more: Partial<MessageEntry> = {}): MessageEntry => ({
  kind: 'message',
  id,
  from: { self: false },
  date: 1,
  body: { type: 'text', text: id },
  state: 'sent',
  ...more,
});

describe('what is unread', () => {
  let transcript: Transcript;
  let unread: Unread;
  const [joined, left] = [new Emitter<Channel>(), new Emitter<string>()];

  function join(): void {
    transcript = new Transcript();
    joined.fire({ name: 'team', transcript } as unknown as Channel);
  }

  beforeEach(() => {
    const channels = { all: [], onDidJoin: joined.event, onDidLeave: left.event, get: () => ({ transcript }) };
    unread = new Unread(channels as unknown as JoinedChannels);
    join();
  });

  afterEach(() => unread.dispose());

  it('is no more than there is, however much came', () => {
    const came = 2 * MAX_ENTRIES;
    for (let count = 0; count < came; count++) transcript.append(message(`m${count}`));
    assert.equal(unread.of('team'), transcript.entries.length);
    assert.ok(unread.has('team', `m${came - 1}`));
    assert.ok(!unread.has('team', 'm0'));
  });

  it('is not what is taken away, or from somebody who is blocked now', () => {
    let changes = 0;
    unread.onDidChange(() => changes++);
    for (const id of ['a', 'b', 'c']) transcript.append(message(id));
    transcript.replace(message('a', { blocked: true, body: { type: 'text', text: '' } }));
    transcript.remove('b');
    assert.deepEqual([unread.of('team'), unread.has('team', 'c'), changes], [1, true, 5]);
    transcript.replace(message('a'));
    transcript.append(message('d', { blocked: true }));
    assert.equal(unread.of('team'), 1);
  });

  it('is nothing of a channel that was left, whatever still comes there', () => {
    transcript.append(message('a'));
    const before = transcript;
    left.fire('team');
    assert.equal(unread.total, 0);
    before.append(message('b'));
    assert.equal(unread.total, 0);
    join();
    before.append(message('c'));
    transcript.append(message('d'));
    assert.equal(unread.total, 1);
  });
});
