import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/event';
import type { ChannelSnapshot, HostToPage } from '../../src/protocol/panel';
import type { MessageEntry } from '../../src/protocol/transcript';
import type { Channel } from '../../src/session/channel';
import { MAX_ENTRIES, Transcript } from '../../src/session/transcript';
import { PageRequests } from '../../src/ui/chat/pageRequests';
import type { JoinedChannels } from '../../src/ui/joinedChannels';
import type { Notifier } from '../../src/ui/notifier';
import { ChatPage, type PageFrame, type PageParts } from '../../src/ui/chat/chatPage';

/** A page that says whatever it likes, as one in which a stranger's script ran. */
class RoguePage {
  private readonly received = new vscode.EventEmitter<unknown>();
  readonly told: HostToPage[] = [];
  readonly frame = {
    visible: true,
    onDidDispose: new vscode.EventEmitter<void>().event,
    webview: {
      options: {},
      html: '',
      cspSource: 'csp',
      asWebviewUri: (uri: vscode.Uri) => uri,
      onDidReceiveMessage: this.received.event,
      postMessage: (message: HostToPage) => Promise.resolve(this.told.push(message) > 0),
    },
  } as unknown as PageFrame;

  says(message: unknown): void {
    this.received.fire(message);
  }
}

describe('the host of a chat page', () => {
  const never = () => ({ dispose: () => undefined });
  const [joined, left] = [new Emitter<Channel>(), new Emitter<string>()];
  let open: Channel[];
  let rogue: RoguePage;
  let page: ChatPage;
  let handled: unknown[];
  let refused: number;

  beforeEach(() => {
    rogue = new RoguePage();
    handled = [];
    refused = 0;
    open = [];
    const parts = {
      dist: vscode.Uri.file('/dist'),
      channels: {
        get all() {
          return open;
        },
        get: (name: string) => open.find(channel => channel.name === name),
        active: undefined,
        onDidChange: never,
        onDidLeave: left.event,
        onDidActivate: never,
        onDidJoin: joined.event,
      },
      unread: {
        of: () => 0,
        seenUpTo: () => undefined,
        looksAt: () => undefined,
        seen: () => undefined,
        onDidChange: never,
      },
      requests: { handle: (request: unknown) => handled.push(request), refuse: () => refused++ },
    } as unknown as PageParts;
    page = new ChatPage(rogue.frame, parts);
  });
  afterEach(() => page.dispose());

  function join(name: string): Transcript {
    const transcript = new Transcript();
    const channel = { name, transcript, view: { name, people: [] } } as unknown as Channel;
    open.push(channel);
    joined.fire(channel);
    return transcript;
  }

  function leave(name: string): void {
    open = open.filter(channel => channel.name !== name);
    left.fire(name);
  }

  function snapshot(): ChannelSnapshot[] {
    rogue.told.length = 0;
    rogue.says({ type: 'ready' });
    return rogue.told.flatMap(message => (message.type === 'snapshot' ? message.channels : []));
  }

  const said = (id: string, text: string): MessageEntry => ({
    kind: 'message',
    id,
    from: { self: true },
    date: 1,
    body: { type: 'text', text },
    state: 'sent',
  });

  it('keeps what is written in a private channel while the page is away, until the channel is left', () => {
    join('team');
    rogue.says({ type: 'ready' });
    rogue.says({ type: 'keep', channel: 'team', draft: 'my secret' });
    rogue.says({ type: 'keep', channel: 'elsewhere', draft: 'x' });
    assert.equal(snapshot()[0]?.draft, 'my secret');
    leave('team');
    join('team');
    assert.equal(snapshot()[0]?.draft, undefined);
    rogue.says({ type: 'keep', channel: 'team', draft: 'more' });
    rogue.says({ type: 'keep', channel: 'team', draft: '' });
    assert.equal(snapshot()[0]?.draft, undefined);
  });

  it('tells a page that was away first what was left meanwhile', () => {
    join('team');
    leave('team');
    join('team');
    snapshot();
    assert.deepEqual(rogue.told.map(({ type }) => type).slice(0, 2), ['gone', 'snapshot']);
    snapshot();
    assert.equal(rogue.told[0]?.type, 'snapshot');
  });

  it('says of what is dropped from the front which entry is the first one now', () => {
    const transcript = join('team');
    snapshot();
    for (let n = 0; n <= MAX_ENTRIES; n++) transcript.append(said(`m${n}`, 'x'));
    const trimmed = rogue.told.filter(({ type }) => type === 'trimmed');
    assert.deepEqual(trimmed, [{ type: 'trimmed', channel: 'team', first: transcript.entries[0]?.id }]);
    leave('team');
    rogue.told.length = 0;
    transcript.append(said('late', 'x'));
    assert.deepEqual(rogue.told, [], 'nothing is heard of what was left');
  });

  it('marks what it cuts', () => {
    const transcript = join('team');
    transcript.append(said('short', 'x'.repeat(8_000)));
    transcript.append(said('long', 'x'.repeat(8_001)));
    const entries = snapshot()[0]?.entries ?? [];
    assert.deepEqual(
      entries.map(
        entry => entry.kind === 'message' && [entry.cut, entry.body.type === 'text' && entry.body.text.length],
      ),
      [
        [undefined, 8_000],
        [true, 8_000 + '\n… and 1 KB more that are not shown'.length],
      ],
    );
  });

  it('takes what a page of ours says, and refuses the rest', () => {
    rogue.says({ type: 'ready' });
    rogue.says({ type: 'select', channel: 'a' });
    for (const odd of [
      undefined,
      7,
      [],
      { type: 'run', action: 'workbench.action.quit' },
      { type: 'openLink', url: 7 },
    ]) {
      rogue.says(odd);
    }
    assert.deepEqual(rogue.told.at(0), { type: 'snapshot', channels: [] });
    assert.deepEqual(handled, [{ type: 'select', channel: 'a' }]);
    assert.equal(refused, 5);
  });

  it('does not let a page keep it busy', () => {
    for (let n = 0; n < 10_000; n++) rogue.says({ type: 'select', channel: 'a' });
    assert.ok(handled.length < 1_500, `${handled.length} were taken`);
    assert.ok(refused > 8_000);
  });

  it('lets only the page’s own files in, by nonce and by origin', () => {
    const { html } = rogue.frame.webview;
    assert.match(html, /default-src 'none'/);
    assert.match(html, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(html, /unsafe-inline|unsafe-eval|https?:/);
    assert.equal(html.match(/<script/g)?.length, html.match(/<script nonce="[^"]{16,}"/g)?.length);
  });
});

describe('what every chat page may ask', () => {
  it('copies the whole of a message of which a page has the beginning', async () => {
    const transcript = new Transcript();
    const text = 'x'.repeat(20_000);
    transcript.append({
      kind: 'message',
      id: 'm',
      from: { self: true },
      date: 1,
      body: { type: 'text', text },
      state: 'sent',
    });
    const channels = { get: () => ({ transcript }) } as unknown as JoinedChannels;
    const requests = new PageRequests(channels, {} as unknown as Notifier, { reviewTyped: () => Promise.resolve() });
    await vscode.env.clipboard.writeText('before');
    requests.handle({ type: 'copy', channel: 'team', entry: 'm' }, () => undefined);
    // Until then the test's own time runs.
    let copied = 'before';
    while (copied === 'before') copied = await vscode.env.clipboard.readText();
    assert.equal(copied, text);
  });
});
