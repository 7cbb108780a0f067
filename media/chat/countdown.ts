import { t } from './l10n';

const SECOND = 1_000;
const MINUTE = 60;

/** "Next try in 5 s", second by second. It stands outside of every live region: nobody wants to hear it count. */
export class Countdown {
  readonly element = document.createElement('span');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.className = 'countdown';
  }

  /** @param at milliseconds since 1970 of the next try; `undefined` while there is none to wait for. */
  show(at: number | undefined): void {
    clearTimeout(this.timer);
    this.element.hidden = at === undefined;
    if (at === undefined) return;
    // The host's clock may be another computer's: beyond what one waits for, it tells no number.
    const left = at - Date.now();
    this.element.textContent = wordsFor(Math.ceil(left / SECOND));
    if (left > 0) this.timer = setTimeout(() => this.show(at), left % SECOND || SECOND);
  }
}

function wordsFor(seconds: number): string {
  if (seconds <= 0 || seconds > 10 * MINUTE) return t('Next try soon');
  if (seconds > 2 * MINUTE) return t('Next try in {0} min', Math.round(seconds / MINUTE));
  return t('Next try in {0} s', seconds);
}
