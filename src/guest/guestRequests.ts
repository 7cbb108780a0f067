import { fromBase64 } from '../base/encoding';
import { AppError } from '../base/errors';
import { sentence, type Say } from '../base/sentence';
import type { HostToPage, PageToHost } from '../protocol/panel';
import type { Body } from '../protocol/transcript';
import type { Requests } from '../session/pageFeed';
import { TalkRequests } from '../session/talkRequests';
import { imageDraft } from '../snippet/drafts';
import { imageHeader } from '../snippet/imageHeader';
import { codeOf, fileNameOf } from '../snippet/received';
import type { OneChannel } from './oneChannel';

/** A thing that can be kept: all but talk. */
type Thing = Exclude<Body, { type: 'text' }>;

/** What a browser does for a guest, each at their own act. */
export interface Browser {
  copy(text: string): void;
  download(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Shows an image large. */
  show(name: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Shows an address of the web or of mail, and opens it if the person wants that. */
  visit(url: string): void;
  copyLink(): void;
  reconnect(): void;
  failed(thrown: unknown): void;
}

/** What a guest's page asks for. It has no editor and no files: of what a card offers there are copies only. */
export class GuestRequests implements Requests {
  private readonly talk: TalkRequests;

  constructor(
    private readonly channels: OneChannel,
    private readonly browser: Browser,
    private readonly say: Say,
  ) {
    const review = () => Promise.resolve();
    this.talk = new TalkRequests({ channels, say, review, failed: thrown => browser.failed(thrown) });
  }

  refuse(): void {
    this.browser.failed(new Error('The chat page sent something its host does not know.'));
  }

  handle(request: PageToHost, answer: (message: HostToPage) => void): void {
    if (this.talk.handle(request, answer)) return;
    try {
      this.act(request);
    } catch (thrown) {
      this.browser.failed(thrown);
    }
  }

  private act(request: PageToHost): void {
    switch (request.type) {
      case 'act': {
        const thing = this.thing(request.entry, request.item);
        if (request.action === 'copy') this.browser.copy(textOf(thing));
        else if (request.action === 'saveAs') this.browser.download(fileNameOf(thing), bytesOf(thing));
        else if (request.action === 'open') this.browser.show(fileNameOf(thing), bytesOf(thing));
        break;
      }
      case 'copy': {
        const body = this.body(request.entry);
        if (body.type === 'text') this.browser.copy(body.text);
        break;
      }
      case 'pasteImage':
        this.pasted(request.data, request.to);
        break;
      case 'openLink':
        this.browser.visit(request.url);
        break;
      case 'run':
        if (request.action === 'reconnect') this.browser.reconnect();
        else if (request.action === 'copyInvitation' || request.action === 'copyRelayAddress') this.browser.copyLink();
        break;
    }
  }

  private pasted(data: string, to: string | undefined): void {
    const bytes = fromBase64(data);
    const header = bytes && imageHeader(bytes);
    if (!header) throw new AppError('input', 'What was pasted is no image: copy one and paste it again.');
    const name = `${this.say(sentence('Pasted image'))}.${header.mime.slice('image/'.length)}`;
    this.channels.active.send(imageDraft(name, bytes, ''), to);
  }

  private body(id: string): Body {
    const entry = this.channels.active.transcript.get(id);
    if (entry?.kind === 'message') return entry.body;
    throw new AppError('input', 'This message is no longer in the transcript: ask for it to be sent again.');
  }

  private thing(id: string, item: number | undefined): Thing {
    const body = this.body(id);
    if (body.type === 'text') throw new AppError('input', 'This message has no code in it.');
    if (body.type !== 'bundle' || item === undefined) return body;
    const snippet = body.snippets[item];
    if (!snippet) throw new AppError('input', 'This file is not in what was sent.');
    return { type: 'snippet', ...snippet };
  }
}

function textOf(thing: Thing): string {
  switch (thing.type) {
    case 'snippet':
      return codeOf(thing);
    case 'patch':
      return thing.diff;
    case 'bundle':
      return thing.snippets.map(codeOf).join('\n\n');
    case 'image':
      return thing.name;
  }
}

/** @throws AppError `input` when an image is none. */
function bytesOf(thing: Thing): Uint8Array<ArrayBuffer> {
  if (thing.type !== 'image') return new TextEncoder().encode(textOf(thing));
  const bytes = fromBase64(thing.data);
  if (!bytes) throw new AppError('input', '{0} arrived damaged: ask for it to be sent again.', [thing.name]);
  return bytes;
}
