import type { Disposable } from '../base/lifecycle';
import { asHail, CHALLENGE_BYTES, isHail, MAX_NAME, type Hail } from './hail';
import { randomBytes, toBase64Url } from './bytes';
import type { DeviceClaim } from './deviceKey';
import { ReplayWindow } from './replayWindow';
import type { Opened } from './seal';

/** One connection of one session, as it is heard here. */
export interface Voice {
  readonly id: string;
  readonly session: string;
  readonly uid: string;
  /** What they call themselves; there from the first hail on. */
  name: string | undefined;
  /** Their device's public key, where they have told it. */
  device: string | undefined;
  /** Their key for what is meant for them alone. */
  box: string | undefined;
}

/** Why what opens is not taken: it was here before, or belongs elsewhere, or nobody answers for it any more. */
export type Refusal = 'replayed' | 'misdirected' | 'moved' | 'stale';

/** A message, and the server's clock when it passed it on. */
export interface Said {
  message: unknown;
  date: number;
}

/** What voices need of the connection around them. */
export interface VoicesHost {
  /** Says a hail to all, or to one connection. */
  say(hail: Hail, uid?: string): void;
  /** A message of a voice that is known to be here, in the order in which they came. */
  deliver(said: Said, voice: Voice): void;
  /** A voice has shown that it is here, and tells its name and device. */
  met(voice: Voice): void;
  /** What waited for a voice to show that it is here is not taken. */
  gone(count: number): void;
  /** Milliseconds of any clock, and a way to wait. */
  now(): number;
  after(ms: number, act: () => void): Disposable;
}

/** Who one is to the others. */
export interface Own {
  /** Of the voice of this connection. */
  readonly voice: string;
  readonly session: string;
  readonly name: string;
  readonly device: DeviceClaim | undefined;
  readonly box: string;
}

interface Known extends Voice {
  readonly window: ReplayWindow;
  /** It has answered our challenge: somebody is there who says this now. */
  fresh: boolean;
  held: Said[];
  /** How often it was asked in vain, and when last. */
  asked: number;
  askedAt: number;
  answeredAt: number;
  timer: Disposable | undefined;
}

/** Voices that are remembered. */
const MAX_VOICES = 1_000;
/** Messages that wait for their voices to answer: of one, and of all. A frame is 74 KB at most. */
const MAX_HELD = 64;
const MAX_HELD_ALL = 256;
/** From one question to the next, and how often one is asked. Milliseconds. */
const ASK_EVERY = 2_000;
const MAX_ASKED = 5;
/** One voice is answered this often at most. Milliseconds. */
const ANSWER_EVERY = 500;

/**
 * The voices of one connection to a channel. Frames that open are not enough: a relay may keep them and play them to
 * somebody who comes later. So every voice is asked to say back a number that is new, and until then nothing of it is
 * taken. Bounded in all that others decide.
 */
export class Voices {
  private readonly voices = new Map<string, Known>();
  private readonly byUid = new Map<string, Known>();
  private readonly challenge = toBase64Url(randomBytes(CHALLENGE_BYTES));
  private heldByAll = 0;

  constructor(
    private readonly own: Own,
    private readonly host: VoicesHost,
  ) {}

  /** Who is here? */
  greet(): void {
    this.host.say(this.hail({ ask: true }));
  }

  /** Who speaks from a connection. */
  at(uid: string): Voice | undefined {
    return this.byUid.get(uid);
  }

  /**
   * Takes in what a frame says.
   * @param uid the connection it came from, by the server's word.
   * @returns why not, where it is refused.
   */
  take(opened: Opened, uid: string, date: number): Refusal | undefined {
    const { session, n, to, message } = opened;
    const isOwn = opened.voice === this.own.voice;
    // Own words of an earlier connection: what was lost of them has been said again since.
    if (isOwn !== (session === this.own.session)) return 'stale';
    if (to !== undefined && to !== this.own.session) return 'misdirected';
    const voice = this.voices.get(opened.voice) ?? this.begin(opened, uid);
    if (voice.session !== session || voice.uid !== uid) return 'moved';
    if (!voice.window.admit(n)) return 'replayed';
    if (isHail(message)) return isOwn ? undefined : this.hailed(voice, opened);
    const said = { message, date };
    if (isOwn || voice.fresh) this.host.deliver(said, voice);
    else this.hold(voice, said);
    return undefined;
  }

