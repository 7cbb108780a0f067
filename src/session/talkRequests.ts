import { AppError } from '../base/errors';
import { sentence, type Say } from '../base/sentence';
import type { HostToPage, PageToHost } from '../protocol/panel';
import type { Channel } from './channel';
import type { Joined } from './joined';

/** What talking needs of the host that it is in. */
export interface TalkHost {
  channels: Pick<Joined, 'get'>;
  say: Say;
  /** Looks at what is to be sent. @throws AppError when it is not to be. */
  review(text: string, channel: string): Promise<void>;
  /** Something went wrong that the page is not told: the person has to hear of it. */
  failed(thrown: unknown): void;
}

type Answer = (message: HostToPage) => void;

/** What a page asks for about what is said in its channels: the same in every host. */
export class TalkRequests {
  /** What a page has sent is handed over one after the other. */
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly host: TalkHost) {}

  /**
   * @param answer says something to the page that has asked.
   * @returns false for what is not about that: nothing was done.
   */
  handle(request: PageToHost, answer: Answer): boolean {
    switch (request.type) {
      case 'send':
        // In the order in which they were written, however long each is looked at.
        this.sending = this.sending.then(() => this.send(request, answer));
        return true;
      case 'edit':
        this.sending = this.sending.then(() => this.edit(request, answer));
        return true;
      case 'image':
        this.answerImage(request, answer);
        return true;
      default:
        return this.act(request);
    }
  }

  /** What changes something in a channel that is still joined. What goes wrong is said to the person. */
  private act(request: PageToHost): boolean {
    const change = changeIn(request);
    if (!change || !('channel' in request)) return false;
    const channel = this.host.channels.get(request.channel);
    try {
      if (channel) change(channel);
    } catch (thrown) {
      this.host.failed(thrown);
    }
    return true;
  }

  private async send({ channel: name, text, to, re }: PageToHost & { type: 'send' }, answer: Answer): Promise<void> {
    const { channels, say } = this.host;
    const back = { channel: name, text, ...(to !== undefined && { to }), ...(re !== undefined && { re }) };
    const channel = channels.get(name);
    if (!channel) {
      answer({ type: 'rejected', ...back, reason: say(sentence('You have left {0}.', name)) });
      return;
    }
    try {
      await this.host.review(text, channel.name);
      channel.send({ type: 'chat', text, ...(re !== undefined && { re }) }, to);
    } catch (thrown) {
      if (thrown instanceof AppError) answer({ type: 'rejected', ...back, reason: say(thrown) });
      else this.host.failed(thrown);
    }
  }

  private async edit({ channel, entry, text }: PageToHost & { type: 'edit' }, answer: Answer): Promise<void> {
    try {
      await this.host.review(text, channel);
      this.host.channels.get(channel)?.edit(entry, text);
    } catch (thrown) {
      if (thrown instanceof AppError) {
        answer({ type: 'rejected', channel, text, edits: entry, reason: this.host.say(thrown) });
      } else this.host.failed(thrown);
    }
  }

  private answerImage({ channel, entry: id }: PageToHost & { type: 'image' }, answer: Answer): void {
    const entry = this.host.channels.get(channel)?.transcript.get(id);
    if (entry?.kind !== 'message' || entry.body.type !== 'image') return;
    answer({ type: 'image', channel, entry: id, data: entry.body.data });
  }
}

function changeIn(request: PageToHost): ((channel: Channel) => void) | undefined {
  switch (request.type) {
    case 'retry':
      return channel => channel.retry(request.entry);
    case 'cancel':
      return channel => channel.cancel(request.entry);
    case 'delete':
      return channel => channel.delete(request.entry);
    case 'react':
      return channel => channel.react(request.entry, request.emoji, request.on);
    case 'typing':
      return channel => channel.typing(request.on, request.to);
    default:
      return undefined;
  }
}
