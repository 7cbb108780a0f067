import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/event';
import type { MessageEntry } from '../../src/protocol/transcript';
import type { Channel } from '../../src/session/channel';
import { Transcript } from '../../src/session/transcript';
import { Unread } from '../../src/session/unread';
import type { JoinedChannels } from '../../src/ui/joinedChannels';
import type { Muted } from '../../src/ui/muted';
import { NewsToasts } from '../../src/ui/news';
import type { PeopleParts } from '../../src/ui/people/people';

type Show = typeof vscode.window.showInformationMessage;

const forMe = (id: string, words: string): MessageEntry => ({
  kind: 'message',
  id,
  from: { self: false, name: 'Ada' },
  to: { self: true },
  date: 1,
  body: { type: 'text', text: words },
  state: 'sent',
});

describe('notifications of messages', () => {
  const window = vscode.window as { showInformationMessage: Show };
  const real = window.showInformationMessage;
  const [joined, left] = [new Emitter<Channel>(), new Emitter<string>()];
  let transcript: Transcript;
  let unread: Unread;
  let news: NewsToasts;
  let told: Emitter<string>;

  function join(): void {
    transcript = new Transcript();
    joined.fire({ name: 'team', transcript, view: { people: [] } } as unknown as Channel);
  }

  beforeEach(() => {
    told = new Emitter();
    window.showInformationMessage = (words: string) => {
      told.fire(words);
      return Promise.resolve(undefined);
    };
    const channels = { all: [], onDidJoin: joined.event, onDidLeave: left.event, get: () => ({ transcript }) };
    unread = new Unread(channels as unknown as JoinedChannels);
    const people = { quiet: () => false, silenced: { isSilenced: () => false } } as unknown as PeopleParts;
    news = new NewsToasts(
      channels as unknown as JoinedChannels,
      unread,
      { has: () => false } as unknown as Muted,
      people,
    );
    join();
  });

  afterEach(() => {
    window.showInformationMessage = real;
    news.dispose();
    unread.dispose();
  });

  const next = () => new Promise<string>(resolve => told.event(resolve));

  it('tell what a message says by then, and nothing of one that was taken back or whose author is blocked', async () => {
    const shown = next();
    for (const id of ['a', 'b', 'c', 'd']) transcript.append(forMe(id, `first words of ${id}`));
    const nothing = { type: 'text' as const, text: '' };
    transcript.replace({ ...forMe('a', ''), deleted: true, body: nothing });
    transcript.replace({ ...forMe('b', ''), blocked: true, body: nothing });
    transcript.replace({ ...forMe('c', 'other words'), edited: true });
    transcript.remove('d');
    assert.equal(await shown, 'Ada, only to you in team: other words');
  });

  it('tell nothing of a channel that was left', async () => {
    const before = transcript;
    left.fire('team');
    join();
    const shown = next();
    before.append(forMe('a', 'said where nobody is any more'));
    transcript.append(forMe('b', 'said here'));
    assert.equal(await shown, 'Ada, only to you in team: said here');
  });
});
