import { nothing, render } from 'lit';
import type { ChannelSnapshot, ChannelView, HostToPage, PageAction, PersonView } from '../../src/protocol/panel';
import { Announcer } from './announcer';
import { Channel } from './channels';
import { Colours } from './code/colours';
import { loadHighlighter } from './code/load';
import { Painter } from './code/paint';
import { Composer } from './composer';
import type { ComposerEvents } from './composer';
import { EmojiFinder } from './emoji';
import { loadEmoji } from './emojiLoad';
import { EmojiPicker } from './emojiPicker';
import { answerTo, draftBack, editingOf } from './drafting';
import { Header } from './header';
import type { Host } from './host';
import { Jump } from './jump';
import { MessageList } from './list';
import type { Memory } from './memory';
import { Menu } from './menu';
import { composerRequests, listRequests, talkRequests } from './requests';
import { Search } from './search';
import type { SearchIn } from './search';
import { firstUnseen, SeenWatch } from './seenWatch';
import { canEdit } from './tools';
import { noChannel, noMessages } from './welcome';

const NOBODY: readonly PersonView[] = [];

/** Holds the parts together: the host's messages go in here, and what the person does goes out. */
export class ChatPage {
  private readonly channels = new Map<string, Channel>();
  private active: string | undefined;
  /** What the host was told last; `undefined` where nothing is in front. */
  private following: boolean | undefined;
  private list: MessageList | undefined;
  private readonly header: Header;
  private readonly composer: Composer;
  private readonly menu = new Menu();
  private readonly emoji = new EmojiFinder(loadEmoji);
  private readonly picker = new EmojiPicker(this.emoji);
  private readonly painter = new Painter(loadHighlighter);
  private readonly colours: Colours;
  private readonly main = document.createElement('main');
  private readonly welcome = document.createElement('div');
  private readonly jump = new Jump(() => this.jumpToEnd());
  private readonly announcer = new Announcer();
  private readonly search = new Search(
    () => this.searched(),
    words => this.announcer.say(words),
    () => this.focus(),
  );
  private readonly seenWatch = new SeenWatch(
    () => (this.list?.following ? this.current?.entries.at(-1)?.id : undefined),
    entry => this.seen(entry),
  );

  /** Whether the host can run a relay: it says when not. */
  private readonly canRelay: boolean;

