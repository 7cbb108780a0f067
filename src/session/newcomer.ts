import type { PassingContent } from '../protocol/passing';
import type { Peers } from './peers';

/** How many broadcasts a newcomer asks for, and how many peers it asks before it lets it be. */
const HISTORY = { last: 50, peers: 3 } as const;

/** Asks for what was said before one came: one peer, and the next one only if that gave nothing. */
export class Newcomer {
  /** Those that were asked; the last of them may still answer. */
  private readonly asked: string[] = [];
  private came = false;
  /** How many more the last of them may give. */
  private left = 0;

  /** @param session our own. */
  constructor(
    private readonly session: string,
    private readonly say: (message: PassingContent, uid: string) => void,
    private readonly peers: Peers,
  ) {}

  /** A peer has answered our hello: it is asked, unless another is that is still here. */
  greeted(session: string, uid: string): void {
    const last = this.asked.at(-1);
    if (this.isOver || (last !== undefined && this.peers.get(last)?.uid !== undefined)) return;
    this.ask(session, uid);
  }

  /** Whether this session was asked last, and may give more. */
  awaits(session: string): boolean {
    return this.isLast(session) && this.left > 0;
  }

  /** One broadcast of before has come. */
  given(): void {
    this.came = true;
    this.left--;
  }

  /** Whether this session was asked last. */
  isLast(session: string | undefined): boolean {
    return session !== undefined && this.asked.at(-1) === session;
  }

  /** The one that was asked has given all it would: when that was nothing, the next one is asked. */
  done(): void {
    if (this.isOver) return;
    const next = this.peers.present.find(({ session }) => !this.asked.includes(session));
    if (next?.uid !== undefined) this.ask(next.session, next.uid);
  }

  private get isOver(): boolean {
    return this.came || this.asked.length >= HISTORY.peers;
  }

  private ask(session: string, uid: string): void {
    this.asked.push(session);
    this.left = HISTORY.last;
    this.say({ type: 'history', session: this.session, last: HISTORY.last }, uid);
  }
}
