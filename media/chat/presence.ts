import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { PresenceEntry } from '../../src/protocol/transcript';
import { calledBy } from './person';
import type { PresenceRow } from './rows';
import { counted, listed, name } from './text';
import { exactTime } from './time';

/** Comings and goings in one line: "Ada, Grace and 3 others joined, Bob left". */

const MAX_IN_TITLE = 30;

interface Course {
  first: PresenceEntry;
  last: PresenceEntry;
}

/** What became of one person over the burst. */
function verbOf({ first, last }: Course): string {
  if (first.kind === 'join') return last.kind === 'join' ? 'joined' : 'came and left';
  return last.kind === 'join' ? 'left and came back' : 'left';
}

/** Names, and not uids, tell who is who here: a person who reconnects has a new uid and came back all the same. */
function coursesOf(entries: readonly PresenceEntry[]): Map<string, Course> {
  const courses = new Map<string, Course>();
  for (const entry of entries) {
    const key = name(entry.who.name) ?? `anonymous ${entry.who.uid ?? entry.id}`;
    const known = courses.get(key);
    if (known) known.last = entry;
    else courses.set(key, { first: entry, last: entry });
  }
  return courses;
}

function subjectsOf(entries: readonly PresenceEntry[]): string[] {
  const named = entries.filter(entry => name(entry.who.name) !== undefined || entry.who.self);
  const anonymous = entries.length - named.length;
  const names = named.map(entry => (entry.who.self ? 'You' : calledBy(entry.who)));
  return anonymous === 0 ? names : [...names, counted(anonymous, 'anonymous person', 'anonymous people')];
}

/** "Ada and Grace joined, Bob left" */
export function presenceWords(entries: readonly PresenceEntry[]): string {
  const byVerb = new Map<string, PresenceEntry[]>();
  for (const course of coursesOf(entries).values()) {
    const verb = verbOf(course);
    byVerb.set(verb, [...(byVerb.get(verb) ?? []), course.last]);
  }
  return [...byVerb].map(([verb, of]) => `${listed(subjectsOf(of))} ${verb}`).join(', ');
}

function title(entries: readonly PresenceEntry[]): string {
  return entries
    .slice(-MAX_IN_TITLE)
    .map(({ who, kind, date }) => `${calledBy(who)} ${kind === 'join' ? 'joined' : 'left'}: ${exactTime(date)}`)
    .join('\n');
}

export function presenceLine(row: PresenceRow): TemplateResult {
  return html`<span class="presence-text" title=${title(row.entries)}><bdi>${presenceWords(row.entries)}</bdi></span>`;
}