  constructor(
    root: HTMLElement,
    private readonly host: Host,
    private readonly memory: Memory,
  ) {
    this.canRelay = root.dataset['relay'] !== 'none';
    this.header = new Header({
      select: channel => this.select(channel),
      run: (action, channel) => this.run(action, channel),
      togglePeople: () => this.togglePeople(),
      writeTo: person => this.composer.writeTo(person),
    });
    this.composer = new Composer(this.composerEvents(), this.emoji);
    this.welcome.className = 'welcome-place';
    this.main.append(this.search.element, this.welcome, this.jump.element, this.composer.element);
    this.main.append(this.menu.element, this.picker.element, this.announcer.element);
    this.colours = new Colours(root);
    root.replaceChildren(this.header.element, this.main);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.markNew());
  }

  receive(message: HostToPage): void {
    switch (message.type) {
      case 'snapshot':
        this.reset(message.channels, message.active);
        break;
      case 'channel':
        this.changed(message.channel);
        break;
      case 'gone':
        this.gone(message.name);
        break;
      case 'entry':
        this.put(message);
        break;
      case 'removed':
        this.remove(message.channel, message.id);
        break;
      case 'trimmed':
        this.trim(message.channel, message.first);
        break;
      case 'active':
        this.open(message.name);
        break;
      case 'focus':
        this.focus();
        break;
      case 'find':
        this.search.open();
        break;
      case 'image':
        if (message.channel === this.active) this.list?.image(message.entry, message.data);
        break;
      case 'reply':
        this.open(message.channel);
        this.reply(message.entry);
        break;
      case 'colours':
        this.colours.show(message.colours);
        break;
      case 'rejected':
        this.rejected(message);
        break;
    }
  }

  private composerEvents(): ComposerEvents {
    return {
      ...composerRequests(this.host, () => this.active),
      editLast: () =>
        this.edit(this.current?.entries.findLast(entry => entry.kind === 'message' && canEdit(entry))?.id),
      changed: draft => this.current && this.memory.keepDraft(this.current.view, draft),
    };
  }

  private get current(): Channel | undefined {
    return this.active === undefined ? undefined : this.channels.get(this.active);
  }

  private reset(channels: readonly ChannelSnapshot[], active: string | undefined): void {
    this.channels.clear();
    for (const { entries, seen, draft, ...view } of channels) {
      this.channels.set(view.name, new Channel(view, entries, seen));
      if (draft !== undefined) this.memory.recall(view, draft);
    }
    const known = [active, this.memory.active].find(name => name !== undefined && this.channels.has(name));
    const wanted = known ?? channels[0]?.name;
    this.close();
    this.open(wanted);
    if (wanted !== undefined && wanted !== active) this.host.post({ type: 'select', channel: wanted });
  }

  private changed(view: ChannelView): void {
    const known = this.channels.get(view.name);
    if (known) known.view = view;
    else this.channels.set(view.name, new Channel(view));
    if (this.active === undefined) this.open(view.name);
    this.drawHeader();
    if (view.name !== this.active) return;
    this.composer.update(view);
    this.drawWelcome();
  }

  private gone(name: string): void {
    this.channels.delete(name);
    if (name !== this.active) {
      this.memory.forget(name);
      this.drawHeader();
      return;
    }
    this.close();
    this.memory.forget(name);
    const [next] = this.channels.keys();
    this.open(next);
    if (next !== undefined) this.host.post({ type: 'select', channel: next });
  }

  private put({ channel: name, entry, before }: HostToPage & { type: 'entry' }): void {
    const channel = this.channels.get(name);
    if (!channel) return;
    channel.put(entry, before);
    if (name !== this.active) return;
    this.list?.put(entry, before);
    this.search.changed();
    if (entry.kind === 'message' && entry.deleted) this.composer.forget(entry.id);
    if (entry.kind !== 'join' && entry.kind !== 'leave') this.drawWelcome();
  }

  private remove(name: string, id: string): void {
    this.channels.get(name)?.remove(id);
    if (name !== this.active) return;
    this.list?.remove(id);
    this.search.changed();
    this.composer.forget(id);
    this.drawWelcome();
  }

  private trim(name: string, first: string): void {
    const count = this.channels.get(name)?.trim(first) ?? 0;
    if (name !== this.active || count === 0) return;
    this.list?.trim(count);
    this.search.changed();
  }

  private select(name: string): void {
    if (name === this.active || !this.channels.has(name)) return;
    this.host.post({ type: 'select', channel: name });
    this.open(name);
  }

  private open(name: string | undefined): void {
    if (name !== undefined && name === this.active) return;
    const channel = name === undefined ? undefined : this.channels.get(name);
    if (name !== undefined && !channel) return;
    this.close();
    this.active = name;
    if (name !== undefined) this.memory.active = name;
    this.list = channel && this.listOf(channel);
    this.drawHeader();
    this.composer.element.hidden = !channel;
    if (channel) this.composer.show(channel.view, this.memory.draft(channel.view));
    this.drawWelcome();
    this.markNew();
    this.list?.restore(channel && this.memory.place(channel.view));
    if (name !== undefined) this.follow(name, this.list?.following === true);
    this.search.changed();
  }

  private close(): void {
    this.list?.dispose();
    this.list = undefined;
    this.active = undefined;
    this.following = undefined;
  }

  private listOf({ view, entries }: Channel): MessageList {
    const { name } = view;
    const talk = talkRequests(this.host, () => this.channels.get(name)?.view.people ?? NOBODY);
    const parts = { channel: name, painter: this.painter, menu: this.menu, picker: this.picker, talk };
    const list = new MessageList(entries, parts, {
      ...listRequests(this.host, name),
      reply: entry => this.reply(entry),
      edit: entry => this.edit(entry),
      unread: (count, following) => {
        this.jump.show(count, following);
        this.follow(name, following);
        this.seenWatch.look();
      },
      moved: place => this.memory.keepPlace(view, place),
      announce: words => this.announcer.say(words),
      drawn: () => this.drawn(),
    });
    this.jump.show(0, true);
    this.welcome.after(list.element);
    return list;
  }

  /** The host counts what is not seen, and clears its count when the end is. */
  private follow(channel: string, following: boolean): void {
    if (channel !== this.active || following === this.following) return;
    this.following = following;
    this.host.post({ type: 'following', channel, following });
  }

  private drawn(): void {
    this.seenWatch.look();
    this.search.drawn();
  }

  private searched(): SearchIn | undefined {
    const { current, list } = this;
    if (!current || !list) return undefined;
    return {
      entries: current.entries,
      shown: () => list.messages(),
      inSight: () => list.lastMessageInSight,
      show: entry => list.show(entry),
    };
  }

  private seen(entry: string): void {
    const { current } = this;
    if (!current || current.seen === entry) return;
    current.seen = entry;
    this.host.post({ type: 'seen', channel: current.view.name, entry });
  }

  /** Where the person comes to a channel, or back to the window. */
  private markNew(): void {
    const { current } = this;
    if (current) this.list?.markNew(firstUnseen(current.entries, current.seen));
  }

  private reply(id: string): void {
    const answer = this.current && answerTo(this.current, id);
    if (answer) this.composer.reply(answer.re, answer.to);
    else this.focus();
  }

  /** The box takes one's own message up again. */
  private edit(id: string | undefined): void {
    const editing = this.current && editingOf(this.current, id);
    if (editing) this.composer.edit(editing);
  }

  private rejected(message: HostToPage & { type: 'rejected' }): void {
    // What was left is forgotten, with all that was written there.
    const channel = this.channels.get(message.channel);
    if (!channel) return;
    const back = draftBack(this.memory.draft(channel.view), message, channel);
    this.memory.keepDraft(channel.view, back);
    if (channel === this.current) this.composer.show(channel.view, back);
  }

  private focus(): void {
    if (this.current) this.composer.focus();
    else this.welcome.querySelector<HTMLElement>('vscode-button')?.focus();
  }

  private togglePeople(): void {
    this.memory.peopleOpen = !this.memory.peopleOpen;
    this.drawHeader();
  }

  private run(action: PageAction, channel = this.active): void {
    this.host.post({ type: 'run', action, ...(channel === undefined ? {} : { channel }) });
  }

  private drawHeader(): void {
    const views = [...this.channels.values()].map(({ view }) => view);
    this.header.show(views, this.current?.view, this.memory.peopleOpen);
  }

  private drawWelcome(): void {
    const { current } = this;
    const empty = current !== undefined && this.list?.hasMessages === false;
    const run = (action: PageAction) => this.run(action);
    const content = current
      ? noMessages(current.view, run, () => this.composer.focus())
      : noChannel(run, this.canRelay);
    this.welcome.hidden = current !== undefined && !empty;
    render(this.welcome.hidden ? nothing : content, this.welcome);
    this.main.classList.toggle('empty', !this.welcome.hidden);
  }

  /** The button goes away under the focus, so the focus goes where reading goes on. */
  private jumpToEnd(): void {
    this.list?.toEnd();
    this.list?.element.focus({ preventScroll: true });
  }
}
