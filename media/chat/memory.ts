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
  drafts: Record<string, Draft>;
  /** Absent: the reader was at the end. */
  places: Record<string, Place>;
}

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
  const { active, peopleOpen, drafts, places } = isRecord(value) ? value : {};
  return {
    drafts: only(drafts, isDraft),
    places: only(places, isPlace),
    ...(typeof active === 'string' ? { active } : {}),
    ...(peopleOpen === true ? { peopleOpen } : {}),
  };
}

export class Memory {
  private readonly saved: Saved;

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

  draft(channel: string): Draft {
    return this.saved.drafts[channel] ?? { text: '' };
  }

  keepDraft(channel: string, draft: Draft): void {
    if (draft.text === '' && !draft.to && !draft.re && !draft.editing && draft.rejected === undefined) {
      Reflect.deleteProperty(this.saved.drafts, channel);
    } else this.saved.drafts[channel] = draft;
    this.save();
  }

  place(channel: string): Place | undefined {
    return this.saved.places[channel];
  }

  keepPlace(channel: string, place: Place | undefined): void {
    if (place === undefined && !(channel in this.saved.places)) return;
    if (place) this.saved.places[channel] = place;
    else Reflect.deleteProperty(this.saved.places, channel);
    this.save();
  }

  private save(): void {
    this.host.save(this.saved);
  }
}
