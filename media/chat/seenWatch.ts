import type { Entry } from '../../src/protocol/transcript';

/**
 * Says what the person has seen: the last entry, once the frame is over in which the end of the channel was in sight with
 * it. A page that is hidden gets no frames, and so says nothing.
 */
export class SeenWatch {
  private frame: number | undefined;

  /**
   * @param atEnd the last entry of the channel in front, if its end is in sight.
   * @param seen called at most once a frame, and only for another entry than before.
   */
  constructor(
    private readonly atEnd: () => string | undefined,
    private readonly seen: (entry: string) => void,
  ) {}

  /** Something was drawn, or the end came into sight. */
  look(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const entry = this.atEnd();
      if (entry !== undefined) this.seen(entry);
    });
  }
}

/**
 * The first message of another below what was seen.
 * @param seen the last entry that was; if that is not known or not there any more, nothing is called new.
 */
export function firstUnseen(entries: readonly Entry[], seen: string | undefined): string | undefined {
  const at = seen === undefined ? -1 : entries.findLastIndex(({ id }) => id === seen);
  if (at < 0) return undefined;
  for (const entry of entries.slice(at + 1)) if (entry.kind === 'message' && !entry.from.self) return entry.id;
  return undefined;
}
