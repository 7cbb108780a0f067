import type { IncomingMessage } from 'node:http';
import type { Admission, GivenKeys } from './keys';
import type { Refusal } from './refusal';

/** Somebody who was let as far as the door: what is counted for the address they come from. */
export interface Visitor {
  /** Their socket is open. */
  entered(): void;
  /** It is closed. Only after `entered`. */
  left(): void;
  /** They want to try a key. `false`: there were too many wrong ones. */
  tryKey(): boolean;
  /** The key they tried was right: it does not count. */
  keyWasRight(): void;
  /** They were warned too often: their address is kept out for a while. */
  ban(): void;
}

/** Decides by address who may ask at all. */
export interface Gate {
  arrive(request: IncomingMessage): Visitor | Refusal;
}

const ANYBODY: Visitor = {
  entered: () => undefined,
  left: () => undefined,
  tryKey: () => true,
  keyWasRight: () => undefined,
  ban: () => undefined,
};

/** Lets everybody ask. */
export const OPEN_GATE: Gate = { arrive: () => ANYBODY };

/** Names of channels whose keys are set by whoever runs the relay. */
export interface Reservations {
  /**
   * Whether these keys open a reserved channel; `undefined` at once when the name is not reserved, so that its first
   * joiner's keys count. Checking may take a while, and never rejects.
   */
  check(channel: string, given: GivenKeys): Promise<Admission | Refusal> | undefined;
}
