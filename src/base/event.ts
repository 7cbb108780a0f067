import type { Disposable } from './lifecycle';

/** A function that subscribes a listener, as in VS Code's own API; disposing the result unsubscribes it. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The one who owns an event: `event` is handed out, `fire` is kept. Listeners run in the order they came. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<{ readonly call: (value: T) => void }>();

  readonly event: Event<T> = listener => {
    const entry = { call: listener };
    this.listeners.add(entry);
    return { dispose: () => void this.listeners.delete(entry) };
  };

  /** Tells every listener there is at this moment; one that is added meanwhile hears of the next value only. */
  fire(value: T): void {
    for (const listener of [...this.listeners]) listener.call(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
