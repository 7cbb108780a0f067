/**
 * Values that look like secrets, made at run time: written out, scanners would find them in this repository. Each
 * generator begins at the same seed, so that a table built from one is the same in each run.
 */
export class MadeUp {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** `length` characters of an alphabet, as a random generator would give them. */
  of(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet.charAt(this.next(alphabet.length))).join('');
  }

  letters(length: number): string {
    return this.of(LETTERS, length);
  }

  alphanumeric(length: number): string {
    return this.of(LETTERS + DIGITS, length);
  }

  upper(length: number): string {
    return this.of(LETTERS.slice(26) + DIGITS, length);
  }

  hex(length: number): string {
    return this.of(DIGITS + 'abcdef', length);
  }

  digits(length: number): string {
    return this.of(DIGITS, length);
  }

  urlSafe(length: number): string {
    return this.of(LETTERS + DIGITS + '-_', length);
  }

  base64(length: number): string {
    return this.of(LETTERS + DIGITS + '+/', length);
  }

  /** As a careful person makes them: letters, digits and a sign. */
  password(length: number): string {
    return this.of(LETTERS, length - 3) + this.digits(2) + this.of('!&+?', 1);
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map(length => this.hex(length)).join('-');
  }

  /** A PEM block, or only its first lines. */
  pem(label: string, start: string, lines: number, end = true): string {
    const dashes = '-'.repeat(5);
    const body = Array.from(
      { length: lines },
      (_, index) => (index === 0 ? start : '') + this.base64(64 - (index === 0 ? start.length : 0)),
    );
    return [`${dashes}BEGIN ${label}${dashes}`, ...body, ...(end ? [`${dashes}END ${label}${dashes}`] : [])].join('\n');
  }

  /** A JSON Web Token of this payload with a signature of 256 bits. */
  jwt(payload: object): string {
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
    return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), this.urlSafe(43)].join('.');
  }

  /** Park and Miller's generator, enough to look random. */
  private next(limit: number): number {
    this.state = (this.state * 48_271) % 0x7fffffff;
    return this.state % limit;
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
