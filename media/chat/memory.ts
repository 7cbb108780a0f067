import type { ChannelView } from '../../src/protocol/panel';
import type { Host } from './host';

/** What outlives the page: it is destroyed whenever the view is hidden, and made anew when it is shown. */

export interface Target {
  uid: string;
  name: string;
}

/** What is answered. */
export interface Reply {
  /** The id of its content. */
  content: string;
  /** Who said it. */
  name: string;
  /** How it begins. */
  words: string;
}

/** A message of one's own that is changed. */
export interface Editing {
  entry: string;
  /** What it is to say. */
  text: string;
  /** What it says now. */
  was: string;
  /** The name of the one person it is for, if not for everybody. */
  only?: string;
}

export interface Draft {
  text: string;
  /** Stands in the box instead of the text, which comes back afterwards. */
  editing?: Editing;
  /** One person instead of everyone. */
  to?: Target;
  re?: Reply;
  /** Why the text stands in the box again. */
  rejected?: string;
  /** The addressee changed under the text: nothing is sent until the person has chosen again. */
  unsettled?: boolean;
}

/** A draft with some of what it says left out. */
export function without(draft: Draft, ...keys: (keyof Omit<Draft, 'text'>)[]): Draft {
  const rest = { ...draft };
  for (const key of keys) Reflect.deleteProperty(rest, key);
  return rest;
}

/**
 * A draft with a text that could not be sent. Nothing is lost: the text stands in front of what was written meanwhile,
 * and never goes to more people.
 */
export function givenBack(draft: Draft, back: Draft): Draft {
  const to = back.to ?? draft.to;
  const re = draft.re ?? back.re;
  const { editing } = draft;
  const differs = back.to !== undefined && draft.to !== undefined && draft.to.uid !== back.to.uid;
  return {
    ...back,
    text: draft.text === '' ? back.text : `${back.text}\n${draft.text}`,
    ...(to ? { to } : {}),
    ...(re ? { re } : {}),
    ...(editing ? { editing } : {}),
    ...(draft.unsettled === true || differs ? { unsettled: true } : {}),
  };
}

export interface Place {
  /** The first entry in sight, and how far its top is above the list's. */
  entry: string;
  offset: number;
  /** The last message that is not new: what comes after it is. */
  last: string;
  /** New ones before it, as messages may come late. */
  late?: string[];
}

interface Saved {
  active?: string;
  peopleOpen?: boolean;
  /** Of open channels, by name. */
  drafts: Record<string, Draft>;
  /** The same. Absent: the reader was at the end. */
  places: Record<string, Place>;
  /** Of private channels, by name: one may be called as an open one that was joined before. */
  privatePlaces: Record<string, Place>;
}

/** The channel that is meant. */
type Where = Pick<ChannelView, 'name' | 'privacy'>;

/** Longest draft of a private channel that the host is given to keep: it takes no longer ones. UTF-16 units. */
const MAX_KEPT = 1_000_000;

const NOTHING: Draft = { text: '' };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Absent, or with a text under each of the keys. */
function hasTexts(value: unknown, ...keys: readonly string[]): boolean {
  return value === undefined || (isRecord(value) && keys.every(key => typeof value[key] === 'string'));
}

function isDraft(value: unknown): value is Draft {
  if (!isRecord(value) || typeof value['text'] !== 'string') return false;
  return (
    hasTexts(value['to'], 'uid', 'name') &&
    hasTexts(value['re'], 'content', 'name', 'words') &&
    hasTexts(value['editing'], 'entry', 'text', 'was')
  );
}

function isPlace(value: unknown): value is Place {
  return (
    isRecord(value) &&
    typeof value['entry'] === 'string' &&
    typeof value['offset'] === 'number' &&
    typeof value['last'] === 'string' &&
    (value['late'] === undefined ||
      (Array.isArray(value['late']) && value['late'].every(one => typeof one === 'string')))
  );
}

