import { fromBase64, toBase64, type Bytes } from '../base/encoding';
import { partLength, type Part } from '../protocol/passing';
import type { Packed } from './transfer';

/**
 * Bytes in one part, at most. In base 64 that is 65,536, and with the JSON around it and a recipient's uid a frame is
 * below 67 KB; encrypted and put into base 64 once more, as in a private channel, below 90 KB. A frame holds 100 KB.
 */
export const PART_BYTES = 48 * 1024;

/** The bytes of a part; `undefined` when its text is not base 64 or is of another length than it must be. */
export function partBytes(part: Part): Bytes | undefined {
  const bytes = fromBase64(part.data);
  return bytes?.length === partLength(part) ? bytes : undefined;
}

/** How many parts it takes. */
export function partCount({ bytes }: Packed): number {
  return Math.ceil(bytes.length / PART_BYTES);
}

/** Where a part's slice begins; that of the part behind the last one is the size of the whole. */
export function partStart({ bytes: { length: size } }: Packed, index: number): number {
  const count = Math.ceil(size / PART_BYTES);
  return Math.min(size, index * Math.ceil(size / count));
}

/** One part, said by `session`. */
export function partAt(packed: Packed, session: string, index: number): Part {
  return {
    type: 'part',
    session,
    transfer: packed.id,
    index,
    count: partCount(packed),
    size: packed.bytes.length,
    full: packed.full,
    sum: packed.sum,
    data: toBase64(packed.bytes.subarray(partStart(packed, index), partStart(packed, index + 1))),
  };
}
