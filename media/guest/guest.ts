import type { Disposable } from '../../src/base/lifecycle';
import type { Say } from '../../src/base/sentence';
import { GuestRequests } from '../../src/guest/guestRequests';
import { OneChannel } from '../../src/guest/oneChannel';
import type { Channel } from '../../src/session/channel';
import { PageFeed } from '../../src/session/pageFeed';
import { Unread } from '../../src/session/unread';
import type { GuestBrowser } from './guestBrowser';
import { codeColours, followTheme } from './theme';

/** What VS Code gives a page, in its place. */
interface PagePort {
  acquireVsCodeApi(): { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
}

/**
 * The host of the chat page in a guest's browser: gives it the port that VS Code would, and feeds it. The page's code is
 * the very same.
 */
export class Guest {
  private readonly feed: PageFeed;
  private readonly unread: Unread;
  private state: unknown;

  constructor(
    private readonly channel: Channel,
    browser: GuestBrowser,
    say: Say,
  ) {
    const channels = new OneChannel(channel);
    this.unread = new Unread(channels);
    this.feed = new PageFeed(
      {
        get isInFront() {
          return document.visibilityState === 'visible' && document.hasFocus();
        },
        post: message => dispatchEvent(new MessageEvent('message', { data: message })),
        cameToLife: () => this.colour(),
      },
      { channels, unread: this.unread, requests: new GuestRequests(channels, browser, say), say },
    );
    followTheme(() => this.colour());
    this.unread.onDidChange(() => this.title());
    this.title();
    this.watch();
  }

  /** To be called before the page's own code runs. */
  offerPort(): void {
    // What the page is told comes from here alone, whatever another window may post to this one.
    addEventListener('message', event => event.isTrusted && event.stopImmediatePropagation(), { capture: true });
    const port: PagePort = {
      acquireVsCodeApi: () => ({
        // As between two processes: not within the page's own doing.
        postMessage: message => queueMicrotask(() => this.feed.received(message)),
        // In memory alone: what is written and not sent is content.
        getState: () => this.state,
        setState: state => (this.state = state),
      }),
    };
    Object.assign(globalThis, port);
  }

  private colour(): void {
    this.feed.post({ type: 'colours', colours: codeColours() });
  }

  private title(): void {
    const { name } = this.channel;
    const count = this.unread.of(name);
    document.title = `${count > 0 ? `(${count}) ` : ''}${name} – Live Channels`;
  }

  /** The window comes and goes, and with it the reader; a phone sleeps, and with it the connection. */
  private watch(): Disposable {
    const stop = new AbortController();
    const looked = () => {
      this.feed.look();
      const here = document.visibilityState === 'visible';
      this.channel.setPresence({ status: here ? 'active' : 'away' });
      if (here) this.channel.wake();
    };
    for (const name of ['focus', 'blur', 'online', 'pageshow']) addEventListener(name, looked, { signal: stop.signal });
    document.addEventListener('visibilitychange', looked, { signal: stop.signal });
    this.channel.setPresence({ status: 'active' });
    return { dispose: () => stop.abort() };
  }
}
