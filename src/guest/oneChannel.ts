import type { Event } from '../base/event';
import type { Channel } from '../session/channel';
import type { Shown } from '../session/joined';

/** The one channel that a guest is in, as all the channels there are. */
export class OneChannel implements Shown {
  readonly all: readonly Channel[];
  readonly onDidJoin: Event<Channel> = never;
  readonly onDidLeave: Event<string> = never;
  readonly onDidActivate: Event<void> = never;

  constructor(readonly active: Channel) {
    this.all = [active];
  }

  readonly onDidChange: Event<Channel> = listener => this.active.onDidChange(() => listener(this.active));

  get(name: string): Channel | undefined {
    return name === this.active.name ? this.active : undefined;
  }
}

const never = () => ({ dispose: () => undefined });
