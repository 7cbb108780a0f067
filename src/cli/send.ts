import type { Entry, MessageEntry } from '../protocol/transcript';
import { cleanLine } from './clean';
import { Deadline } from './deadline';
import { CliError, EXIT, usage } from './exit';
import { gather } from './gather';
import { Joined, when, type Tell } from './joined';
import type { SEND, Values } from './options';
import type { Surroundings } from './surroundings';
import { wayTo } from './way';

/**
 * A client that tells when it has what is for it alone has said hello by then, and so is known to do so. Of others nobody
 * hears: that long a server has to say that they are gone. Milliseconds.
 */
const RECEIPT = 3_000;

/** Who it is for, by their name or their connection. @throws CliError when several have the name. */
function uidOf({ channel }: Joined, to: string): string | undefined {
  const people = channel.view.people.filter(({ self, uid }) => !self && uid !== undefined);
  if (people.some(({ uid }) => uid === to)) return to;
  const named = people.filter(({ name }) => name.toLowerCase() === to.toLowerCase());
  if (named.length > 1) {
    const ids = named.map(({ uid }) => cleanLine(uid ?? '')).join(' or ');
    throw usage(`${named.length} people are called '${to}': name one by the connection, --to ${ids}`);
  }
  return named[0]?.uid;
}

function failure({ reason = '' }: MessageEntry): CliError {
  const isKey = /send ?key/i.test(reason);
  const hint = isKey ? ': give it with --key-file, as {"sendKey": …}' : '';
  return new CliError(
    isKey ? EXIT.key : EXIT.undelivered,
    `It was not passed on. ${cleanLine(reason).replace(/\.$/, '')}${hint}`,
  );
}

/** Waits until what was handed over has arrived, as far as anybody tells. */
async function arrived({ channel }: Joined, entryId: string, deadline: Deadline): Promise<void> {
  let plain: NodeJS.Timeout | undefined;
  let unconfirmed: () => void = () => undefined;
  const silent = new Promise<true>(resolve => (unconfirmed = () => resolve(true)));
  let last: Entry | undefined;
  const check = (): true | undefined => {
    const entry = channel.transcript.get(entryId);
    if (entry?.kind !== 'message' || entry === last) return undefined;
    last = entry;
    deadline.moved();
    if (entry.state === 'failed') throw failure(entry);
    if (entry.state === 'delivered' || (entry.state === 'sent' && !entry.to)) return true;
    const known = channel.view.people.find(({ uid }) => uid === entry.to?.uid);
    if (entry.state === 'sent' && known?.session === undefined) plain ??= setTimeout(unconfirmed, RECEIPT);
    return undefined;
  };
  try {
    await Promise.race([when(channel.transcript.onDidChange, check), silent, deadline.passed]);
  } finally {
    clearTimeout(plain);
  }
}

function countOf(others: number): string {
  if (others === 0) return 'nobody else is there, and it is not kept for who comes later';
  return others === 1 ? 'one other is there' : `${others} others are there`;
}

async function deliver(
  joined: Joined,
  values: Values<typeof SEND>,
  draft: Parameters<Joined['channel']['send']>[0],
): Promise<string> {
  const { channel } = joined;
  const { to } = values;
  const whoIs = () => (to === undefined ? undefined : uidOf(joined, to));
  let waitsFor: 'connection' | 'person' | 'arrival' = 'connection';
  const deadline = new Deadline(values.timeout, () => {
    if (waitsFor === 'connection' || channel.status.state !== 'online') return `Not sent: ${joined.trouble}`;
    return waitsFor === 'person'
      ? `Not sent: nobody there is called '${to ?? ''}'`
      : 'Nobody has confirmed that it arrived';
  });
  try {
    await Promise.race([joined.online().then(() => joined.met()), deadline.passed]);
    waitsFor = 'person';
    // In a private channel people tell their names themselves.
    const uid = to === undefined ? undefined : await Promise.race([when(channel.onDidChange, whoIs), deadline.passed]);
    waitsFor = 'arrival';
    channel.send(draft, uid);
    const own = channel.transcript.entries.findLast(entry => entry.kind === 'message' && entry.from.self);
    await arrived(joined, own?.id ?? '', deadline);
    return to === undefined ? `${channel.name}: ${countOf(joined.others)}` : `${to} in ${channel.name}`;
  } finally {
    deadline.stop();
  }
}

/**
 * `live-channels send`.
 * @throws CliError when it was not delivered.
 */
export async function send(
  channel: string,
  file: string | undefined,
  values: Values<typeof SEND>,
  around: Surroundings,
  tell: Tell,
): Promise<void> {
  const { message, language, text: asText } = values;
  if (file === undefined && message !== undefined && around.input.kind === 'given') {
    tell("Standard input was not read: to send it too, name it as '-'.");
  }
  const way = await wayTo(channel, values, around);
  const parcel = await gather({ file, message, language, asText }, around);
  if (parcel.note !== undefined) tell(cleanLine(parcel.note));
  if (!values['allow-secrets']) {
    // The rules are many, and not needed to be told of a wrong option.
    const { review } = await import('./guard');
    await review(parcel.candidates, around.folder);
  }
  const joined = new Joined(way, around.socket);
  try {
    joined.tellOfLosses(tell);
    const where = await deliver(joined, values, parcel.draft);
    tell(cleanLine(`Sent ${parcel.what} to ${where}.`));
  } finally {
    await joined.leave();
  }
}
