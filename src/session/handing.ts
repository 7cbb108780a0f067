import type { MakeFrame, PacedFrame } from './pace';
import type { OutgoingTransfer } from './transferOut';

/** Long content of which part after part is handed to the queue, one at a time, so that other things come in between. */
export interface Handed {
  /** Absent until it is packed. */
  transfer: OutgoingTransfer | undefined;
  /** A frame of it is in the queue. */
  queued: boolean;
}

/**
 * Puts the next frame into the queue, unless there is one already.
 *
 * @param enqueue puts a frame into the queue of the connection; false when there is none.
 * @param next makes the frame when its turn has come.
 */
export function pump(handed: Handed, enqueue: (make: MakeFrame) => boolean, next: () => PacedFrame | undefined): void {
  if (handed.queued || !handed.transfer) return;
  // Before it is queued: its turn may be now.
  handed.queued = true;
  const taken = enqueue(() => {
    handed.queued = false;
    return next();
  });
  if (!taken) handed.queued = false;
}

/** The frame of a transfer's next part, if there is one to send. */
export function nextFrame(transfer: OutgoingTransfer): PacedFrame | undefined {
  let frame: PacedFrame | undefined;
  transfer.sendNext((message, uid) => {
    frame = { message, ...(uid !== undefined && { uid }) };
    return true;
  });
  return frame;
}
