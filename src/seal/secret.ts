/** Stands wherever a secret would have been printed. */
const HIDDEN = '[secret]';

/** Where Node's `console.log` and `util.inspect` look for how something wants to be shown. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A text that no log, template, JSON or inspector shows: one has to ask for it by name. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** For the key store and for what a person copies; nothing else may ask. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect](): string {
    return HIDDEN;
  }
}
