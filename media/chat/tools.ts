import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { MessageEntry } from '../../src/protocol/transcript';
import type { EmojiPicker } from './emojiPicker';
import { t } from './l10n';
import type { Menu, MenuItem } from './menu';
import { rove } from './roving';

/** What one does with a message: a bar over its corner, there while one points at it or has the focus in it. */

export interface ToolEvents {
  reply(entry: string): void;
  react(entry: string, emoji: string, on: boolean): void;
  /** The box is to change the text of one's own message. */
  edit(entry: string): void;
  /** The person has said that they mean it. */
  takeBack(entry: string): void;
  /** The text is to come onto the clipboard, and is not here as a whole. */
  copyAll(entry: string): void;
}

/** What opens at the tools of all messages of the page. */
export interface ToolParts {
  menu: Menu;
  picker: EmojiPicker;
}

/** What can be done with one message: what makes no sense for it is absent. */
export interface MessageTools extends ToolParts {
  react?: (emoji: string, on: boolean) => void;
  reply?: () => void;
  edit?: () => void;
  takeBack?: () => void;
  copy?: () => void;
  /** Copy was pressed a moment ago. */
  copied: boolean;
}

interface Tool {
  id: 'react' | 'reply' | 'edit' | 'copy' | 'delete';
  label: string;
  icon: string;
  popup?: 'menu' | 'dialog';
  run: (opener: HTMLElement) => void;
}

/** Milliseconds. */
const COPIED_FOR = 2_000;

/** What waits or has failed has buttons of its own, and nobody could know what is meant. */
function isThrough({ state }: MessageEntry): boolean {
  return state === 'sent' || state === 'delivered';
}

/**
 * One's own words can be changed, whatever else one has sent only be taken back. So it is with what is here in part only:
 * what comes out of the box would take the place of the whole.
 */
export function canEdit(entry: MessageEntry): boolean {
  const { from, body, content, deleted, cut } = entry;
  const words = body.type === 'text' && body.foreign === undefined;
  return from.self && words && !cut && content !== undefined && !deleted && isThrough(entry);
}

export class ToolStates {
  private readonly copied = new Set<string>();

  /** @param events `changed`: what this message shows is out of date. `announce`: for users of screen readers. */
  constructor(
    private readonly parts: ToolParts,
    private readonly events: ToolEvents & { changed(entry: string): void; announce(words: string): void },
  ) {}

  /** Nothing for a message that was taken back, and for one's own that has not arrived. */
  toolsOf(entry: MessageEntry): MessageTools | undefined {
    if (entry.deleted || entry.blocked || !isThrough(entry)) return undefined;
    const { id, body, content, from } = entry;
    const said = body.type === 'text' ? body.text : '';
    return {
      menu: this.parts.menu,
      picker: this.parts.picker,
      copied: this.copied.has(id),
      ...(content !== undefined && {
        react: (emoji, on) => this.events.react(id, emoji, on),
        reply: () => this.events.reply(id),
      }),
      ...(canEdit(entry) && { edit: () => this.events.edit(id) }),
      ...(content !== undefined && from.self && { takeBack: () => this.events.takeBack(id) }),
      ...(said !== '' && { copy: () => (entry.cut ? this.copyAll(id) : this.copy(id, said)) }),
    };
  }

  private copy(entry: string, text: string): void {
    navigator.clipboard.writeText(text).then(
      () => {
        this.events.announce(t('Copied'));
        this.mark(entry);
      },
      () => this.events.announce(t('Not copied: the clipboard cannot be written to')),
    );
  }

  /** Should the host fail, it says so. */
  private copyAll(entry: string): void {
    this.events.copyAll(entry);
    this.events.announce(t('Copied'));
    this.mark(entry);
  }

  private mark(entry: string): void {
    if (this.copied.has(entry)) return;
    this.copied.add(entry);
    this.events.changed(entry);
    setTimeout(() => {
      this.copied.delete(entry);
      this.events.changed(entry);
    }, COPIED_FOR);
  }
}

/** In the order of their use; what cannot be undone comes last. */
function toolList({ entry, tools }: { entry: MessageEntry; tools: MessageTools }): Tool[] {
  const { react, reply, edit, copy, takeBack, copied } = tools;
  const all: (Tool | undefined)[] = [
    react && { id: 'react', label: t('React'), icon: 'reactions', popup: 'dialog', run: at => pick(entry, tools, at) },
    reply && { id: 'reply', label: t('Reply'), icon: 'reply', run: reply },
    edit && { id: 'edit', label: t('Edit'), icon: 'edit', run: edit },
    copy && { id: 'copy', label: t('Copy text'), icon: copied ? 'check' : 'copy', run: copy },
    takeBack && { id: 'delete', label: t('Delete'), icon: 'trash', popup: 'menu', run: at => ask(tools, at) },
  ];
  return all.filter(tool => tool !== undefined);
}

/** One that the person has put there already stays: it is a press on itself that takes it away. */
function pick({ reactions }: MessageEntry, { picker, react }: MessageTools, opener: HTMLElement): void {
  picker.toggle(opener, emoji => {
    if (!reactions?.some(one => one.emoji === emoji && one.own)) react?.(emoji, true);
  });
}

function ask({ menu, takeBack }: MessageTools, opener: HTMLElement): void {
  const items: MenuItem[] = [{ label: t('Delete for everyone'), icon: 'trash', chosen: () => takeBack?.() }];
  menu.toggle(opener, [...items, { label: t('Keep'), icon: 'close', chosen: () => undefined }]);
}

/** Buttons, and behind the last one a menu of those for which there is no room. */
export function toolbar(entry: MessageEntry, tools: MessageTools): TemplateResult | typeof nothing {
  const all = toolList({ entry, tools });
  if (all.length === 0) return nothing;
  return html`<span class="message-tools" role="toolbar" aria-label=${t('Message')} @keydown=${rove}>
    ${all.map(tool => toolButton(tool))}
    <button
      type="button"
      class="icon-button more"
      tabindex="-1"
      title=${t('More actions')}
      aria-label=${t('More actions')}
      aria-haspopup="menu"
      aria-expanded="false"
      @click=${({ currentTarget }: Event) => openRest(all, tools.menu, currentTarget as HTMLElement)}
    >
      <span class="codicon codicon-ellipsis" aria-hidden="true"></span>
    </button>
  </span>`;
}

function toolButton({ id, label, icon, popup, run }: Tool): TemplateResult {
  return html`<button
    type="button"
    class="icon-button tool-${id}"
    tabindex="-1"
    title=${label}
    aria-label=${label}
    aria-haspopup=${popup ?? nothing}
    aria-expanded=${popup ? 'false' : nothing}
    @click=${({ currentTarget }: Event) => run(currentTarget as HTMLElement)}
  >
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
}

/** Which ones have no room is for the style sheet to say. */
function openRest(all: readonly Tool[], menu: Menu, opener: HTMLElement): void {
  const bar = opener.parentElement;
  const rest = all.filter(({ id }) => bar?.querySelector(`.tool-${id}`)?.checkVisibility() === false);
  menu.toggle(
    opener,
    rest.map(({ label, icon, run }) => ({ label, icon, chosen: () => run(opener) })),
  );
}
