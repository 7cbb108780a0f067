import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { PresenceEntry } from '../../src/protocol/transcript';
import { t } from './l10n';
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

/** What became of people over the burst: the kind of the first entry and that of the last. */
type Outcome = `${PresenceEntry['kind']} ${PresenceEntry['kind']}`;

function sentenceOf(outcome: Outcome, who: string): string {
  switch (outcome) {
    case 'join join':
      return t('{0} joined', who);
    case 'join leave':
      return t('{0} came and left', who);
    case 'leave join':
      return t('{0} left and came back', who);
    case 'leave leave':
      return t('{0} left', who);
  }
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
  const names = named.map(entry => (entry.who.self ? t('You') : calledBy(entry.who)));
  return anonymous === 0 ? names : [...names, counted(anonymous, t('1 anonymous person'), t('{0} anonymous people'))];
}

/** "Ada and Grace joined, Bob left" */
export function presenceWords(entries: readonly PresenceEntry[]): string {
  const byOutcome = new Map<Outcome, PresenceEntry[]>();
  for (const { first, last } of coursesOf(entries).values()) {
    const outcome: Outcome = `${first.kind} ${last.kind}`;
    byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), last]);
  }
  const sentences = [...byOutcome].map(([outcome, of]) => sentenceOf(outcome, listed(subjectsOf(of))));
  return sentences.reduce((all, one) => t('{0}, {1}', all, one));
}

function title(entries: readonly PresenceEntry[]): string {
  return entries
    .slice(-MAX_IN_TITLE)
    .map(({ who, kind, date }) => {
      const [called, time] = [calledBy(who), exactTime(date)];
      return kind === 'join' ? t('{0} joined: {1}', called, time) : t('{0} left: {1}', called, time);
    })
    .join('\n');
}

export function presenceLine(row: PresenceRow): TemplateResult {
  return html`<span class="presence-text" title=${title(row.entries)}><bdi>${presenceWords(row.entries)}</bdi></span>`;
}
