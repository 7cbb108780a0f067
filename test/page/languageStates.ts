import type { PersonView } from '../../src/protocol/panel';
import { STATUSES } from '../../src/protocol/presence';
import type { Body, Entry } from '../../src/protocol/transcript';
import { CARDS, COMMIT, DIAGNOSTICS, IMAGE, SNIPPET, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, GRACE, ME, NOBODY, channel, missing, person, presence, range } from './samples';
import { reaction, said, snapshot, text, transfer } from './samples';

/** What the page can look like, with nothing in it that people have said: what there is to read is the page's own. */

/** The words of a language for English ones, with arguments in them. */
export type Say = (key: string, ...args: (string | number)[]) => string;

/** What people say: no word in any language. */
const Ω = 'Ω';
const DAY = 86_400_000;

function withoutComment(body: Body): Body {
  const copy = { ...body };
  Reflect.deleteProperty(copy, 'comment');
  return copy;
}

/** One of everything that can become of a message, and of people. */
function events(): Entry[] {
  const first = said(ADA, Ω, { date: Date.now() - 9 * DAY });
  const taken = said(GRACE, Ω, { deleted: true });
  const re = (content: string) => ({ re: content });
  return [
    first,
    said(ME, Ω, { date: Date.now() - DAY, to: ADA, state: 'delivered' }),
    taken,
    said(ME, Ω, { edited: true, ...re(taken.content ?? '') }),
    said(ADA, Ω, { to: ME, ...re(first.content ?? ''), reactions: [reaction('🎉', true, 'Linus', 'Ada')] }),
    said(ADA, Ω, { ...re('gone'), reactions: [{ ...reaction('🎉', true, 'Linus'), count: 2 }] }),
    said(ME, Ω, {
      reactions: [
        { ...reaction('👀', false), count: 7 },
        { ...reaction('🔥', false, 'Ada'), count: 5 },
      ],
    }),
    missing(GRACE, 3),
    missing(GRACE, 1),
    missing(ME, 2),
    missing({ self: false }, 1),
    presence('join', ME),
    presence('join', ADA),
    presence('leave', ADA),
    presence('leave', GRACE),
    presence('join', GRACE),
    presence('leave', NOBODY),
    said(NOBODY, Ω, { body: { type: 'text', text: Ω, foreign: Ω } }),
    transfer(ADA, 550_000),
    transfer(ADA, 550_000, { reason: Ω }),
    said(ME, `- [ ] ${Ω}\n- [x] ${Ω}\n\n| ${Ω} |\n|---|\n| a.ts:12 |\n\n\`\`\`\n${Ω}\n\`\`\``),
    text(ME, Ω, { to: GRACE }),
    text(ME, Ω, { state: 'failed', reason: Ω }),
    text(ME, Ω, { state: 'waiting' }),
    text(ME, Ω, { state: 'sending', progress: { done: 1, total: 999 } }),
    text(ME, Ω, { state: 'sending' }),
  ];
}

function cards(): Entry[] {
  const manyLines: Body = { ...SNIPPET, whole: true, ranges: [range(1, `${Ω}\n`.repeat(30))] };
  const manyPlaces: Body = { ...SNIPPET, ranges: Array.from({ length: 9 }, (_, at) => range(at * 10 + 1, Ω)) };
  const [problem] = DIAGNOSTICS.diagnostics ?? [];
  const severities = ['error', 'warning', 'information', 'hint', 'hint', 'hint'] as const;
  const problems = problem ? severities.map(severity => ({ ...problem, severity })) : [];
  const files = Array.from({ length: 14 }, (_, at) => ({ path: `${at}.ts`, ranges: [range(1, Ω)] }));
  const bodies: Body[] = [
    ...Object.values(CARDS).filter(body => body !== IMAGE && body !== COMMIT),
    { ...COMMIT, commit: { hash: '788de3c', message: `${Ω}\n\n${Ω}`, author: Ω, date: Date.now() } },
    manyLines,
    manyPlaces,
    { ...DIAGNOSTICS, diagnostics: problems },
    { type: 'snippet', ranges: [range(1, Ω)] },
    { type: 'bundle', title: '', snippets: files },
    { type: 'patch', title: '', diff: 'diff --git a/a.sh b/a.sh\nold mode 100644\nnew mode 100755\n' },
    { ...IMAGE, width: 9_000, height: 9_000 },
    IMAGE,
  ];
  return bodies.map((body, at) => withBody(at === 3 ? ME : ADA, withoutComment(body)));
}

