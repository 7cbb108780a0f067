import type { Disposable } from '../../../src/base/lifecycle';
import type { Clock } from '../../../src/session/clock';

/** A clock that stands still until it is told to move. */
export class FakeClock implements Clock {
  private readonly timers = new Set<{ readonly at: number; readonly act: () => void }>();
  /** Timers count from here, so that the wall clock can be moved by itself. */
  private elapsed = 0;
  private wall = 1_000_000;

  now(): number {
    return this.wall;
  }

  after(ms: number, act: () => void): Disposable {
    const timer = { at: this.elapsed + Math.max(ms, 0), act };
    this.timers.add(timer);
    return { dispose: () => void this.timers.delete(timer) };
  }

  /** How many timers run. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets time pass: what falls due is called in its order, at its time. */
  advance(ms: number): void {
    const end = this.elapsed + ms;
    for (let next = this.next(end); next; next = this.next(end)) {
      this.timers.delete(next);
      this.pass(next.at - this.elapsed);
      next.act();
    }
    this.pass(end - this.elapsed);
  }

  /** Moves the wall clock alone, as sleep and a person who sets it do. */
  jump(ms: number): void {
    this.wall += ms;
  }

  private pass(ms: number): void {
    this.elapsed += ms;
    this.wall += ms;
  }

  private next(end: number): { readonly at: number; readonly act: () => void } | undefined {
    const due = [...this.timers].filter(({ at }) => at <= end);
    return due.sort((a, b) => a.at - b.at)[0];
  }
}

/** Lets what is settled take its course. */
export function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
