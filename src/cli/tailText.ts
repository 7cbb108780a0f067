import type { PatchBody, SnippetBody } from '../protocol/bodies';
import type { Body } from '../protocol/transcript';
import { placeOf } from '../snippet/snippet';
import { cleanLine, cleanText } from './clean';
import type { Person, TailEvent } from './events';

/** Lines of one message, so that a large one does not carry all else away. */
const MAX_LINES = 200;

const INDENT = '  ';

/** Colours of names; six of the basic ones, which every terminal has and its owner has chosen. */
const NAME_COLOURS = [31, 32, 33, 34, 35, 36];
const DIM = 2;

/** Writes events for a person to read. Nothing that others wrote can drive the terminal, or begin a line of its own. */
export class TailText {
  constructor(private readonly hasColours: boolean) {}

  /** Lines with their ends; empty for what is not shown. */
  of(event: TailEvent): string {
    const time = this.coloured(DIM, timeOf(new Date(event.date)));
    const told = this.told(event);
    return told === '' ? '' : `${time} ${told}\n`;
  }

  private told(event: TailEvent): string {
    switch (event.event) {
      case 'message': {
        const direct = event.direct ? ' (only to you)' : '';
        return `${this.name(event.from)}${direct}${contentOf(event.body)}`;
      }
      case 'edit':
        return `${this.name(event.from)} (changed)${words(event.text)}`;
      case 'delete':
        return this.note(`${nameOf(event.from)} took a message back`);
      case 'reactions':
        return '';
      case 'join':
      case 'leave':
        return this.note(`${nameOf(event.who)} ${event.event === 'join' ? 'joined' : 'left'}`);
      case 'missing':
        return this.note(`${event.count} of what ${nameOf(event.from)} said did not arrive`);
      case 'incomplete':
        return this.note(`What ${nameOf(event.from)} sent did not arrive as a whole: ${cleanLine(event.reason)}`);
      case 'connection':
        // Told on standard error.
        return '';
    }
  }

  private note(text: string): string {
    return this.coloured(DIM, `· ${text}`);
  }

  private name(person: Person): string {
    const name = nameOf(person);
    const sum = Array.from(name).reduce((all, letter) => all + (letter.codePointAt(0) ?? 0), 0);
    return this.coloured(NAME_COLOURS[sum % NAME_COLOURS.length] ?? DIM, name);
  }

  private coloured(code: number, text: string): string {
    return this.hasColours ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function nameOf({ name }: Person): string {
  return cleanLine(name ?? '') || 'somebody';
}

/** Local time, with the day where that is not today. */
function timeOf(date: Date, today = new Date()): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === today.toDateString()) return time;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** All lines but the first are indented: none can look like somebody else's message. */
function words(text: string): string {
  const [first = '', ...more] = shortened(cleanText(text).trimEnd().split('\n'));
  return `: ${[first, ...more.map(line => INDENT + line)].join('\n')}`;
}

function shortened(lines: readonly string[]): string[] {
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `… and ${more} more lines (--json has all)`] : [...lines];
}

/** Something that was sent, under what it is and what was said with it. */
function thing(title: string, comment: string | undefined, content: string): string {
  const lines = content === '' ? [] : shortened(cleanText(content).replace(/\n$/, '').split('\n'));
  const said = comment === undefined ? '' : words(comment);
  return `${said || ':'}\n${[`[${cleanLine(title)}]`, ...lines].map(line => INDENT + line).join('\n')}`;
}

function snippetText(body: SnippetBody): string {
  return body.ranges.map(({ code }) => code).join('\n⋯\n');
}

function patchTitle({ title, commit }: PatchBody): string {
  return commit ? `commit ${commit.hash.slice(0, 7)}: ${commit.message.split('\n')[0] ?? ''}` : `changes in ${title}`;
}

function contentOf(body: Body): string {
  switch (body.type) {
    case 'text':
      return words(body.text);
    case 'snippet':
      return thing(placeOf(body), body.comment, snippetText(body));
    case 'patch':
      return thing(patchTitle(body), body.comment, body.diff);
    case 'image':
      return thing(`image ${body.name}`, body.comment, '');
    case 'bundle':
      return thing(`${body.snippets.length} files`, body.comment, body.snippets.map(placeOf).join('\n'));
  }
}
