import { html, nothing, render } from 'lit';
import type { ChannelSnapshot, ChannelView, HostToPage, PageAction } from '../../src/protocol/panel';
import type { Entry } from '../../src/protocol/transcript';
import { Composer } from './composer';
import { Header } from './header';
import type { Host } from './host';
import { MessageList } from './list';
import type { Draft, Memory, Target } from './memory';
import { noChannel, noMessages } from './welcome';
import { counted } from './text';

interface Channel {
  view: ChannelView;
  entries: Entry[];
}

/** Holds the parts together: the host's messages go in here, and what the person does goes out. */
export class ChatPage {
  private readonly channels = new Map<string, Channel>();
  private active: string | undefined;
  private list: MessageList | undefined;
  private readonly header: Header;
  private readonly composer: Composer;
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
      send: (text, to) => this.send(text, to),
      changed: draft => this.active !== undefined && this.memory.keepDraft(this.active, draft),
    });
    this.welcome.className = 'welcome-place';
    this.jump.className = 'jump-place';
    this.main.append(this.welcome, this.jump, this.composer.element);
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
      case 'reply':
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
    for (const { entries, ...view } of channels) this.channels.set(view.name, { view, entries });
    const known = [active, this.memory.active].find(name => name !== undefined && this.channels.has(name));
    const wanted = known ?? channels[0]?.name;
    this.close();
    this.open(wanted);
    if (wanted !== undefined && wanted !== active) this.host.post({ type: 'select', channel: wanted });
  }

  private changed(view: ChannelView): void {
    const known = this.channels.get(view.name);
    if (known) known.view = view;
    else this.channels.set(view.name, { view, entries: [] });
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
    const { entries } = channel;
    const at = entries.findLastIndex(({ id }) => id === entry.id);
    const next = before === undefined ? -1 : entries.findLastIndex(({ id }) => id === before);
    if (at >= 0) entries[at] = entry;
    else entries.splice(next < 0 ? entries.length : next, 0, entry);
    if (name !== this.active) return;
    this.list?.put(entry, before);
    if (entry.kind !== 'join' && entry.kind !== 'leave') this.drawWelcome();
  }

  private remove(name: string, id: string): void {
    const entries = this.channels.get(name)?.entries;
    const at = entries?.findLastIndex(entry => entry.id === id) ?? -1;
    if (at >= 0) entries?.splice(at, 1);
    if (name !== this.active) return;
    this.list?.remove(id);
    this.drawWelcome();
  }

  private trim(name: string, count: number): void {
    this.channels.get(name)?.entries.splice(0, count);
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
  }

  private close(): void {
    this.list?.dispose();
    this.list = undefined;
    this.active = undefined;
  }

  /** A new list for each channel: one that comes with its messages in it is not read out from end to end. */
  private listOf({ view, entries }: Channel): MessageList {
    const { name } = view;
    const list = new MessageList(entries, {
      retry: entry => this.host.post({ type: 'retry', channel: name, entry }),
      cancel: entry => this.host.post({ type: 'cancel', channel: name, entry }),
      act: (entry, action) => this.host.post({ type: 'act', channel: name, entry, action }),
      unread: (count, following) => this.drawJump(count, following),
      moved: place => this.memory.keepPlace(name, place),
    });
    this.drawJump(0, true);
    this.welcome.after(list.element);
    return list;
  }

  private send(text: string, to: string | undefined): void {
    if (this.active === undefined) return;
    this.host.post({ type: 'send', channel: this.active, text, ...(to === undefined ? {} : { to }) });
  }

  /** Nothing is lost: the text comes back in front of what was written meanwhile, and never to more people. */
  private rejected({ channel, text, to, reason }: HostToPage & { type: 'rejected' }): void {
    const draft = this.memory.draft(channel);
    const target = to === undefined ? draft.to : this.targetOf(channel, to);
    const unsettled = draft.unsettled === true || (to !== undefined && draft.to !== undefined && draft.to.uid !== to);
    const back: Draft = {
      text: draft.text === '' ? text : `${text}\n${draft.text}`,
      rejected: reason,
      ...(target ? { to: target } : {}),
      ...(unsettled ? { unsettled } : {}),
    };
    this.memory.keepDraft(channel, back);
    if (channel === this.active && this.current) this.composer.show(this.current.view, back);
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
