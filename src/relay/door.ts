import type { IncomingMessage } from 'node:http';
import type { Channels } from './channels';
import { OPEN_GATE, type Gate, type Reservations, type Visitor } from './gate';
import { hostOf, isOwnOrigin, mayComeFrom, type Request } from './handshake';
import type { Admission } from './keys';
import { Refusal } from './refusal';

/** Who decides beside the channels themselves. */
export interface DoorOptions {
  /** Origins of web pages that may join, beside VS Code's own; `*` stands for all. */
  readonly allowOrigins?: readonly string[];
  /** Pages that this relay serves itself may join. */
  readonly guests?: boolean;
  /** Who may ask, by address; everybody unless told. */
  readonly gate?: Gate;
  /** Names with keys of their own; none unless told. */
  readonly reservations?: Reservations;
}

/** Somebody who may come in. */
export interface Entry {
  readonly visitor: Visitor;
  readonly admission: Admission;
}

const STOPPING = new Refusal(503, 'it stops.', undefined, 5);
const FOREIGN_PAGE = new Refusal(403, 'pages of this origin may not join.');
const TOO_MANY_GUESSES = new Refusal(429, 'there were too many wrong keys from your address.', 'guesses', 60);

/** Whether a key was given that is not the right one. */
function wasWrong(answer: Admission | Refusal, { keys }: Request): boolean {
  return answer instanceof Refusal ? answer.status === 403 : keys.sendKey !== undefined && !answer.canSend;
}

/** Decides who comes in: by origin, by address, and by the channel. */
export class Door {
  private readonly gate: Gate;

  constructor(
    private readonly options: DoorOptions,
    private readonly channels: Channels,
    private readonly isStopping: () => boolean,
  ) {
    this.gate = options.gate ?? OPEN_GATE;
  }

  /** Whether whoever asks may ask at all. */
  receive(request: IncomingMessage): Visitor | Refusal {
    if (this.isStopping()) return STOPPING;
    const { origin } = request.headers;
    if (!this.isGuest(request) && !mayComeFrom(origin, this.options.allowOrigins ?? [])) return FOREIGN_PAGE;
    return this.gate.arrive(request);
  }

  /** Whether a page of this relay's own asks. */
  isGuest(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return this.options.guests === true && origin !== undefined && isOwnOrigin(origin, hostOf(request));
  }

  /** Asks for somebody to be let in. The answer may come later, and holds only until `answered` returns. */
  ask(request: IncomingMessage, wanted: Request, answered: (answer: Entry | Refusal) => void): void {
    const visitor = this.receive(request);
    if (visitor instanceof Refusal) {
      answered(visitor);
      return;
    }
    const hasKeys = wanted.keys.joinKey !== undefined || wanted.keys.sendKey !== undefined;
    if (hasKeys && !visitor.tryKey()) {
      answered(TOO_MANY_GUESSES);
      return;
    }
    const decided = (answer: Admission | Refusal): void => {
      const final = this.isStopping() ? STOPPING : answer;
      if (hasKeys && !wasWrong(final, wanted)) visitor.keyWasRight();
      answered(final instanceof Refusal ? final : { visitor, admission: final });
    };
    const decide = (reserved?: Admission | Refusal): void => {
      if (reserved instanceof Refusal || this.isStopping()) decided(reserved instanceof Refusal ? reserved : STOPPING);
      else this.channels.admit(wanted.channel, wanted.keys, reserved, decided);
    };
    const checking = this.options.reservations?.check(wanted.channel, wanted.keys);
    if (checking) void checking.then(decide);
    else decide();
  }
}
