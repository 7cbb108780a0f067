import { isRecord } from '../base/guards';
import type { Say, Word } from '../base/sentence';

/** The languages that there are words for, beside English. */
const LANGUAGES = ['de', 'zh-cn'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of somebody's languages that the page speaks; `undefined` for English. @param wanted as a browser has them. */
export function languageOf(wanted: readonly string[]): Language | undefined {
  for (const one of wanted) {
    const [language] = one.toLowerCase().split('-', 1);
    if (language === 'en') return undefined;
    const found = LANGUAGES.find(known => known.split('-', 1)[0] === language);
    if (found) return found;
  }
  return undefined;
}

/** Says sentences by a table of translations, which is anything. */
export function speaker(table: unknown): Say {
  const words = new Map(Object.entries(isRecord(table) ? table : {}));
  const say: Say = ({ template, args }) => {
    const found = words.get(template);
    const text = typeof found === 'string' ? found : template;
    return text.replace(/\{(\d+)\}/g, (place, index: string) => worded(args[Number(index)]) ?? place);
  };
  const worded = (word: Word | undefined) => (typeof word === 'object' ? say(word) : word?.toString());
  return say;
}
