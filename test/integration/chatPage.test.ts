import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { HostToPage } from '../../src/protocol/panel';
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
  let rogue: RoguePage;
  let page: ChatPage;
  let handled: unknown[];
  let refused: number;

  beforeEach(() => {
    rogue = new RoguePage();
    handled = [];
    refused = 0;
    const parts = {
      dist: vscode.Uri.file('/dist'),
      channels: {
        all: [],
        active: undefined,
        onDidChange: never,
        onDidLeave: never,
        onDidActivate: never,
        onDidJoin: never,
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
