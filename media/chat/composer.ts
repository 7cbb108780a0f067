import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView } from '../../src/protocol/panel';
import { CompletionList } from './completionList';
import { addressee, button, editingLine, EVERYONE, hintLine, HINTS, notes, onlyLine, targetOf } from './composerParts';
import type { EmojiFinder } from './emoji';
import { ON_TOUCH } from './hosted';
import { t } from './l10n';
import { without } from './memory';
import type { Draft, Editing, Reply, Target } from './memory';
import { asBase64, pastedImage } from './paste';
import { replyingTo } from './reply';
import { name } from './text';
import { typingLine, TypingSignal } from './typing';
import type { Audience } from './typing';

/** The box one writes in, and to whom it goes. */
export interface ComposerEvents {
  send(text: string, to: string | undefined, re: string | undefined): void;
  /** What one's own message is to say from now on. */
  edit(entry: string, text: string): void;
  /** The person wants to change what they said last. */
  editLast(): void;
  typing(on: boolean, audience: Audience): void;
  /** An image was pasted: base64. */
  image(data: string, to: string | undefined): void;
  changed(draft: Draft): void;
}

export class Composer {
  readonly element = document.createElement('form');
  private readonly box = document.createElement('textarea');
  private readonly completions: CompletionList;
  private readonly signal: TypingSignal;
  private draft: Draft = { text: '' };
  private channel: ChannelView | undefined;

  constructor(
    private readonly events: ComposerEvents,
    emoji: EmojiFinder,
  ) {
    this.element.className = 'composer';
    this.element.ariaLabel = t('New message');
    this.element.addEventListener('submit', event => event.preventDefault());
    this.box.ariaLabel = t('Message');
    this.box.rows = 1;
    this.box.dir = 'auto';
    this.box.setAttribute('aria-describedby', 'replying only hint');
    this.completions = new CompletionList(this.box, { people: () => this.names(), emoji });
    this.signal = new TypingSignal((on, audience) => this.events.typing(on, audience));
    this.box.addEventListener('input', event => this.typed(event));
    this.box.addEventListener('keydown', event => this.pressed(event));
    this.box.addEventListener('paste', event => this.pasted(event));
  }

  show(channel: ChannelView, draft: Draft): void {
    if (channel.name !== this.channel?.name) this.signal.stopped();
    this.completions.close();
    this.channel = channel;
    this.draft = { ...draft };
    this.draw();
  }

  /** The channel's people or state changed; the draft stays. */
  update(channel: ChannelView): void {
    this.channel = channel;
    this.draw();
  }

  writeTo(to: Target): void {
    this.aim(to);
    this.focus();
  }

  /**
   * What is answered may be for one person only: then the answer is, too.
   * @param to that person; `undefined` leaves the addressee as it is.
   */
  reply(re: Reply, to: Target | undefined): void {
    const draft = without(this.draft, 'editing');
    this.change(to ? { ...without(draft, 'unsettled'), to, re } : { ...draft, re });
    this.focus();
  }

  /** The box changes a message now; what was in it comes back afterwards. */
  edit(editing: Editing): void {
    this.signal.stopped();
    this.change({ ...this.draft, editing });
    this.focus();
    this.box.setSelectionRange(editing.text.length, editing.text.length);
  }

  /** The message is gone, or was taken back: there is nothing to change any more. */
  forget(entry: string): void {
    if (this.draft.editing?.entry === entry) this.change(without(this.draft, 'editing'));
  }

  focus(): void {
    this.box.focus();
  }

  /** While the connection is down nobody is listed: that is no reason to think that the addressee has left. */
  private get gone(): boolean {
    const { to } = this.draft;
    if (!to || this.channel?.state !== 'online') return false;
    return !this.channel.people.some(({ uid, self }) => uid === to.uid && !self);
  }

  /** Not while it connects for the first time, which is over in a moment. */
  private get offline(): boolean {
    return this.channel !== undefined && this.channel.state !== 'online' && this.channel.state !== 'connecting';
  }

  /** Of a new message; one that is changed goes where it went. */
  private get blocked(): boolean {
    return !this.draft.editing && (this.gone || this.draft.unsettled === true);
  }

  private get blank(): boolean {
    return this.box.value.trim() === '';
  }

  /** Whom one can mention. */
  private names(): readonly string[] {
    const others = this.channel?.people.filter(({ self }) => !self) ?? [];
    return [...new Set(others.flatMap(person => name(person.name) ?? []))];
  }

  private typed(event: InputEvent): void {
    const { value: text } = this.box;
    const { editing } = this.draft;
    this.change(
      editing ? { ...this.draft, editing: { ...editing, text } } : { ...without(this.draft, 'rejected'), text },
    );
    this.completions.update(event);
    this.tell();
  }

