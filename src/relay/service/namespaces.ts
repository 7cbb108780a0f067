import { isRecord } from '../../base/guards';
import { WRONG_JOIN_KEY } from '../channels';
import type { Reservations } from '../gate';
import type { Admission, GivenKeys } from '../keys';
import { Refusal } from '../refusal';
import { KeyChecks } from './keyChecks';
import { KeyHash } from './keyHash';

/** The keys of a namespace. */
interface Namespace {
  /** Without one, everybody may join. */
  readonly joinKey: KeyHash | undefined;
  /** Without one, everybody may send. */
  readonly sendKey: KeyHash | undefined;
}

type Table = ReadonlyMap<string, Namespace>;

const BUSY = new Refusal(503, 'too many keys are being checked at the moment.', undefined, 2);
const NO_PUSH = new Refusal(403, 'messages can be pushed to channels of a namespace with a sendKey only.');
const WRONG_SEND_KEY = new Refusal(403, 'this channel needs its sendKey in the header x-send-key.');

function readHash(prefix: string, name: string, value: unknown): KeyHash | undefined {
  if (value === undefined) return undefined;
  const hash = typeof value === 'string' ? KeyHash.read(value) : undefined;
  if (hash) return hash;
  // What stands there may be a key: it is not repeated.
  throw new Error(`the ${name} of namespace '${prefix}' is not a hash as 'relay hash-key' prints it`);
}

/**
 * Reads `{"team": {"joinKey": HASH, "sendKey": HASH}}`. `team` is the channel of that name and all that begin with
 * `team:` or `team/`; the empty name is all there are.
 *
 * @throws Error with one sentence on what is wrong.
 */
export function readNamespaces(text: string): Table {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  if (!isRecord(json)) throw new Error('it is not an object of namespaces');
  return new Map(
    Object.entries(json).map(([prefix, keys]) => {
      if (!isRecord(keys)) throw new Error(`namespace '${prefix}' is not an object with joinKey or sendKey`);
      const { joinKey, sendKey, ...others } = keys;
      const [other] = Object.keys(others);
      if (other !== undefined) {
        throw new Error(`namespace '${prefix}' has '${other}', and there are only joinKey and sendKey`);
      }
      return [prefix, { joinKey: readHash(prefix, 'joinKey', joinKey), sendKey: readHash(prefix, 'sendKey', sendKey) }];
    }),
  );
}

/** The longest prefix that the name has, up to one of its boundaries. */
function namespaceOf(table: Table, name: string): Namespace | undefined {
  for (let end = name.length; end > 0; end -= 1) {
    // Both `team` and `team:` reserve `team:x`; `team` is not a part of `teammates`.
    const isBoundary = end === name.length || /[:/]/.test(name.charAt(end)) || /[:/]/.test(name.charAt(end - 1));
    const found = isBoundary ? table.get(name.slice(0, end)) : undefined;
    if (found) return found;
  }
  return table.get('');
}

/** The channels whose keys are set by whoever runs the relay, and who may join them, send and push. */
export class Namespaces implements Reservations {
  private readonly checks = new KeyChecks();

  constructor(private table: Table = new Map()) {}

  /** Takes other keys from now on; who is in a channel stays. */
  replace(table: Table): void {
    this.table = table;
  }

  get size(): number {
    return this.table.size;
  }

  check(channel: string, given: GivenKeys): Promise<Admission | Refusal> | undefined {
    const namespace = namespaceOf(this.table, channel);
    return namespace && this.admission(namespace, given);
  }

  /** What speaks against pushing a message into a channel with this key. Never rejects. */
  async mayPush(channel: string, sendKey: string | undefined): Promise<Refusal | undefined> {
    const hash = namespaceOf(this.table, channel)?.sendKey;
    if (!hash) return NO_PUSH;
    try {
      return sendKey !== undefined && (await this.checks.matches(hash, sendKey)) ? undefined : WRONG_SEND_KEY;
    } catch {
      return BUSY;
    }
  }

  private async admission({ joinKey, sendKey }: Namespace, given: GivenKeys): Promise<Admission | Refusal> {
    try {
      if (joinKey && !(await this.fits(joinKey, given.joinKey))) return WRONG_JOIN_KEY;
      return { canSend: !sendKey || (await this.fits(sendKey, given.sendKey)) };
    } catch {
      // Too busy, or no memory for a hash: nobody comes in by that.
      return BUSY;
    }
  }

  private async fits(hash: KeyHash, key: string | undefined): Promise<boolean> {
    return key !== undefined && this.checks.matches(hash, key);
  }
}
