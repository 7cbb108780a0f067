import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { ChannelView } from '../../src/protocol/panel';
import { keepKey } from './keys';
import type { Draft, Reply, Target } from './memory';
import { nameIn } from './people';
import { asBase64, pastedImage } from './paste';
import { picker } from './picker';
import { replyingTo } from './reply';
import { prose } from './text';

/** The box one writes in, and to whom it goes. */
export interface ComposerEvents {
  send(text: string, to: string | undefined, re: string | undefined): void;
  /** An image was pasted: base64. */
  image(data: string, to: string | undefined): void;
  changed(draft: Draft): void;
}

const EVERYONE = 'everyone';
const HINT = 'Enter sends, Shift+Enter breaks the line';
const OFFLINE_HINT = 'Offline: messages wait, and are sent when the connection is back';

/** Values of the addressee list: a uid can be any text, so it never stands there alone. */
function valueOf(target: Target | undefined): string {
  return target ? `uid:${target.uid}` : EVERYONE;
}

function without(draft: Draft, ...keys: (keyof Omit<Draft, 'text'>)[]): Draft {
  const rest = { ...draft };
  for (const key of keys) Reflect.deleteProperty(rest, key);
  return rest;
}

export class Composer {
  readonly element = document.createElement('form');
  private readonly box = document.createElement('textarea');
  private draft: Draft = { text: '' };
  private channel: ChannelView | undefined;

  constructor(private readonly events: ComposerEvents) {
    this.element.className = 'composer';
    this.element.ariaLabel = 'New message';
    this.element.addEventListener('submit', event => event.preventDefault());
    this.box.ariaLabel = 'Message';
    this.box.rows = 1;
    this.box.dir = 'auto';
    this.box.setAttribute('aria-describedby', 'replying only hint');
    this.box.addEventListener('input', () => this.typed());
    this.box.addEventListener('keydown', event => this.pressed(event));
    this.box.addEventListener('paste', event => this.pasted(event));
  }

  show(channel: ChannelView, draft: Draft): void {
    this.channel = channel;
    this.draft = { ...draft };
    if (this.box.value !== draft.text) this.box.value = draft.text;
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
    this.change(to ? { ...without(this.draft, 'unsettled'), to, re } : { ...this.draft, re });
    this.focus();
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

  private get blocked(): boolean {
    return this.gone || this.draft.unsettled === true;
  }

  private get blank(): boolean {
    return this.box.value.trim() === '';
  }

  private typed(): void {
    this.change({ ...without(this.draft, 'rejected'), text: this.box.value });
  }

  private aim(to: Target | undefined): void {
    this.change({ ...without(this.draft, 'to', 'unsettled'), ...(to ? { to } : {}) });
  }

  private dropReply(): void {
    this.change(without(this.draft, 're'));
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
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape' && !composing && this.draft.re) {
      event.preventDefault();
      this.dropReply();
    }
    if (event.key !== 'Enter' || composing || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) this.send();
  }

  private pasted(event: ClipboardEvent): void {
    const image = pastedImage(event);
    if (!image) return;
    event.preventDefault();
    if (this.blocked) return;
    const { to } = this.draft;
    asBase64(image).then(
      data => this.events.image(data, to?.uid),
      (error: unknown) => this.change({ ...this.draft, rejected: error instanceof Error ? error.message : '' }),
    );
  }

  private send(): void {
    if (this.blank || this.blocked) {
      this.focus();
      return;
    }
    const { value: text } = this.box;
    const { to, re } = this.draft;
    this.box.value = '';
    this.change({ text: '', ...(to ? { to } : {}) });
    this.events.send(text, to?.uid, re?.content);
    this.focus();
  }

