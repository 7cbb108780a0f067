import { joinBytes, type Bytes } from '../base/encoding';

/**
 * Raw deflate (RFC 1951) by the platform's own streams, bounded: these are in browsers and in Node alike.
 */

/**
 * Bytes handed to the platform at a time. A browser unpacks all of what it is given at once, whoever reads: as deflate
 * makes at most 1,032 bytes of one, this bounds what a bomb can make it hold before we look, to 4.2 MB.
 */
const FEED = 4096;

/** Bytes handed over at a time for packing, where little comes out. */
const FEED_PACK = 65_536;

function ignore(): void {
  // What goes wrong while feeding or letting go is seen by the reader, or no longer matters.
}

/** Gives the bytes to a stream piece by piece, as fast as its other end is read. */
async function feed(writable: WritableStream<Bytes>, bytes: Bytes, step: number): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < bytes.length; at += step) {
    await writer.ready;
    await writer.write(bytes.subarray(at, at + step));
  }
  await writer.close();
}

async function through(
  { readable, writable }: CompressionStream | DecompressionStream,
  bytes: Bytes,
  max: number,
  step: number,
): Promise<Bytes | undefined> {
  const reader = (readable as ReadableStream<Uint8Array>).getReader();
  feed(writable as WritableStream<Bytes>, bytes, step).catch(ignore);
  const pieces: Uint8Array[] = [];
  let total = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      total += read.value.length;
      if (total > max) return undefined;
      pieces.push(read.value);
    }
    return joinBytes(pieces);
  } catch {
    return undefined;
  } finally {
    // Not awaited: a stream that was cut short may take its time, and what it makes is not read.
    reader.cancel().catch(ignore);
  }
}

/** Packs the bytes; `undefined` when more than `max` bytes come out. Never rejects. */
export function deflate(bytes: Bytes, max: number): Promise<Bytes | undefined> {
  return through(new CompressionStream('deflate-raw'), bytes, max, FEED_PACK);
}

/**
 * Unpacks the bytes; `undefined` when they are damaged or cut short, or when more than `max` bytes come out. Stops there:
 * what is held never exceeds `max` by more than what one step of feeding makes. Never rejects.
 */
export function inflate(bytes: Bytes, max: number): Promise<Bytes | undefined> {
  return through(new DecompressionStream('deflate-raw'), bytes, max, FEED);
}