  /** The connection is gone. */
  dispose(): void {
    for (const voice of this.voices.values()) voice.timer?.dispose();
    this.voices.clear();
    this.byUid.clear();
  }

  private begin({ voice: id, session }: Opened, uid: string): Known {
    const never = -Infinity;
    const voice: Known = {
      ...{ id, session, uid, name: id === this.own.voice ? this.own.name : undefined },
      ...{ device: undefined, box: undefined, window: new ReplayWindow(), fresh: false, held: [] },
      ...{ asked: 0, askedAt: never, answeredAt: never, timer: undefined },
    };
    this.voices.set(id, voice);
    if (!this.byUid.get(uid)?.fresh) this.byUid.set(uid, voice);
    if (this.voices.size > MAX_VOICES) this.forgetOne();
    return voice;
  }

  private hailed(voice: Known, { message, n, device }: Opened): Refusal | undefined {
    const hail = asHail(message);
    if (!hail) return undefined;
    voice.name = hail.name;
    voice.device = device;
    voice.box = hail.box;
    if (!voice.fresh && hail.answers === this.challenge && !this.prove(voice, n)) return 'moved';
    const now = this.host.now();
    if (!hail.ask || now - voice.answeredAt < ANSWER_EVERY) return undefined;
    voice.answeredAt = now;
    if (!voice.fresh) voice.askedAt = now;
    this.host.say(this.hail({ answers: hail.challenge, ...(!voice.fresh && { ask: true }) }), voice.uid);
    return undefined;
  }

  /** A connection has one voice: the first that answers. */
  private prove(voice: Known, n: number): boolean {
    if (this.byUid.get(voice.uid)?.fresh) return false;
    this.byUid.set(voice.uid, voice);
    voice.fresh = true;
    // What it said before and is not here by now could only be played to us.
    voice.window.raise(n);
    this.host.met(voice);
    for (const said of this.release(voice)) this.host.deliver(said, voice);
    return true;
  }

  private hold(voice: Known, said: Said): void {
    if (voice.held.length >= MAX_HELD || this.heldByAll >= MAX_HELD_ALL) this.host.gone(1);
    else {
      voice.held.push(said);
      this.heldByAll++;
    }
    if (this.host.now() - voice.askedAt >= ASK_EVERY) this.ask(voice);
    else this.askLater(voice);
  }

  private ask(voice: Known): void {
    if (voice.asked >= MAX_ASKED) {
      // Whoever is here answers: it may begin anew with the next frame.
      voice.asked = 0;
      this.host.gone(this.release(voice).length);
      return;
    }
    voice.asked++;
    voice.askedAt = this.host.now();
    this.host.say(this.hail({ ask: true }), voice.uid);
    this.askLater(voice);
  }

  private askLater(voice: Known): void {
    voice.timer ??= this.host.after(ASK_EVERY, () => {
      voice.timer = undefined;
      if (!voice.fresh && voice.held.length > 0) this.ask(voice);
    });
  }

  private release(voice: Known): Said[] {
    voice.timer?.dispose();
    voice.timer = undefined;
    this.heldByAll -= voice.held.length;
    return voice.held.splice(0);
  }

  private forgetOne(): void {
    const all = [...this.voices.values()].filter(({ id }) => id !== this.own.voice);
    const one = all.find(({ fresh }) => !fresh) ?? all[0];
    if (!one) return;
    this.release(one);
    this.voices.delete(one.id);
    if (this.byUid.get(one.uid) === one) this.byUid.delete(one.uid);
  }

  private hail(more: Pick<Hail, 'answers' | 'ask'>): Hail {
    const { session, name, device, box } = this.own;
    const { challenge } = this;
    const called = name.slice(0, MAX_NAME);
    return { type: 'hail', session, name: called, challenge, box, ...(device && { device }), ...more };
  }
}
