/** What is sent: JSON of 300 bytes with a number of eight digits, by which each receiver sees whether any is missing. */

export const MESSAGE_BYTES = 300;
const DIGITS = 8;
const MARK = '"n":"';

/** The message with this number. */
function message(n: number): string {
  const text = `{"type":"chat",${MARK}${String(n).padStart(DIGITS, '0')}","text":"`;
  return `${text}${'x'.repeat(MESSAGE_BYTES - text.length - 2)}"}`;
}

/** Makes what a publisher writes; the wire puts its frame around a message once, and only the number changes. */
export class Publications {
  private readonly template: Buffer;
  private readonly numberAt: number;
  private next = 0;

  constructor(wrap: (message: string) => Buffer) {
    this.template = wrap(message(0));
    this.numberAt = this.template.indexOf(MARK) + MARK.length;
  }

  /** So many in a row. */
  take(count: number): Buffer {
    const all = Buffer.allocUnsafe(count * this.template.length);
    for (let at = 0; at < all.length; at += this.template.length) {
      this.template.copy(all, at);
      all.write(String(this.next).padStart(DIGITS, '0'), at + this.numberAt, 'latin1');
      this.next += 1;
    }
    return all;
  }
}

/** Reads the numbers of the messages that one receiver gets; all its frames with a message have the same shape. */
export class Numbers {
  private at = -1;

  /** The number in the frame that begins here. */
  read(bytes: Buffer, start: number): number {
    if (this.at < 0) this.at = bytes.indexOf(MARK, start) - start + MARK.length;
    let n = 0;
    const from = start + this.at;
    // A digit is 48 more than its value.
    for (let i = from; i < from + DIGITS; i += 1) n = n * 10 + (bytes[i] ?? NaN) - 48;
    return n;
  }
}
