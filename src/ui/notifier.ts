import * as vscode from 'vscode';
import { AppError, messageOf, type ErrorCode } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import { localized } from './localized';
import { plain } from './plain';

/** A button of a notification. */
export interface Action {
  title: string;
  run: () => unknown;
}

interface Shown {
  count: number;
  /** On the screen, or about to be. */
  open: boolean;
}

/** Repeats that come together are one notification with their number. Milliseconds. */
const TOGETHER = 250;
/** A notification that nobody has closed by then is out of sight: the next one is shown again, with its count. Milliseconds. */
const OUT_OF_SIGHT = 15_000;
/**
 * What these say is about servers and connections, and goes into the log. The others may name channels and people, which a
 * log is no place for: those of a private channel least of all.
 */
const LOGGED: ReadonlySet<ErrorCode> = new Set([
  'refused',
  'notFound',
  'unreachable',
  'proxy',
  'certificate',
  'address',
  'relay',
] as const);

/** Different texts whose repeats are counted. */
const MAX_COUNTED = 100;

/** Decides what a person sees of what goes wrong: each thing once, with a way forward, and everything in the log. */
export class Notifier implements Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** A command failed. What the person did wrong is said as it is; anything else is our fault and is in the log. */
  failed(thrown: unknown, actions: readonly Action[] = []): void {
    if (thrown instanceof AppError) {
      const { code, message } = thrown;
      this.error(localized(thrown), actions, LOGGED.has(code) ? message : `A message was shown (${code}).`);
      return;
    }
    this.log.error(thrown instanceof Error ? thrown : String(thrown));
    this.error(vscode.l10n.t('Something went wrong: {0}', messageOf(thrown)), actions);
  }

  /**
   * Shows an error with its ways forward; "Show Log" is always one of them.
   * @param logged what stands in the log for it.
   */
  error(text: string, actions: readonly Action[] = [], logged = text): void {
    const message = plain(text);
    this.log.warn(plain(logged));
    const known = this.shown.get(message);
    if (known?.open) {
      known.count++;
      return;
    }
    const entry = known ?? this.remember(message);
    entry.count++;
    entry.open = true;
    this.later(TOGETHER, () => void this.show(message, entry, actions));
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private async show(message: string, entry: Shown, actions: readonly Action[]): Promise<void> {
    const text = entry.count > 1 ? vscode.l10n.t('{0} ({1} times)', message, entry.count) : message;
    const all = [...actions, { title: vscode.l10n.t('Show Log'), run: () => this.log.show() }];
    this.later(OUT_OF_SIGHT, () => (entry.open = false));
    const picked = await vscode.window.showErrorMessage(text, ...all.map(({ title }) => title));
    entry.open = false;
    // The person has dealt with it: what comes after that is counted anew.
    if (picked !== undefined) this.shown.delete(message);
    try {
      await all.find(({ title }) => title === picked)?.run();
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  private remember(message: string): Shown {
    const entry = { count: 0, open: false };
    this.shown.set(message, entry);
    const [oldest] = this.shown.keys();
    if (this.shown.size > MAX_COUNTED && oldest !== undefined) this.shown.delete(oldest);
    return entry;
  }

  private later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }
}
