import { isRecord } from '../base/guards';

/** A frame made ready for listeners. */
export interface Arrival {
  /** The listeners it is for, beside those of `*`, of route functions and, for a user's message, of `message`. */
  name?: string | undefined;
  /** A user's message, not the server's own frame. */
  user: boolean;
  event: object;
}

/** Types of the server's own frames. */
const SERVER = /^(join|leave|error)$/;

/** Names that no frame routes: those of the socket's own events and of the listeners for more than one type. */
const SOCKET = /^(open|close|message|\*)$/;

/**
 * A user's message: the payload's own keys, if it is a plain object, under those of the frame. `uid`, `alias` and `date`
 * of a payload are left out even where the frame has none, since an anonymous user could otherwise take any name.
 * Both `Object.fromEntries` and spreading define their keys, so a `__proto__` is a key like any other.
 */
function userArrival(frame: object, payload: unknown): Arrival {
  const own = isRecord(payload) ? payload : {};
  const free = Object.entries(own).filter(([key]) => !/^(uid|alias|date|message)$/.test(key));
  const { type } = own;
  return {
    name: typeof type === 'string' && !SERVER.test(type) && !SOCKET.test(type) ? type : undefined,
    user: true,
    event: { ...Object.fromEntries(free), ...frame },
  };
}

/**
 * Reads a text frame. `undefined`: it is not JSON, or nothing an itty server sends. With `raw` any JSON will do, since
 * the server at a raw URL may speak something else: what has not itty's keys is a message, and its own event.
 *
 * An event with a `type` is the server's if its `message` is text or absent: this is held here, so that listeners can
 * rely on it. The `message` of a user's message with a `type` is an object, the payload that the type came from.
 */
export function readFrame(text: string, raw: boolean): Arrival | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(frame)) return raw ? { user: true, event: { message: frame } } : undefined;
  const { message, ...rest } = frame;
  const { type } = frame;
  if (type === undefined && message !== undefined) return userArrival(frame, message);
  if (typeof type !== 'string') return raw ? { user: true, event: frame } : undefined;
  if (SERVER.test(type)) return { name: type, user: false, event: typeof message === 'string' ? frame : rest };
  return { name: SOCKET.test(type) ? undefined : type, user: raw, event: frame };
}
