import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { PersonView } from '../../src/protocol/panel';
import { t } from './l10n';
import { nameIn } from './people';

/** Who writes something: what others are told of it, and how it is shown. */

/** Others are told again while one goes on. Milliseconds. */
const AGAIN_AFTER = 3_000;
/** Without a key for that long nobody writes. Milliseconds. */
const STOPS_AFTER = 5_000;

/** To whom one writes: everybody in a channel, or one person. */
export interface Audience {
  channel: string;
  to: string | undefined;
}

/** Says when the person begins to write and when they stop, and not with every key. */
export class TypingSignal {
  private told: (Audience & { at: number }) | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (on: boolean, audience: Audience) => void) {}

  /** A key was pressed. */
  typed({ channel, to }: Audience): void {
    if (this.told && (this.told.channel !== channel || this.told.to !== to)) this.stopped();
    const at = Date.now();
    if (!this.told || at - this.told.at >= AGAIN_AFTER) {
      this.told = { channel, to, at };
      this.say(true, { channel, to });
    }
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.stopped(), STOPS_AFTER);
  }

  /** What was written is sent or gone. */
  stopped(): void {
    clearTimeout(this.pause);
    const { told } = this;
    this.told = undefined;
    if (told) this.say(false, { channel: told.channel, to: told.to });
  }
}

/**
 * The line over the box. It always has its room, so that nothing moves, and is no live region: who listens to a screen
 * reader hears the message when it comes.
 */
export function typingLine(people: readonly PersonView[]): TemplateResult {
  const words = wordsFor(people);
  return html`<div class="typing">
    ${
      words === undefined
        ? nothing
        : html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
            <bdi class="typing-words" title=${words}>${words}</bdi>`
    }
  </div>`;
}

function wordsFor(people: readonly PersonView[]): string | undefined {
  const names = people.filter(({ self, typing }) => typing && !self).map(person => nameIn(people, person));
  const [one, two] = names;
  if (one === undefined) return undefined;
  if (two === undefined) return t('{0} is typing…', one);
  return names.length === 2 ? t('{0} and {1} are typing…', one, two) : t('Several people are typing…');
}
