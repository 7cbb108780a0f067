import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Say } from '../base/sentence';
import { asPageToHost, type ChannelView, type HostToPage, type PageToHost } from '../protocol/panel';
import { Budget } from './budget';
import type { Channel } from './channel';
import { systemClock } from './clock';
import type { Shown } from './joined';
import { PageEntries } from './pageEntry';
import { PerChannel } from './perChannel';
import type { Unread } from './unread';

/** Messages from the page that are taken at once, and each second: several times what a page of ours says in a storm. */
const BURST = 1_000;
const PER_SECOND = 200;

/** Where a page is shown. */
export interface PageFrame {
  /** Whether the page is in sight, in a window that has the focus. */
  readonly isInFront: boolean;
  post(message: HostToPage): void;
  /** The page has asked for its snapshot, and got it. */
  cameToLife(): void;
}

/** What is done with what a page asks for. */
export interface Requests {
  /** A page has said something that no page of ours says, or more than one would. */
  refuse(): void;
  /** @param answer says something to the page that has asked. */
  handle(request: PageToHost, answer: (message: HostToPage) => void): void;
}

/** What each page works with. */
export interface FeedParts {
  channels: Shown;
  unread: Unread;
  requests: Requests;
  say: Say;
}

/**
 * Feeds one chat page: gives the page everything when it comes to life and single changes after that, and hands on what
 * the page asks for. The page may be gone at any time; nothing is kept in it that matters.
 */
export class PageFeed implements Disposable {
  private readonly store = new DisposableStore();
  private readonly budget = new Budget(BURST, PER_SECOND, systemClock);
  private readonly entries: PageEntries;
  private live = false;
  /** The channel whose end the page has in sight. */
  private atEndOf: string | undefined;
  /** What the page has drawn while nobody was in front of the window. */
  private drawn: { channel: string; entry: string } | undefined;
  /** What the page was told last of how many are unread in each channel. */
  private readonly shownUnread = new Map<string, number>();
  /** What the page has written in private channels and not sent: its own state is on the disk, in plain. */
  private readonly drafts = new Map<string, string>();
  /** Channels that were left while the page was away: it forgets what its state has of them. */
  private readonly leftMeanwhile = new Set<string>();
  /** What the person wants of it as soon as it lives. */
  private wanted: HostToPage[] = [];

  constructor(
    private readonly frame: PageFrame,
    private readonly parts: FeedParts,
  ) {
    const { channels, unread } = parts;
    this.entries = new PageEntries(parts.say);
    this.store.add(channels.onDidChange(channel => this.postView(channel)));
    this.store.add(unread.onDidChange(() => this.postUnread()));
    this.store.add(channels.onDidLeave(name => this.left(name)));
    this.store.add(channels.onDidActivate(() => this.activated()));
    this.store.add(new PerChannel(channels, channel => this.follow(channel)));
  }

  /** The page has asked for its snapshot and hears of changes. */
  get isLive(): boolean {
    return this.live;
  }

  /** Says something to the page as soon as it lives: only ever at the person's own command. */
  want(message: HostToPage): void {
    this.wanted.push(message);
    this.postWanted();
  }

  /** Says something to the page, if it lives. */
  post(message: HostToPage): void {
    if (this.live) this.frame.post(message);
  }

  /** The page is gone; it asks for a new snapshot when it comes to life again. */
  sleep(): void {
    this.live = false;
    this.look();
  }

  /** What the page has said, which is anything. */
  received(message: unknown): void {
    const request = this.budget.take('page', 1) ? asPageToHost(message) : undefined;
    if (!request) this.parts.requests.refuse();
    else if (!this.isAboutThePage(request)) {
      this.parts.requests.handle(request, answer => this.post(answer));
    }
  }

  /** To be called when the frame has come to the front, or is there no more. */
  look(): void {
    const { active } = this.parts.channels;
    const { unread } = this.parts;
    const inFront = this.live && this.frame.isInFront;
    if (inFront && this.drawn) {
      unread.seen(this.drawn.channel, this.drawn.entry);
      this.drawn = undefined;
    }
    unread.looksAt(this, inFront && active?.name === this.atEndOf ? active?.name : undefined);
  }

  dispose(): void {
    this.live = false;
    this.parts.unread.looksAt(this, undefined);
    this.store.dispose();
  }

  private follow(channel: Channel): Disposable {
    const { name, transcript } = channel;
    const store = new DisposableStore();
    // What was kept of it over a restart is in it already.
    if (this.live && transcript.entries.length > 0) this.snapshot();
    else this.postView(channel);
    store.add(
      transcript.onDidChange(({ entry, before }) =>
        this.post({
          type: 'entry',
          channel: name,
          entry: this.entries.of(entry),
          ...(before !== undefined && { before }),
        }),
      ),
    );
    store.add(transcript.onDidRemove(id => this.post({ type: 'removed', channel: name, id })));
    store.add(
      transcript.onDidTrim(() => {
        const [first] = transcript.entries;
        if (first) this.post({ type: 'trimmed', channel: name, first: first.id });
      }),
    );
    return store;
  }

  private left(name: string): void {
    this.drafts.delete(name);
    this.shownUnread.delete(name);
    if (this.live) this.post({ type: 'gone', name });
    else this.leftMeanwhile.add(name);
  }

  private postView(channel: Channel): void {
    if (this.live) this.post({ type: 'channel', channel: this.viewOf(channel) });
  }

  /** A channel as this page shows it now. */
  private viewOf({ name, view }: Channel): ChannelView {
    const unread = this.parts.unread.of(name);
    this.shownUnread.set(name, unread);
    return { ...view, ...(unread > 0 && { unread }) };
  }

  private postUnread(): void {
    for (const channel of this.parts.channels.all) {
      if (this.parts.unread.of(channel.name) !== (this.shownUnread.get(channel.name) ?? 0)) this.postView(channel);
    }
  }

  private activated(): void {
    const { active } = this.parts.channels;
    if (active) this.post({ type: 'active', name: active.name });
    this.look();
  }

  /** What the page says of itself. */
  private isAboutThePage(request: PageToHost): boolean {
    switch (request.type) {
      case 'ready':
        this.snapshot();
        return true;
      case 'following':
        this.atEndOf = request.following ? request.channel : undefined;
        this.look();
        return true;
      case 'seen':
        this.drawn = request;
        this.look();
        return true;
      case 'keep':
        if (request.draft !== '' && this.parts.channels.get(request.channel)) {
          this.drafts.set(request.channel, request.draft);
        } else this.drafts.delete(request.channel);
        return true;
      default:
        return false;
    }
  }

  private snapshot(): void {
    const { channels, unread } = this.parts;
    this.live = true;
    this.atEndOf = undefined;
    this.drawn = undefined;
    for (const name of this.leftMeanwhile) this.post({ type: 'gone', name });
    this.leftMeanwhile.clear();
    const { active, all } = channels;
    this.post({
      type: 'snapshot',
      channels: all.map(channel => {
        const seen = unread.seenUpTo(channel.name);
        const entries = channel.transcript.entries.map(entry => this.entries.of(entry));
        const draft = this.drafts.get(channel.name);
        return {
          ...this.viewOf(channel),
          entries,
          ...(seen !== undefined && { seen }),
          ...(draft !== undefined && { draft }),
        };
      }),
      ...(active && { active: active.name }),
    });
    this.frame.cameToLife();
    this.look();
    this.postWanted();
  }

  private postWanted(): void {
    if (!this.live) return;
    for (const message of this.wanted.splice(0)) this.post(message);
  }
}
