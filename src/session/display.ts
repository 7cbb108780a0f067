import type { Say } from '../base/sentence';
import type { Sender } from '../protocol/transcript';
import { Amendments } from './amendments';
import { Blocking, type Who } from './blocking';
import type { ChannelTime } from './clock';
import type { Keeping } from './keeping';
import { OwnSaid } from './ownSaid';
import { Showing } from './showing';
import type { Transcript } from './transcript';

/** What showing things needs of the conversation around it. */
export interface DisplayHost {
  readonly ownSession: string;
  /** Names the window that a session belongs to; `OWN` for this one. */
  originOf(session: string): string;
  /** Whether what an earlier session has said is a later one's to change. */
  areOneWindow(earlier: string, later: string): boolean;
  /** The device of a session, where that is known. */
  deviceOf(session: string): string | undefined;
  ownName(): string;
  ownSender(): Sender;
  /** Content was taken back by its author. */
  takenBack(session: string, id: string): void;
}

/** All that stands between what is said and the transcript that people see. */
export class Display {
  readonly blocking: Blocking;
  readonly amendments: Amendments;
  readonly showing: Showing;
  /** How far what one has said oneself has come. */
  readonly said: OwnSaid;

  constructor(transcript: Transcript, time: ChannelTime, host: DisplayHost, keeping: Keeping, say: Say) {
    this.blocking = new Blocking(transcript, session => host.deviceOf(session));
    this.amendments = new Amendments({
      originOf: session => host.originOf(session),
      areOneWindow: (earlier, later) => host.areOneWindow(earlier, later),
      ownName: () => host.ownName(),
      isHidden: ({ session, name }) => {
        const self = session === host.ownSession;
        return this.blocking.hides({ self, session, ...(name !== undefined && { name }) });
      },
      message: entryId => this.showing.message(entryId),
      replace: entry => this.blocking.replace(entry),
      takenBack: (session, id) => host.takenBack(session, id),
    });
    this.showing = new Showing(transcript, time, this.blocking, this.amendments, say);
    this.said = new OwnSaid(this.showing, this.amendments, () => host.ownSender(), keeping);
  }

  /** Who of others is blocked on this machine. */
  setBlocked(isBlocked: (who: Who) => boolean): void {
    this.blocking.set(isBlocked);
    this.amendments.shownAnew();
  }
}
