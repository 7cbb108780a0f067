import type { Part } from '../protocol/passing';
import type { Progress } from '../protocol/transcript';
import { joinBytes, type Bytes } from '../base/encoding';
import type { Packed } from './transfer';
import { partBytes } from './transferParts';

/**
 * What became of a part: it was missing and is kept; it was there already; it says another count, size or sum than the
 * first; its text is not what it must be; it would need more room than there is.
 */
export type Added = 'fresh' | 'duplicate' | 'contradicts' | 'broken' | 'noRoom';

/** The parts of one transfer that have come, in any order. Holds only what came, whatever was announced. */
export class Assembly {
  readonly session: string;
  readonly transfer: string;
  private readonly parts = new Map<number, Bytes>();
  private held = 0;
  /** Everything before it is there. */
  private first = 0;

  /** @param head what every part has to agree with: the one that came first. */
  constructor(private readonly head: Omit<Part, 'index' | 'data'>) {
    this.session = head.session;
    this.transfer = head.transfer;
  }

  /** Bytes of memory that it holds, the packed ones. */
  get bytes(): number {
    return this.held;
  }

  get progress(): Progress {
    return { done: this.held, total: this.head.size };
  }

  get isWhole(): boolean {
    return this.parts.size === this.head.count;
  }

  /** The first part that is missing; the count of parts when none is. */
  get next(): number {
    return this.first;
  }

  /** Takes a part in, if it needs no more than `room` bytes. */
  add(part: Part, room: number): Added {
    const { count, size, full, sum } = this.head;
    if (part.count !== count || part.size !== size || part.full !== full || part.sum !== sum) return 'contradicts';
    if (this.parts.has(part.index)) return 'duplicate';
    const bytes = partBytes(part);
    if (!bytes) return 'broken';
    if (bytes.length > room) return 'noRoom';
    this.parts.set(part.index, bytes);
    this.held += bytes.length;
    while (this.parts.has(this.first)) this.first++;
    return 'fresh';
  }

  /** The whole, once it is. */
  pack(): Packed {
    const { transfer: id, count, full, sum } = this.head;
    const slices = Array.from({ length: count }, (_, index) => this.parts.get(index) ?? new Uint8Array());
    return { id, bytes: joinBytes(slices), full, sum };
  }
}
