import { byteLength } from '../base/encoding';
import { isRecord } from '../base/guards';
import { MAX_BODY, frameLength } from '../seal/frame';
import { PROOF_BYTES } from '../seal/proof';
import type { ChannelKey } from '../seal/channelKey';
import type { Seal } from '../seal/seal';
import type { Voice } from '../seal/voices';
import type { Clock } from './clock';
import type { Connection, ServerEvent } from './connection';
import { RESENT_BYTES, type Envelope } from './envelope';
import { KeyHanding } from './keyHanding';
import type { Line } from './line';
import type { MakeFrame } from './pace';
import { Passage, type Ignored } from './passage';

/** What a sealed line needs of the channel around it. */
export interface SealedLineHost {
  readonly clock: Clock;
  /** Puts a frame into the queue of the open connection. */
  enqueue(make: MakeFrame): void;
  /** What has come, opened and in order. */
  hear(event: ServerEvent): void;
  /** Somebody is here, by their own word. */
  met(uid: string, name: string | undefined): void;
  /** Something was not taken: it is not of this channel, or somebody has meddled with it. */
  ignored(why: Ignored, count: number): void;
  /** A member gives us a new key. */
  offered(key: ChannelKey, uid: string): void;
  ownUid(): string | undefined;
  ownName(): string;
}

/** Sessions whose devices are remembered. */
const MAX_DEVICES = 2_000;

/** JSON around a message in a body, with the session it is said to. Bytes, at most. */
const AROUND = 100;

/** A private channel's: everything that goes out is sealed, and what does not open is not there. */
export class SealedLine implements Line {
  readonly envelope: Envelope;
  private passage: Passage | undefined;
  /** The renewal that is under way. */
  private handing: KeyHanding | undefined;
  /** Of each session its device, over all connections. */
  private readonly devices = new Map<string, string>();

  constructor(
    private readonly connection: Pick<Connection, 'send' | 'status'>,
    private readonly seal: Seal,
    private readonly host: SealedLineHost,
  ) {
    this.envelope = {
      room: MAX_BODY - RESENT_BYTES - PROOF_BYTES,
      isFree: false,
      prove: content => seal.prove(content, host.ownName()),
      author: async content => {
        const name = await seal.provenName(content);
        return name === undefined ? undefined : { name };
      },
    };
  }

  send(message: unknown, uid?: string): boolean {
    if (!this.passage || this.connection.status.state !== 'online') return false;
    this.passage.send(message, uid);
    return true;
  }

  measured(make: MakeFrame): MakeFrame {
    return () => {
      const frame = make();
      if (!frame) return undefined;
      const { message } = frame;
      const lasting = isRecord(message) && (message['seq'] !== undefined || message['type'] === 'resent');
      const body = byteLength(JSON.stringify(message)) + AROUND + (lasting ? PROOF_BYTES : 0);
      return { ...frame, bytes: frameLength(body) };
    };
  }

  connected(): void {
    this.disconnected();
    const { host, connection } = this;
    this.passage = new Passage(this.seal, host.ownName(), {
      clock: host.clock,
      transmit: (frame, uid) => void connection.send(frame, uid),
      enqueue: (hail, uid) => host.enqueue(() => ({ message: hail, ...(uid !== undefined && { uid }) })),
      hear: event => host.hear(event),
      met: voice => this.met(voice),
      ignored: (why, count) => host.ignored(why, count),
      offered: (key, { uid }) => host.offered(key, uid),
      accepted: (channel, { session, uid }) => this.handing?.accepted(channel, session, uid),
      ownUid: () => host.ownUid(),
      screened: (message, voice) => this.screened(message, voice),
    });
  }

  joined(): void {
    this.passage?.greet();
  }

  disconnected(): void {
    this.handing?.end();
    this.passage?.close();
    this.passage = undefined;
  }

  received(event: ServerEvent): void {
    this.passage?.receive(event);
  }

  deviceAt(uid: string): string | undefined {
    return this.passage?.deviceAt(uid);
  }

  deviceOf(session: string): string | undefined {
    return this.devices.get(session);
  }

  dispose(): void {
    this.disconnected();
  }

  /**
   * Gives members a new key.
   * @returns the connections of those who have it: all of them, or whoever has said so after a while.
   */
  async renew(key: ChannelKey, uids: readonly string[]): Promise<string[]> {
    const { passage } = this;
    if (!passage) return [];
    this.handing?.end();
    const handing = (this.handing = new KeyHanding(key.channel, this.host.clock));
    const sessions = await Promise.all(uids.map(uid => passage.renew(key, uid)));
    return handing.wait(sessions.filter(session => session !== undefined));
  }

  private met({ session, uid, name, device }: Voice): void {
    if (device !== undefined) {
      this.devices.delete(session);
      this.devices.set(session, device);
      const [oldest] = this.devices.keys();
      if (this.devices.size > MAX_DEVICES && oldest !== undefined) this.devices.delete(oldest);
    }
    this.host.met(uid, name);
  }

  /** Only the same device can have been a session before: otherwise anyone could come back as somebody else. */
  private screened(message: unknown, { session, device }: Voice): unknown {
    if (!isRecord(message) || message['type'] !== 'hello' || !Array.isArray(message['formerly'])) return message;
    if (session === this.seal.session) return message;
    const same = (former: unknown) =>
      device !== undefined && typeof former === 'string' && this.devices.get(former) === device;
    return { ...message, formerly: message['formerly'].filter(same) };
  }
}