  private draw(): void {
    const { to } = this.draft;
    this.element.classList.toggle('direct', to !== undefined);
    this.element.classList.toggle('blocked', this.blocked);
    const online = to ? `Message only ${to.name}` : 'Message everyone';
    const offline = to ? `Sent once online, only to ${to.name}` : 'Sent once online, to everyone';
    this.box.placeholder = this.offline ? offline : online;
    render(html`${this.notes()} ${this.field()}`, this.element);
  }

  private field(): TemplateResult {
    const off = this.blank || this.blocked;
    const { to, re } = this.draft;
    return html`<div class="box">
      ${re ? replyingTo(re, () => this.dropReply()) : nothing} ${to ? this.only(to) : nothing} ${this.box}
      <div class="tools">
        ${this.addressee()} ${this.hint()}
        <vscode-button
          class="send"
          icon="send"
          icon-only
          aria-label="Send"
          title="Send (Enter)"
          ?disabled=${off}
          aria-disabled=${off}
          @keydown=${keepKey}
          @click=${() => this.send()}
        ></vscode-button>
      </div>
    </div>`;
  }

  private hint(): TemplateResult {
    const full = this.offline ? OFFLINE_HINT : HINT;
    const brief = this.offline ? 'Sent once online' : 'Shift+Enter: new line';
    return html`<span class="hint" id="hint" title=${full}
      ><span class="full">${full}</span><span class="brief" aria-hidden="true">${brief}</span></span
    >`;
  }

  private only(to: Target): TemplateResult {
    return html`<div class="only">
      <span class="codicon codicon-lock" aria-hidden="true"></span>
      <span id="only">Only to <bdi>${to.name}</bdi></span>
      <button
        type="button"
        class="icon-button"
        title="Write to everyone instead"
        aria-label="Write to everyone instead"
        @click=${() => this.chose(EVERYONE)}
      >
        <span class="codicon codicon-close" aria-hidden="true"></span>
      </button>
    </div>`;
  }

  private addressee(): TemplateResult {
    const { to } = this.draft;
    const all = this.channel?.people ?? [];
    const others = all.flatMap(person => {
      if (person.self || person.uid === undefined) return [];
      return [{ value: valueOf({ uid: person.uid, name: '' }), label: `Only to ${nameIn(all, person)}` }];
    });
    const options = [{ value: EVERYONE, label: 'Everyone' }, ...others];
    const listed = options.some(({ value }) => value === valueOf(to));
    if (to && !listed) options.push({ value: valueOf(to), label: `Only to ${to.name}${this.gone ? ' (left)' : ''}` });
    return html`<span class="addressee">
      ${picker({ label: 'To', options, value: valueOf(to), position: 'above', chosen: value => this.chose(value) })}
    </span>`;
  }

  private chose(value: string): void {
    const all = this.channel?.people ?? [];
    const person = all.find(({ uid }) => uid !== undefined && valueOf({ uid, name: '' }) === value);
    if (person?.uid !== undefined) this.aim({ uid: person.uid, name: nameIn(all, person) });
    else if (value === EVERYONE) this.aim(undefined);
    this.focus();
  }

  private notes(): TemplateResult {
    const { rejected, to } = this.draft;
    const why = this.gone
      ? `${to?.name ?? 'That person'} has left. Choose who gets this message.`
      : 'This text was meant for different people. Choose who gets it.';
    return html`<div class="notes" role="alert">
      ${
        rejected === undefined
          ? nothing
          : html`<p class="note error">
              <span class="codicon codicon-error" aria-hidden="true"></span><bdi>Not sent. ${prose(rejected)}</bdi>
            </p>`
      }
      ${this.blocked ? this.blockedNote(why) : nothing}
    </div>`;
  }

  private blockedNote(why: string): TemplateResult {
    return html`<p class="note warning">
      <span class="codicon codicon-warning" aria-hidden="true"></span>
      <span
        ><bdi>${why}</bdi>
        <button type="button" class="link" @click=${() => this.chose(EVERYONE)}>Write to everyone</button></span
      >
    </p>`;
  }
}