  /** Lets others know that one writes. */
  private tell(): void {
    if (this.channel?.state !== 'online' || this.draft.editing) return;
    if (this.blank || this.blocked) this.signal.stopped();
    else this.signal.typed({ channel: this.channel.name, to: this.draft.to?.uid });
  }

  private aim(to: Target | undefined): void {
    this.change({ ...without(this.draft, 'to', 'unsettled', 'editing'), ...(to ? { to } : {}) });
  }

  /** Back to what was written before: to a new message first, and then to one that answers nothing. */
  private leave(part: 'editing' | 're'): void {
    this.change(without(this.draft, part));
    this.focus();
  }

  private change(draft: Draft): void {
    this.draft = draft;
    this.events.changed(draft);
    this.draw();
  }

  private pressed(event: KeyboardEvent): void {
    // 229 is what browsers report for keys that an input method takes, also right after its composition ended.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign of it
    if (event.isComposing || event.keyCode === 229) return;
    if (this.completions.pressed(event) || this.escaped(event) || this.askedForLast(event)) {
      event.preventDefault();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    // There is a button to send, and no other key for a new line.
    if (ON_TOUCH && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) this.submit();
  }

  private escaped({ key }: KeyboardEvent): boolean {
    const { editing, re } = this.draft;
    if (key !== 'Escape' || !(editing ?? re)) return false;
    this.leave(editing ? 'editing' : 're');
    return true;
  }

  private askedForLast({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    const plain = !shiftKey && !ctrlKey && !altKey && !metaKey;
    if (key !== 'ArrowUp' || !plain || this.box.value !== '' || this.draft.editing) return false;
    this.events.editLast();
    return true;
  }

  private pasted(event: ClipboardEvent): void {
    const image = pastedImage(event);
    if (!image) return;
    event.preventDefault();
    if (this.blocked || this.draft.editing) return;
    const { to } = this.draft;
    asBase64(image).then(
      data => this.events.image(data, to?.uid),
      (error: unknown) => this.change({ ...this.draft, rejected: error instanceof Error ? error.message : '' }),
    );
  }

  private submit(): void {
    if (this.draft.editing) this.save(this.draft.editing);
    else this.send();
    this.focus();
  }

  private save({ entry, text, was }: Editing): void {
    if (this.blank) return;
    this.change(without(this.draft, 'editing'));
    if (text !== was) this.events.edit(entry, text);
  }

  private send(): void {
    if (this.blank || this.blocked) return;
    const { text, to, re } = this.draft;
    this.change({ text: '', ...(to ? { to } : {}) });
    this.events.send(text, to?.uid, re?.content);
    this.signal.stopped();
  }

  private draw(): void {
    const { text, to, editing } = this.draft;
    const shown = editing?.text ?? text;
    if (this.box.value !== shown) this.box.value = shown;
    this.element.classList.toggle('direct', editing ? editing.only !== undefined : to !== undefined);
    this.element.classList.toggle('blocked', this.blocked);
    const online = to ? t('Message only {0}', to.name) : t('Message everyone');
    const offline = to ? t('Sent once online, only to {0}', to.name) : t('Sent once online, to everyone');
    this.box.placeholder = this.offline ? offline : online;
    const toEveryone = () => this.chose(EVERYONE);
    render(
      html`${typingLine(this.channel?.people ?? [])} ${notes(this.draft, this.blocked, this.gone, toEveryone)}
      ${this.field(toEveryone)}`,
      this.element,
    );
  }

  private field(toEveryone: () => void): TemplateResult {
    const { to, re, editing } = this.draft;
    const about = re ? replyingTo(re, () => this.leave('re')) : nothing;
    const above = html`${about} ${to ? onlyLine(to.name, toEveryone) : nothing}`;
    return html`<div class="box">
      ${this.completions.element} ${editing ? editingLine(editing, () => this.leave('editing')) : above} ${this.box}
      <div class="tools">
        ${editing ? nothing : this.addressee()} ${hintLine(this.hint)}
        ${button(editing !== undefined, this.blank || this.blocked, () => this.submit())}
      </div>
    </div>`;
  }

  private get hint(): (typeof HINTS)[keyof typeof HINTS] {
    if (this.draft.editing) return ON_TOUCH ? HINTS.touch : HINTS.editing;
    if (this.offline) return HINTS.offline;
    return ON_TOUCH ? HINTS.touch : HINTS.online;
  }

  private addressee(): TemplateResult {
    const people = this.channel?.people ?? [];
    return addressee({ people, to: this.draft.to, gone: this.gone, chosen: value => this.chose(value) });
  }

  private chose(value: string): void {
    const to = targetOf(value, this.channel?.people ?? []);
    if (to || value === EVERYONE) this.aim(to);
    this.focus();
  }
}
