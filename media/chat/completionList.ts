import { html, render } from 'lit';
import { emojiNameIn, namesFor, triggerIn } from './completion';
import type { Trigger } from './completion';
import type { EmojiFinder } from './emoji';
import { t } from './l10n';

/** The list that opens over the box. The focus stays in the box, which says what is active in the list. */

/** A longer list would hide what one answers. */
const MAX_SHOWN = 8;
const ID = 'completions';

interface Suggestion {
  /** Goes in front of the words. */
  sign: string;
  words: string;
  /** Takes the place of what was written. */
  insert: string;
}

export interface CompletionSources {
  /** The names of those who are there, oneself left out. */
  people(): readonly string[];
  emoji: EmojiFinder;
}

export class CompletionList {
  readonly element = document.createElement('ul');
  private trigger: Trigger | undefined;
  private shown: readonly Suggestion[] = [];
  private active = 0;

  constructor(
    private readonly box: HTMLTextAreaElement,
    private readonly sources: CompletionSources,
  ) {
    this.element.className = 'completions';
    this.element.id = ID;
    this.element.role = 'listbox';
    this.element.hidden = true;
    // A textarea may not be called a combobox; as a text box it may have all that makes it one but `aria-expanded`.
    box.ariaAutoComplete = 'list';
    box.ariaHasPopup = 'listbox';
    box.setAttribute('aria-controls', ID);
    box.addEventListener('blur', () => this.close());
    box.addEventListener('click', () => this.close());
  }

  /** After the person has written something. */
  update({ inputType, data }: InputEvent): void {
    if (inputType === 'historyUndo') this.deselect();
    const { before } = this;
    // Not when a key takes it back.
    if (before !== undefined && inputType === 'insertText' && data === ':') this.replaceNamed(before);
    this.show(before === undefined ? undefined : triggerIn(before));
  }

  close(): void {
    this.show(undefined);
  }

  /** @returns whether the key was for the list. */
  pressed({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (this.shown.length === 0) return false;
    if (shiftKey || ctrlKey || altKey || metaKey) return false;
    switch (key) {
      case 'ArrowDown':
        this.move(1);
        return true;
      case 'ArrowUp':
        this.move(-1);
        return true;
      case 'Enter':
        return this.entered(this.shown[this.active]);
      case 'Tab':
        this.choose(this.shown[this.active]);
        return true;
      case 'Escape':
        this.close();
        return true;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'Home':
      case 'End':
        // The cursor leaves what would be completed.
        this.close();
        return false;
      default:
        return false;
    }
  }

  /** A name that stands there in full needs no completing: the key sends what was written. */
  private entered(one: Suggestion | undefined): boolean {
    const { trigger } = this;
    const isWritten =
      trigger?.kind === 'person' && one?.words.toLocaleLowerCase() === trigger.query.toLocaleLowerCase();
    if (isWritten) this.close();
    else this.choose(one);
    return !isWritten;
  }

  /** What stands in front of the cursor; `undefined` while something is selected. */
  private get before(): string | undefined {
    const { value, selectionStart, selectionEnd } = this.box;
    return selectionStart === selectionEnd ? value.slice(0, selectionStart) : undefined;
  }

  /** What was completed and is taken back would be selected, and gone with the next key. */
  private deselect(): void {
    const { value, selectionStart, selectionEnd } = this.box;
    const selected = value.slice(selectionStart, selectionEnd);
    if (/^[@:]/.test(selected)) this.box.setSelectionRange(selectionEnd, selectionEnd);
  }

  /** The second colon of a name that an emoji has. */
  private replaceNamed(before: string): void {
    const named = emojiNameIn(before);
    const emoji = named && this.sources.emoji.called(named.name);
    if (named && emoji !== undefined) this.replace(named.from, emoji);
  }

  private show(trigger: Trigger | undefined): void {
    this.trigger = trigger;
    this.active = 0;
    this.shown = trigger ? this.suggestionsFor(trigger) : [];
    if (trigger?.kind === 'emoji') this.loadAll(trigger);
    this.draw();
  }

  private loadAll(trigger: Trigger): void {
    void this.sources.emoji.ready().then(() => {
      if (this.trigger !== trigger) return;
      const found = this.suggestionsFor(trigger);
      // The one that is active now stays so: the person may be about to choose it.
      const { insert } = this.shown[this.active] ?? {};
      this.active = Math.max(
        0,
        found.findIndex(one => one.insert === insert),
      );
      this.shown = found;
      this.draw();
    });
  }

  private suggestionsFor({ kind, query }: Trigger): readonly Suggestion[] {
    if (kind === 'person') {
      const names = namesFor(query, this.sources.people(), MAX_SHOWN);
      return names.map(name => ({ sign: '@', words: name, insert: `@${name} ` }));
    }
    const found = this.sources.emoji.find(query, MAX_SHOWN);
    return found.map(({ emoji, names: [first = ''] }) => ({ sign: emoji, words: `:${first}:`, insert: `${emoji} ` }));
  }

  private move(by: number): void {
    const { length } = this.shown;
    this.active = (this.active + by + length) % length;
    this.draw();
  }

  private choose(one: Suggestion | undefined): void {
    const { trigger } = this;
    this.close();
    if (one && trigger) this.replace(trigger.from, one.insert);
  }

  private replace(from: number, words: string): void {
    this.box.setSelectionRange(from, this.box.selectionStart);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else that writes into a box can be undone
    document.execCommand('insertText', false, words);
  }

  private draw(): void {
    const open = this.shown.length > 0;
    this.element.hidden = !open;
    this.element.ariaLabel = this.trigger?.kind === 'emoji' ? t('Emoji') : t('People in this channel');
    render(
      this.shown.map(
        (one, at) =>
          html`<li
            role="option"
            id=${idOf(at)}
            aria-selected=${at === this.active}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this.choose(one)}
          >
            <span class="completion-sign">${one.sign}</span> <bdi>${one.words}</bdi>
          </li>`,
      ),
      this.element,
    );
    if (open) this.box.setAttribute('aria-activedescendant', idOf(this.active));
    else this.box.removeAttribute('aria-activedescendant');
  }
}

function idOf(at: number): string {
  return `completion-${at}`;
}
