import { html, nothing, render } from 'lit';
import type { ChannelSnapshot, ChannelView, HostToPage, PageAction } from '../../src/protocol/panel';
import { Channel } from './channels';
import { Colours } from './code/colours';
import { loadHighlighter } from './code/load';
import { Painter } from './code/paint';
import { Composer } from './composer';
import { Header } from './header';
import type { Host } from './host';
import { MessageList } from './list';
import { givenBack } from './memory';
import type { Draft, Memory, Target } from './memory';
import { Menu } from './menu';
import { calledBy } from './person';
import { replyTo } from './reply';
import { noChannel, noMessages } from './welcome';
import { counted } from './text';

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
  private readonly painter = new Painter(loadHighlighter);
  private readonly colours: Colours;
  private readonly main = document.createElement('main');
  private readonly welcome = document.createElement('div');
  private readonly jump = document.createElement('div');

  constructor(
    root: HTMLElement,
    private readonly host: Host,
    private readonly memory: Memory,
  ) {
    this.header = new Header({
      select: channel => this.select(channel),
      run: (action, channel) => this.run(action, channel),
      togglePeople: () => this.togglePeople(),
      writeTo: person => this.composer.writeTo(person),
    });
    this.composer = new Composer({
      send: (text, to, re) => this.send(text, to, re),
      image: (data, to) => this.sendImage(data, to),
      changed: draft => this.active !== undefined && this.memory.keepDraft(this.active, draft),
    });
    this.welcome.className = 'welcome-place';
    this.jump.className = 'jump-place';
    this.main.append(this.welcome, this.jump, this.composer.element, this.menu.element);
    this.colours = new Colours(root);
    root.replaceChildren(this.header.element, this.main);
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
        this.trim(message.channel, message.count);
        break;
      case 'active':
        this.open(message.name);
        break;
      case 'focus':
        this.focus();
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

  private get current(): Channel | undefined {
    return this.active === undefined ? undefined : this.channels.get(this.active);
  }

  private reset(channels: readonly ChannelSnapshot[], active: string | undefined): void {
    this.channels.clear();
    for (const { entries, ...view } of channels) this.channels.set(view.name, new Channel(view, entries));
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
    this.memory.keepPlace(name, undefined);
    if (name !== this.active) {
      this.drawHeader();
      return;
    }
    this.close();
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
    if (entry.kind !== 'join' && entry.kind !== 'leave') this.drawWelcome();
  }

  private remove(name: string, id: string): void {
    this.channels.get(name)?.remove(id);
    if (name !== this.active) return;
    this.list?.remove(id);
    this.drawWelcome();
  }

  private trim(name: string, count: number): void {
    this.channels.get(name)?.trim(count);
    if (name === this.active) this.list?.trim(count);
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
    if (channel) this.composer.show(channel.view, this.memory.draft(channel.view.name));
    this.drawWelcome();
    this.list?.restore(name === undefined ? undefined : this.memory.place(name));
    if (name !== undefined) this.follow(name, this.list?.following === true);
  }

  private close(): void {
    this.list?.dispose();
    this.list = undefined;
    this.active = undefined;
    this.following = undefined;
  }

  /** A new list for each channel: one that comes with its messages in it is not read out from end to end. */
  private listOf({ view, entries }: Channel): MessageList {
    const { name } = view;
    const parts = { channel: name, painter: this.painter, menu: this.menu };
    const list = new MessageList(entries, parts, {
      retry: entry => this.host.post({ type: 'retry', channel: name, entry }),
      cancel: entry => this.host.post({ type: 'cancel', channel: name, entry }),
      act: (entry, action, item) =>
        this.host.post({ type: 'act', channel: name, entry, action, ...(item === undefined ? {} : { item }) }),
      askImage: entry => this.host.post({ type: 'image', channel: name, entry }),
      reply: entry => this.reply(entry),
      unread: (count, following) => {
        this.drawJump(count, following);
        this.follow(name, following);
      },
      moved: place => this.memory.keepPlace(name, place),
    });
    this.drawJump(0, true);
    this.welcome.after(list.element);
    return list;
  }

  /** The host counts what is not seen, and clears its count when the end is. */
  private follow(channel: string, following: boolean): void {
    if (channel !== this.active || following === this.following) return;
    this.following = following;
    this.host.post({ type: 'following', channel, following });
  }

  private sendImage(data: string, to: string | undefined): void {
    if (this.active === undefined) return;
    this.host.post({ type: 'pasteImage', channel: this.active, data, ...(to === undefined ? {} : { to }) });
  }

  private send(text: string, to: string | undefined, re: string | undefined): void {
    if (this.active === undefined) return;
    const more = { ...(to === undefined ? {} : { to }), ...(re === undefined ? {} : { re }) };
    this.host.post({ type: 'send', channel: this.active, text, ...more });
  }

  /** What was said to one person only is answered to one person only. */
  private reply(id: string): void {
    const entry = this.current?.message(one => one.id === id);
    const re = entry && replyTo(entry);
    if (!entry || !re) {
      this.focus();
      return;
    }
    const other = entry.from.self ? entry.to : entry.from;
    const to = entry.to && other?.uid !== undefined ? { uid: other.uid, name: calledBy(other) } : undefined;
    this.composer.reply(re, to);
  }

  private rejected({ channel, text, to, re, reason }: HostToPage & { type: 'rejected' }): void {
    const back = givenBack(this.memory.draft(channel), {
      text,
      rejected: reason,
      ...(to === undefined ? {} : { to: this.targetOf(channel, to) }),
      ...(re === undefined ? {} : this.answeredIn(channel, re)),
    });
    this.memory.keepDraft(channel, back);
    if (channel === this.active && this.current) this.composer.show(this.current.view, back);
  }

  /** What was answered, if it is still here. */
  private answeredIn(channel: string, content: string): Pick<Draft, 're'> {
    const entry = this.channels.get(channel)?.message(one => one.content === content);
    const re = entry && replyTo(entry);
    return re ? { re } : {};
  }

  private targetOf(channel: string, uid: string): Target {
    const person = this.channels.get(channel)?.view.people.find(one => one.uid === uid);
    return { uid, name: person?.name ?? 'that person' };
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
    const content = current ? noMessages(current.view, run, () => this.composer.focus()) : noChannel(run);
    this.welcome.hidden = current !== undefined && !empty;
    render(this.welcome.hidden ? nothing : content, this.welcome);
    this.main.classList.toggle('empty', !this.welcome.hidden);
  }

  private drawJump(unread: number, following: boolean): void {
    const words = unread > 0 ? counted(unread, 'new message', 'new messages') : 'Jump to newest';
    const button = html`<button type="button" class="jump" @click=${() => this.jumpToEnd()}>
      <span class="codicon codicon-arrow-down" aria-hidden="true"></span> ${words}
    </button>`;
    render(following ? nothing : button, this.jump);
  }

  /** The button goes away under the focus, so the focus goes where reading goes on. */
  private jumpToEnd(): void {
    this.list?.toEnd();
    this.list?.element.focus({ preventScroll: true });
  }
}
