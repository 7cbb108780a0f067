import { AppError } from '../../src/base/errors';
import { sentence, type Say, type Sentence } from '../../src/base/sentence';
import type { Browser } from '../../src/guest/guestRequests';
import { readAddress } from '../../src/snippet/webAddress';

/** How long a word stands at the edge. Milliseconds. */
const SHOWN_FOR = 5_000;

/** The browser's own part of what a guest can do. */
export class GuestBrowser implements Browser {
  private readonly toast = document.createElement('p');
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param reconnect at the person's own wish. */
  constructor(
    private readonly say: Say,
    readonly reconnect: () => void,
  ) {
    this.toast.className = 'toast';
    this.toast.setAttribute('role', 'status');
    document.body.append(this.toast);
  }

  copy(text: string): void {
    void this.copied(text);
  }

  copyLink(): void {
    void this.copied(location.href);
  }

  download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    // Of no kind that a browser would show or run.
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), SHOWN_FOR);
  }

  show(name: string, bytes: Uint8Array<ArrayBuffer>): void {
    const url = URL.createObjectURL(new Blob([bytes]));
    const dialog = document.createElement('dialog');
    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'shown-image';
    close.ariaLabel = this.say(sentence('Close image {0}', name));
    close.append(Object.assign(document.createElement('img'), { src: url, alt: name }));
    close.addEventListener('click', () => dialog.close());
    dialog.className = 'shown';
    dialog.ariaLabel = name;
    dialog.addEventListener('close', () => {
      dialog.remove();
      URL.revokeObjectURL(url);
    });
    dialog.append(close);
    document.body.append(dialog);
    dialog.showModal();
  }

  visit(url: string): void {
    const { href, warnings } = readAddress(url);
    // All of it, as it will be opened: what a link says is not where it leads. Browsers cut what is very long.
    const asked = [sentence('Open this address?'), ...warnings, href];
    if (!confirm(asked.map(each => (typeof each === 'string' ? each : this.say(each))).join('\n\n'))) return;
    window.open(href, '_blank', 'noopener,noreferrer');
  }

  failed(thrown: unknown): void {
    this.tell(thrown instanceof AppError ? thrown : sentence('Something went wrong: reload the page.'));
  }

  tell(words: Sentence): void {
    clearTimeout(this.timer);
    this.toast.textContent = this.say(words);
    this.timer = setTimeout(() => (this.toast.textContent = ''), SHOWN_FOR);
  }

  private async copied(text: string): Promise<void> {
    const done = await copyText(text).then(
      () => true,
      () => false,
    );
    this.tell(done ? sentence('Copied') : sentence('This could not be copied: select the text and copy it by hand.'));
  }
}

/** A page that came over plain HTTP has no clipboard but by the older way. */
export async function copyText(text: string): Promise<void> {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  if (clipboard?.writeText !== undefined && isSecureContext) return clipboard.writeText(text);
  const area = Object.assign(document.createElement('textarea'), { value: text, className: 'hidden-text' });
  document.body.append(area);
  area.select();
  // Deprecated, and the one way there is without a secure context.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('The browser does not copy.');
}
