/**
 * A sentence for a person that can be said in their language: English with `{0}`, `{1}`, which is also the key of its
 * translations, and what stands in these places. test/unit/l10n.test.ts holds the translations against all templates.
 */
export interface Sentence {
  readonly template: string;
  readonly args: readonly Word[];
}

/** What stands in a sentence's place: a name or a number as it is, or words that are translated too. */
export type Word = string | number | Sentence;

/** Says a sentence in the person's language, or in English. */
export type Say = (sentence: Sentence) => string;

/** A sentence of its template, which has to be a literal, and of what stands in its places. */
export function sentence(template: string, ...args: readonly Word[]): Sentence {
  return { template, args };
}

/** What somebody else has worded, an operating system or a server: it is shown as it is. */
export function asIs(text: string): Sentence {
  return { template: '{0}', args: [text] };
}

/** A sentence as it stands in the source, its places filled. */
export function english({ template, args }: Sentence): string {
  return template.replace(/\{(\d+)\}/g, (place, index: string) => {
    const word = args[Number(index)];
    if (word === undefined) return place;
    return typeof word === 'object' ? english(word) : String(word);
  });
}
