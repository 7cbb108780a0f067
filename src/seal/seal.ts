import { isRecord } from '../base/guards';
import type { Content } from '../protocol/content';
import { readBody } from './body';
import { BoxKey } from './box';
import { randomBytes, toBase64Url } from './bytes';
import { ChannelKey } from './channelKey';
import { decrypt, type PlatformKey } from './crypto';
import { isDeviceOf, type DeviceClaim, type DeviceKey } from './deviceKey';
import { associatedData, nonceOf, readSealed, signedBytes, unpack, VOICE_BYTES } from './frame';
import { asHail, isHail } from './hail';
import { OwnVoice } from './ownVoice';
import { prove, provenName } from './proof';
import { renewalContext, type Renew } from './renewal';
import { sessionOf } from './session';
import { Signers } from './signers';
import { SigningKey } from './signing';

/** Keys of others' voices that are kept at hand. */
const MAX_KEYS = 1_000;
/** Channels that were left for a new key, of which content may still be passed on. */
const MAX_FORMER = 16;

export interface SealOptions {
  key: ChannelKey;
  /** By it this person is recognised when they come back; without it they are a stranger each time. */
  device?: DeviceKey;
}

/** What a frame says, by whom, once it has been opened and its signatures hold. */
export interface Opened {
  voice: string;
  n: number;
  session: string;
  /** The session that it is said to; everyone without it. */
  to?: string;
  message: unknown;
  /** In a hail: the device that says this session is its own. */
  device?: string;
}

/** Why a frame is not taken: it is none, it does not open with this key, or a signature in it does not hold. */
export type Unopened = 'plain' | 'unreadable' | 'forged';

/**
 * One joined private channel in one window: the channel's key, and the keys of this session. It knows frames and no
 * connection: what may come when, and from where, is for `Voices` to say.
 */
export class Seal {
  private readonly keys = new Map<string, Promise<PlatformKey>>();

  private readonly signers = new Signers();
  /** The channels that this one was before its key was renewed. */
  private former: string[] = [];

  private constructor(
    private key: ChannelKey,
    private readonly signing: SigningKey,
    private readonly boxKey: BoxKey,
    /** Names this joined channel in this window to its peers: made of its public key. */
    readonly session: string,
    private readonly deviceKey: DeviceKey | undefined,
    private claim: DeviceClaim | undefined,
  ) {}

  /** @throws AppError `input` where the platform has no cryptography. */
  static async create({ key, device }: SealOptions): Promise<Seal> {
    const [signing, box] = await Promise.all([SigningKey.generate(), BoxKey.generate()]);
    const session = await sessionOf(signing.publicKey);
    return new Seal(key, signing, box, session, device, await device?.claim(key.channel, session));
  }

  /** What this window says of its device. */
  get device(): DeviceClaim | undefined {
    return this.claim;
  }

  /** What others seal to, that is meant for this session alone. */
  get box(): string {
    return this.boxKey.text;
  }

  /** The channel's name at the relay. */
  get channel(): string {
    return this.key.channel;
  }

  /** From the next connection on the channel is that of this key; the session stays. */
  async adopt(key: ChannelKey): Promise<void> {
    const claim = await this.deviceKey?.claim(key.channel, this.session);
    this.former = [...this.former, this.channel].slice(-MAX_FORMER);
    this.keys.clear();
    this.key = key;
    this.claim = claim;
  }

  /** Gives a session a new key, so that nobody else can read it. @param box the session's, as in its hail. */
  async renew(key: ChannelKey, to: { session: string; box: string }): Promise<Renew | undefined> {
    const boxed = await key.boxed(to.box, renewalContext(this.channel, this.session, to.session));
    return boxed && { type: 'renew', session: this.session, ...boxed };
  }

  /** The new key that a session gives this one; `undefined` when it is not for this one. */
  renewed({ session, key, box }: Renew): Promise<ChannelKey | undefined> {
    return ChannelKey.unboxed(this.boxKey, { key, box }, renewalContext(this.channel, session, this.session));
  }

  /** A voice for one connection: its key is new, so that no nonce is ever used twice. */
  speak(): OwnVoice {
    const id = toBase64Url(randomBytes(VOICE_BYTES));
    return new OwnVoice(id, this.channel, this.key.frameKey(id), this.signing);
  }

  /** Own content with this session's signature; another's, and what is signed already, as it is. */
  async prove<T extends Content>(content: T, name: string): Promise<T> {
    if (content.session !== this.session || content.proof) return content;
    return prove(content, name, this.channel, this.signing);
  }

  /** As `provenName`, in this channel or one that it was. */
  async provenName(content: unknown): Promise<string | undefined> {
    for (const channel of [this.channel, ...this.former]) {
      const name = await provenName(content, channel, this.signers);
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** Opens a frame. Never rejects, whatever it is given. */
  async open(value: unknown): Promise<Opened | Unopened> {
    const sealed = readSealed(value);
    if (!sealed) return isRecord(value) && value['type'] === 'sealed' ? 'unreadable' : 'plain';
    const { voice, n, ciphertext } = sealed;
    const key = await this.keyOf(voice);
    const plain = await decrypt(key, nonceOf(n), associatedData(this.channel, voice, n), ciphertext);
    const inside = plain && unpack(plain);
    if (!inside) return 'unreadable';
    const { publicKey, signature, body } = inside;
    const signed = signedBytes(this.channel, voice, n, body);
    const said = readBody(body);
    if (!said) return 'forged';
    // Side by side: either alone is worth nothing.
    const [session, read] = await Promise.all([this.signers.signed(publicKey, signature, signed), this.read(said.m)]);
    if (session === undefined || !read || (sessionIn(said.m) ?? session) !== session) return 'forged';
    return { voice, n, session, ...(said.to !== undefined && { to: said.to }), ...read };
  }

  private keyOf(voice: string): Promise<PlatformKey> {
    const known = this.keys.get(voice) ?? this.key.frameKey(voice);
    this.keys.delete(voice);
    this.keys.set(voice, known);
    const [quietest] = this.keys.keys();
    if (this.keys.size > MAX_KEYS && quietest !== undefined) this.keys.delete(quietest);
    return known;
  }

  /** What somebody says, if what is signed in it holds, whoever they are. */
  private async read(message: unknown): Promise<Pick<Opened, 'message' | 'device'> | undefined> {
    if (!isRecord(message)) return { message };
    if (isHail(message)) return this.readHail(message);
    if (message['seq'] !== undefined) return (await this.provenName(message)) === undefined ? undefined : { message };
    if (message['type'] !== 'resent') return { message };
    const name = await this.provenName(message['content']);
    // What its author was called is the author's to say, not that of who hands it on.
    return name === undefined ? undefined : { message: { ...message, name } };
  }

  private async readHail(message: unknown): Promise<Pick<Opened, 'message' | 'device'> | undefined> {
    const hail = asHail(message);
    if (!hail?.device) return hail && { message: hail };
    const valid = await isDeviceOf(hail.device, this.channel, hail.session);
    return valid ? { message: hail, device: hail.device.key } : undefined;
  }
}

/** As whom a message is said, by its own word. */
function sessionIn(message: unknown): unknown {
  return isRecord(message) ? message['session'] : undefined;
}
