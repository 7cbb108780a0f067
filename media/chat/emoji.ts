/** Emoji by name: a few dozen at hand, all of Unicode's once they are asked for. */

export interface Emoji {
  emoji: string;
  /** In small letters with `_` between words, as between the colons of `:thumbs_up:`; the first is what it is called. */
  names: readonly string[];
}

/** How well a name fits what is looked for; 0 is best. */
type Rank = 0 | 1 | 2 | 3;

/** What people who write code put to each other's messages, by the names they know from elsewhere. */
export const AT_HAND: readonly Emoji[] = [
  { emoji: '👍', names: ['thumbs_up', '+1', 'thumbsup'] },
  { emoji: '👎', names: ['thumbs_down', '-1', 'thumbsdown'] },
  { emoji: '❤️', names: ['heart', 'red_heart', 'love'] },
  { emoji: '😂', names: ['joy', 'tears_of_joy', 'lol'] },
  { emoji: '🎉', names: ['tada', 'party_popper', 'hooray'] },
  { emoji: '👀', names: ['eyes', 'looking'] },
  { emoji: '🚀', names: ['rocket', 'ship'] },
  { emoji: '✅', names: ['check', 'white_check_mark', 'done'] },
  { emoji: '😄', names: ['smile', 'happy'] },
  { emoji: '😅', names: ['sweat_smile', 'phew'] },
  { emoji: '😉', names: ['wink'] },
  { emoji: '😍', names: ['heart_eyes'] },
  { emoji: '😎', names: ['sunglasses', 'cool'] },
  { emoji: '🤔', names: ['thinking', 'hmm'] },
  { emoji: '😮', names: ['open_mouth', 'wow'] },
  { emoji: '😬', names: ['grimacing'] },
  { emoji: '😢', names: ['cry', 'sad'] },
  { emoji: '😭', names: ['sob'] },
  { emoji: '🤯', names: ['exploding_head', 'mind_blown'] },
  { emoji: '🙈', names: ['see_no_evil', 'oops'] },
  { emoji: '🤷', names: ['shrug'] },
  { emoji: '🤦', names: ['facepalm'] },
  { emoji: '🙏', names: ['pray', 'please', 'thanks'] },
  { emoji: '👏', names: ['clap', 'applause'] },
  { emoji: '🙌', names: ['raised_hands', 'praise'] },
  { emoji: '👋', names: ['wave', 'hello', 'bye'] },
  { emoji: '👌', names: ['ok_hand'] },
  { emoji: '💪', names: ['muscle', 'strong'] },
  { emoji: '🤝', names: ['handshake', 'deal'] },
  { emoji: '💯', names: ['100', 'hundred'] },
  { emoji: '🔥', names: ['fire', 'hot'] },
  { emoji: '✨', names: ['sparkles'] },
  { emoji: '⭐', names: ['star'] },
  { emoji: '💡', names: ['bulb', 'idea'] },
  { emoji: '🐛', names: ['bug'] },
  { emoji: '🔧', names: ['wrench', 'fix'] },
  { emoji: '🚧', names: ['construction', 'wip'] },
  { emoji: '🚨', names: ['rotating_light', 'alarm'] },
  { emoji: '⚠️', names: ['warning'] },
  { emoji: '❌', names: ['x', 'cross_mark'] },
  { emoji: '❓', names: ['question'] },
  { emoji: '❗', names: ['exclamation'] },
  { emoji: '📌', names: ['pushpin', 'pin'] },
  { emoji: '⏳', names: ['hourglass', 'waiting'] },
  { emoji: '☕', names: ['coffee', 'break'] },
  { emoji: '🍕', names: ['pizza'] },
  { emoji: '🍻', names: ['beers', 'cheers'] },
  { emoji: '🎂', names: ['birthday', 'cake'] },
];

/** A name as it stands between colons. */
export function asName(words: string): string {
  return words
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '_');
}

/** `all`, with those at hand first and under their names too. */
export function withThoseAtHand(all: readonly Emoji[]): readonly Emoji[] {
  const names = new Map(all.map(one => [one.emoji, one.names]));
  const first = AT_HAND.map(({ emoji, names: known }) => ({
    emoji,
    names: [...new Set([...known, ...(names.get(emoji) ?? [])])],
  }));
  const atHand = new Set(AT_HAND.map(({ emoji }) => emoji));
  return [...first, ...all.filter(({ emoji }) => !atHand.has(emoji))];
}

/**
 * Those whose names fit, best first: the very name, one that begins so, any words that do.
 * @param query words or a part of them; all fit an empty one.
 */
export function findEmoji(list: readonly Emoji[], query: string, max: number): readonly Emoji[] {
  const wanted = asName(query);
  const words = wanted.split('_').filter(word => word !== '');
  if (words.length === 0) return list.slice(0, max);
  const ranked: Emoji[][] = [[], [], [], []];
  for (const one of list) {
    const rank = rankOf(one, wanted, words);
    if (rank !== undefined) ranked[rank]?.push(one);
  }
  return ranked.flat().slice(0, max);
}

/** The emoji of exactly this name. */
export function emojiCalled(list: readonly Emoji[], called: string): string | undefined {
  const wanted = asName(called);
  return (list.find(({ names: [first] }) => first === wanted) ?? list.find(({ names }) => names.includes(wanted)))
    ?.emoji;
}

function rankOf({ names }: Emoji, wanted: string, words: readonly string[]): Rank | undefined {
  const [first = ''] = names;
  if (names.includes(wanted)) return first === wanted ? 0 : 1;
  if (names.some(name => name.startsWith(wanted))) return 2;
  const parts = names.flatMap(name => name.split('_'));
  return words.every(word => parts.some(part => part.startsWith(word))) ? 3 : undefined;
}

/** Finds emoji by name, with those at hand until all are loaded. */
export class EmojiFinder {
  /** How many of those that are found without a query are at hand. */
  readonly atHand = AT_HAND.length;
  private list = AT_HAND;
  private loading: Promise<void> | undefined;

  /** @param load gets all there are; when it fails, those at hand have to do, until it is asked for the next time. */
  constructor(private readonly load: () => Promise<readonly Emoji[]>) {}

  find(query: string, max: number): readonly Emoji[] {
    return findEmoji(this.list, query, max);
  }

  called(name: string): string | undefined {
    return emojiCalled(this.list, name);
  }

  /** Settles when all are there, or cannot be had now. Never rejects. */
  ready(): Promise<void> {
    this.loading ??= this.load().then(
      all => void (this.list = withThoseAtHand(all)),
      () => void (this.loading = undefined),
    );
    return this.loading;
  }
}