function everybody(typing: number): PersonView[] {
  return STATUSES.map((status, at) => {
    const one = person([ME, ADA, GRACE][at] ?? { uid: `u${at}`, name: Ω, self: false });
    return { ...one, status, ...(at > 0 && at <= typing && { typing: true }) };
  });
}

/** A page with one message in the state of the box that is asked for. */
async function writing(chat: Chat): Promise<void> {
  await chat.say(snapshot(channel({ entries: [said(ADA, Ω), said(ME, Ω)] })));
}

export const LANGUAGE_STATES: Record<string, (chat: Chat, say: Say) => Promise<void>> = {
  'no channel': chat => chat.say(snapshot()),
  'nobody else and no messages': chat => chat.say(snapshot(channel({ people: [person(ME)] }))),
  'nobody else in a private channel': chat => chat.say(snapshot(channel({ people: [person(ME)], privacy: 'private' }))),
  'what becomes of messages': async (chat, say) => {
    const entries = events();
    const seen = entries.at(-3)?.id ?? '';
    await chat.say(snapshot(channel({ anonymous: 1, people: everybody(1), entries, seen, privacy: 'open' })));
    await chat.button(say('{0} people', 6)).click();
  },
  'cards of each kind': async chat => {
    const entries = cards();
    await chat.say(snapshot(channel({ entries })));
    await chat.say({ type: 'image', channel: 'demo', entry: entries.at(-1)?.id ?? '', data: '' });
    await chat.page
      .locator('.part-toggle[aria-expanded=false]')
      .evaluateAll(all => all.forEach(part => (part as HTMLElement).click()));
  },
  'the menu of a card, and a reply': async (chat, say) => {
    const entry = withBody(ADA, SNIPPET);
    await chat.say(snapshot(channel({ entries: [{ ...entry, body: withoutComment(SNIPPET) }] })));
    await chat.say({ type: 'reply', channel: 'demo', entry: entry.id });
    await chat.page
      .locator('.card-tools')
      .getByRole('button', { name: say('More actions') })
      .click();
  },
  'one’s own message is deleted': async (chat, say) => {
    await writing(chat);
    await chat.page.getByRole('article').last().hover();
    await chat.page.locator('.message-tools .more').last().click();
    await chat.page.getByRole('menuitem', { name: say('Delete') }).click();
    await chat.page.getByRole('menuitem', { name: say('Keep') }).waitFor();
  },
  'one’s own message is changed': async (chat, say) => {
    await writing(chat);
    await chat.page.getByRole('textbox', { name: say('Message') }).press('ArrowUp');
    await chat.page.keyboard.type(' @');
  },
  'to one who has left': async chat => {
    const reply = said(ADA, Ω, { to: ME });
    await chat.say(snapshot(channel({ people: everybody(2), entries: [reply] })));
    await chat.say({ type: 'reply', channel: 'demo', entry: reply.id });
    const rejected = { type: 'rejected', channel: 'demo', text: Ω, to: ADA.uid ?? '', reason: Ω } as const;
    await chat.say(rejected, { type: 'channel', channel: channel({ people: [person(ME)] }) });
  },
  'to whom one writes': async (chat, say) => {
    await chat.say(snapshot(channel({ people: everybody(2), privacy: 'private', meddled: true })));
    await chat.page.getByRole('combobox', { name: say('To') }).click();
  },
  'several channels, offline': async (chat, say) => {
    const states = ['reconnecting', 'idle', 'connecting', 'refused', 'closed'] as const;
    const retryAt = Date.now() + 30_000;
    const each = states.map((state, at) => channel({ name: `${Ω}${at}`, state, retryAt, people: everybody(4) }));
    await chat.say(snapshot(...each));
    await chat.page.getByRole('combobox', { name: say('Channel') }).click();
  },
  'search, and the way down': async chat => {
    const entries = Array.from({ length: 60 }, () => said(ADA, Ω));
    await chat.say(snapshot(channel({ entries, people: everybody(4) })), { type: 'find' });
    await chat.page.locator('.search input').fill(Ω);
    await chat.page.locator('.messages').hover();
    await chat.page.mouse.wheel(0, -900);
    await chat.page.locator('.jump').waitFor();
    await chat.say({ type: 'entry', channel: 'demo', entry: said(ADA, Ω) });
  },
  'emoji to choose from': async chat => {
    await writing(chat);
    await chat.page.getByRole('article').last().hover();
    await chat.page.locator('.tool-react').last().click();
  },
};