function only<T>(value: unknown, is: (one: unknown) => one is T): Record<string, T> {
  // No prototype: a channel may be called "constructor".
  const kept = Object.create(null) as Record<string, T>;
  for (const [key, one] of Object.entries(isRecord(value) ? value : {})) if (is(one)) kept[key] = one;
  return kept;
}

function asSaved(value: unknown): Saved {
  const { active, peopleOpen, drafts, places, privatePlaces } = isRecord(value) ? value : {};
  return {
    drafts: only(drafts, isDraft),
    places: only(places, isPlace),
    privatePlaces: only(privatePlaces, isPlace),
    ...(typeof active === 'string' ? { active } : {}),
    ...(peopleOpen === true ? { peopleOpen } : {}),
  };
}

function isPrivate({ privacy }: Where): boolean {
  return privacy === 'private';
}

function isEmpty(draft: Draft): boolean {
  return draft.text === '' && !draft.to && !draft.re && !draft.editing && draft.rejected === undefined;
}

/** @param text what a page has had its host keep. */
function asDraft(text: string): Draft {
  try {
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : NOTHING;
  } catch {
    return NOTHING;
  }
}

/**
 * What is remembered is saved, and VS Code writes that to the disk, in plain. So what is written in a private channel is
 * never in it: this page has it, and its host while the page is away.
 */
export class Memory {
  private readonly saved: Saved;
  private readonly privateDrafts = new Map<string, Draft>();

  constructor(private readonly host: Host) {
    this.saved = asSaved(host.load());
  }

  get active(): string | undefined {
    return this.saved.active;
  }

  set active(name: string | undefined) {
    if (name === undefined) delete this.saved.active;
    else this.saved.active = name;
    this.save();
  }

  get peopleOpen(): boolean {
    return this.saved.peopleOpen ?? false;
  }

  set peopleOpen(open: boolean) {
    this.saved.peopleOpen = open;
    this.save();
  }

  draft(channel: Where): Draft {
    const drafts = isPrivate(channel) ? this.privateDrafts.get(channel.name) : this.saved.drafts[channel.name];
    return drafts ?? NOTHING;
  }

  keepDraft(channel: Where, draft: Draft): void {
    const { name } = channel;
    if (isPrivate(channel)) {
      // An empty one too: what the host gives back later may be older.
      this.privateDrafts.set(name, draft);
      const kept = isEmpty(draft) ? '' : JSON.stringify(draft);
      if (kept.length <= MAX_KEPT) this.host.post({ type: 'keep', channel: name, draft: kept });
      return;
    }
    if (isEmpty(draft)) Reflect.deleteProperty(this.saved.drafts, name);
    else this.saved.drafts[name] = draft;
    this.save();
  }

  /** What the host has kept while there was no page. */
  recall(channel: Where, draft: string): void {
    if (isPrivate(channel) && !this.privateDrafts.has(channel.name)) {
      this.privateDrafts.set(channel.name, asDraft(draft));
    }
  }

  place(channel: Where): Place | undefined {
    return this.places(channel)[channel.name];
  }

  keepPlace(channel: Where, place: Place | undefined): void {
    const places = this.places(channel);
    if (place === undefined && !(channel.name in places)) return;
    if (place) places[channel.name] = place;
    else Reflect.deleteProperty(places, channel.name);
    this.save();
  }

  /** A channel was left, of whichever kind: nothing stays of it. */
  forget(name: string): void {
    this.privateDrafts.delete(name);
    const { drafts, places, privatePlaces } = this.saved;
    for (const kept of [drafts, places, privatePlaces]) Reflect.deleteProperty(kept, name);
    if (this.saved.active === name) delete this.saved.active;
    this.save();
  }

  private places(channel: Where): Record<string, Place> {
    return isPrivate(channel) ? this.saved.privatePlaces : this.saved.places;
  }

  private save(): void {
    this.host.save(this.saved);
  }
}
