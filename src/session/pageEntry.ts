import { startOfBase64 } from '../base/encoding';
import { sentence, type Say, type Sentence } from '../base/sentence';
import type { ImageBody, PatchBody, SnippetBody } from '../protocol/bodies';
import type { Body, Entry } from '../protocol/transcript';
import { imageHeader } from '../snippet/imageHeader';

/**
 * Longest code, and longest talk, that the page is given of one message. Talk is set in lines, and one word without an end
 * would keep the layout of the whole window busy: 100,000 characters took 18 s. UTF-16 units.
 */
const MAX_CODE = 100_000;
const MAX_TALK = 8_000;
/** Bytes of an image in which its header stands. */
const HEADER = 64 * 1024;
/** Of one diagnostic, or of a commit's message. */
const MAX_NOTE = 2_000;

const moreTalk = (kilobytes: number) => sentence('… and {0} KB more that are not shown', kilobytes);
const moreCode = (kilobytes: number) => sentence('… and {0} KB more: Copy gives all of it', kilobytes);

/** Makes entries fit for the page: the transcript keeps what is long, the page shows its beginning. */
export class PageEntries {
  /** @param say says in the person's language what was left out. */
  constructor(private readonly say: Say) {}

  /** An entry as the page gets it. */
  of(entry: Entry): Entry {
    if (entry.kind !== 'message') return entry;
    const isCut = entry.body.type === 'text' && entry.body.text.length > MAX_TALK;
    return { ...entry, body: this.body(entry.body), ...(isCut && { cut: true }) };
  }

  private body(body: Body): Body {
    switch (body.type) {
      case 'text':
        return { ...body, text: this.talk(body.text) };
      case 'snippet':
        return { ...body, ...this.snippet(body, MAX_CODE) };
      case 'patch': {
        const diff = this.cut(body.diff, MAX_CODE, moreCode);
        return { ...body, ...this.comment(body), ...this.commit(body), diff };
      }
      case 'image':
        return this.image(body);
      case 'bundle': {
        const room = Math.floor(MAX_CODE / body.snippets.length);
        return { ...body, ...this.comment(body), snippets: body.snippets.map(each => this.snippet(each, room)) };
      }
    }
  }

  /** The page asks for the bytes when they are about to be seen, and believes the size: it is that of the header. */
  private image({ name, mime, comment, data }: ImageBody): Body {
    const header = imageHeader(startOfBase64(data, HEADER));
    const { width, height } = header?.mime === mime ? header : {};
    const size = width !== undefined && height !== undefined && { width, height };
    const short = this.comment(comment === undefined ? {} : { comment });
    return { type: 'image', name, mime, ...short, ...size, data: '' };
  }

  private snippet(body: SnippetBody, room: number): SnippetBody {
    const { output, diagnostics } = body;
    const each = Math.floor(room / body.ranges.length);
    const short = (code: string) => this.cut(code, each, moreCode);
    return {
      ...body,
      ...this.comment(body),
      ranges: body.ranges.map(range => ({
        ...range,
        code: short(range.code),
        ...(range.was !== undefined && { was: short(range.was) }),
      })),
      ...(output !== undefined && { output: this.talk(output) }),
      ...(diagnostics && {
        diagnostics: diagnostics.map(note => ({ ...note, message: this.cut(note.message, MAX_NOTE, moreTalk) })),
      }),
    };
  }

  private commit({ commit }: PatchBody): Pick<PatchBody, 'commit'> {
    return commit ? { commit: { ...commit, message: this.cut(commit.message, MAX_NOTE, moreTalk) } } : {};
  }

  private comment({ comment }: { comment?: string }): { comment?: string } {
    return comment === undefined ? {} : { comment: this.talk(comment) };
  }

  private talk(text: string): string {
    return this.cut(text, MAX_TALK, moreTalk);
  }

  /** Cuts at the end of a line where there is one, and says how much there is. */
  private cut(text: string, room: number, more: (kilobytes: number) => Sentence): string {
    if (text.length <= room) return text;
    const kept = text.slice(0, Math.max(0, text.lastIndexOf('\n', room)) || room);
    return `${kept}\n${this.say(more(Math.ceil((text.length - kept.length) / 1000)))}`;
  }
}
