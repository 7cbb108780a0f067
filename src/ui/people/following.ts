import { wordsOf } from '../../base/errors';
import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Sentence } from '../../base/sentence';
import type { PersonView } from '../../protocol/panel';
import type { Place } from '../../protocol/presence';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import { FollowedEditor } from './followedEditor';
import { isWho, whoIs, type Who } from './who';

/**
 * Why what is followed is not on the screen. `gone`: they are not in the channel. `nowhere`: they do not show where they
 * are. `missing`: their file is not in this workspace, or cannot be shown.
 */
export type Trouble =
  | { readonly kind: 'gone' | 'nowhere' }
  | { readonly kind: 'missing'; readonly path: string; readonly detail?: Sentence };

/** Who is followed, and why they are not on the screen, if so. */
export interface Followed {
  readonly who: Who;
  readonly trouble?: Trouble;
}

/**
 * Shows what somebody else looks at, from the person's own command on until they move themselves. The focus stays where
 * it is, and what is not in this workspace is not opened.
 */
export class Following implements Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new Emitter<void>());
  readonly onDidChange = this.changed.event;
  private followed: Followed | undefined;
  private editor: FollowedEditor | undefined;
  /** The place that is shown or about to be, as a text to compare. */
  private shown = '';
  private next: Place | undefined;
  private isShowing = false;

  /** @param isBlocked whoever is blocked is followed no longer. */
  constructor(
    private readonly channels: Pick<JoinedChannels, 'get' | 'onDidChange' | 'onDidLeave'>,
    private readonly isBlocked: (person: PersonView) => boolean,
  ) {
    this.store.add(channels.onDidChange(channel => this.look(channel)));
    this.store.add(
      channels.onDidLeave(name => {
        if (this.followed?.who.channel === name) this.stop();
      }),
    );
  }

  get current(): Followed | undefined {
    return this.followed;
  }

  follows(channel: string, person: PersonView): boolean {
    return this.followed?.who.channel === channel && isWho(this.followed.who, person);
  }

  start(channel: Channel, person: PersonView): void {
    this.stop();
    this.followed = { who: whoIs(channel, person) };
    this.editor = new FollowedEditor(() => this.stop());
    this.changed.fire();
    this.look(channel);
  }

  stop(): void {
    if (!this.followed) return;
    this.followed = undefined;
    this.editor?.dispose();
    this.editor = undefined;
    this.next = undefined;
    this.shown = '';
    this.changed.fire();
  }

  dispose(): void {
    this.editor?.dispose();
    this.store.dispose();
  }

  private look(channel: Channel): void {
    const { followed } = this;
    if (followed?.who.channel !== channel.name) return;
    const person = channel.view.people.find(other => isWho(followed.who, other));
    if (person && this.isBlocked(person)) this.stop();
    else if (!person) this.trouble({ kind: 'gone' });
    else if (!person.place) this.trouble({ kind: 'nowhere' });
    else this.show(person.place);
  }

  private trouble(trouble: Trouble | undefined): void {
    if (!this.followed) return;
    this.next = undefined;
    // When they come back, or show where they are again, that may be the same place.
    if (trouble && trouble.kind !== 'missing') this.shown = '';
    if (JSON.stringify(this.followed.trouble) === JSON.stringify(trouble)) return;
    this.followed = { who: this.followed.who, ...(trouble && { trouble }) };
    this.changed.fire();
  }

  /** One place after the other; of those that come meanwhile only the last. */
  private show(place: Place): void {
    const text = JSON.stringify(place);
    if (text === this.shown) return;
    this.shown = text;
    this.next = place;
    if (!this.isShowing) void this.showNext();
  }

  private async showNext(): Promise<void> {
    this.isShowing = true;
    for (let place = this.next; place; place = this.next) {
      this.next = undefined;
      const { editor } = this;
      if (!editor) break;
      const trouble = await troubleOf(editor, place);
      // Somebody else may be followed by now, or they may have gone on.
      if (editor === this.editor && !this.hasNext()) this.trouble(trouble);
    }
    this.isShowing = false;
  }

  private hasNext(): boolean {
    return this.next !== undefined;
  }
}

async function troubleOf(editor: FollowedEditor, place: Place): Promise<Trouble | undefined> {
  const { path } = place;
  try {
    return (await editor.show(place)) ? undefined : { kind: 'missing', path };
  } catch (thrown) {
    return { kind: 'missing', path, detail: wordsOf(thrown) };
  }
}
