import type { Token } from 'markdown-it';
import { MAX_ADDRESS, misleading } from './addresses';
import { withEmoji } from './emoji';
import { placeOf, placesIn } from './places';
import type { Inline } from './tree';

const MARKS: Readonly<Record<string, 'strong' | 'emphasis' | 'deleted'>> = {
  strong_open: 'strong',
  em_open: 'emphasis',
  s_open: 'deleted',
};

/** What stands within a line of Markdown, from the parser's flat list. */
export function inlineOf(tokens: readonly Token[]): Inline[] {
  return new InlineReader(tokens).inside();
}

class InlineReader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** All up to the end of what was opened. @param inLink where no other link can be. */
  inside(inLink = false): Inline[] {
    const parts: Inline[] = [];
    let text = '';
    const flush = () => {
      parts.push(...withPlaces(text, inLink));
      text = '';
    };
    for (let token = this.next(); token && token.nesting >= 0; token = this.next()) {
      const words = wordsOf(token);
      if (words !== undefined) text += words;
      else {
        flush();
        const part = this.part(token, inLink);
        if (part) parts.push(part);
      }
    }
    flush();
    return parts;
  }

  private next(): Token | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    return token;
  }

  private part(token: Token, inLink: boolean): Inline | undefined {
    const mark = MARKS[token.type];
    if (mark !== undefined) return { kind: mark, inside: this.inside(inLink) };
    switch (token.type) {
      case 'code_inline': {
        const place = inLink ? undefined : placeOf(token.content);
        return { kind: 'code', text: token.content, ...(place && { place }) };
      }
      case 'link_open':
        return linkTo(attributeOf(token, 'href'), this.inside(true));
      case 'image': {
        const words = inlineOf(token.children ?? []);
        // Within a link it is that link's words: there is none within another.
        return inLink ? asText(words) : linkTo(attributeOf(token, 'src'), [asText(words)], true);
      }
      default:
        return undefined;
    }
  }
}

function attributeOf(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

function asText(inside: readonly Inline[]): Inline {
  return { kind: 'text', text: textOf(inside) };
}

/** @param inside its words; the address itself where there are none. Without an address, as in `[so]()`, it is no link. */
function linkTo(url: string, inside: Inline[], image = false): Inline {
  const words = textOf(inside);
  if (url === '' || url.length > MAX_ADDRESS) return asText(inside);
  const leadsTo = misleading(words, url);
  return {
    kind: 'link',
    url,
    inside: words.trim() === '' ? [{ kind: 'text', text: url }] : inside,
    ...(leadsTo !== undefined && { leadsTo }),
    ...(image && { image: true }),
  };
}

/** What is nothing but text; `undefined` for all else. */
function wordsOf({ type, content }: Token): string | undefined {
  if (type === 'text' || type === 'text_special') return content;
  return type === 'softbreak' || type === 'hardbreak' ? '\n' : undefined;
}

function withPlaces(text: string, inLink: boolean): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  const add = (words: string) => {
    if (words !== '') parts.push({ kind: 'text', text: withEmoji(words) });
  };
  for (const { start, end, place } of inLink ? [] : placesIn(text)) {
    add(text.slice(from, start));
    parts.push({ kind: 'place', text: text.slice(start, end), place });
    from = end;
  }
  add(text.slice(from));
  return parts;
}

/** The words alone. */
function textOf(inside: readonly Inline[]): string {
  return inside.map(part => ('text' in part ? part.text : textOf(part.inside))).join('');
}
