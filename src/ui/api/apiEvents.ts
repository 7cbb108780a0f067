import { Emitter } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';
import { PerChannel } from '../../session/perChannel';
import type { ChannelInfo, ReceivedMessage } from './liveChannels';
import { channelInfo, personInfo, receivedMessage } from './views';

/** What of a channel was told last. */
interface Told {
  state: string;
  people: string;
}

function toldOf(channel: Channel): Told {
  const { people, anonymous, state } = channel.view;
  return { state, people: JSON.stringify([people.map(personInfo), anonymous]) };
}

/** What happens in the joined channels, for one extension. */
export class ApiEvents implements Disposable {
  private readonly store = new DisposableStore();
  private readonly receive = this.store.add(new Emitter<ReceivedMessage>());
  private readonly people = this.store.add(new Emitter<{ readonly channel: string }>());
  private readonly set = this.store.add(new Emitter<void>());
  private readonly state = this.store.add(new Emitter<ChannelInfo>());
  readonly onDidReceive = this.receive.event;
  readonly onDidChangePeople = this.people.event;
  readonly onDidChangeChannels = this.set.event;
  readonly onDidChangeState = this.state.event;

  /** @param isAllowed asked at each event: without access nothing is told. */
  constructor(
    channels: JoinedChannels,
    private readonly isAllowed: () => boolean,
  ) {
    this.store.add(new PerChannel(channels, channel => this.follow(channel)));
    const changed = () => {
      if (isAllowed()) this.set.fire();
    };
    this.store.add(channels.onDidJoin(changed));
    this.store.add(channels.onDidLeave(changed));
  }

  dispose(): void {
    this.store.dispose();
  }

  private follow(channel: Channel): Disposable {
    const store = new DisposableStore();
    store.add(
      channel.transcript.onDidChange(({ entry, isNew }) => {
        if (!isNew || entry.kind !== 'message' || entry.from.self || entry.blocked || entry.deleted) return;
        if (this.isAllowed()) this.receive.fire(receivedMessage(channel.name, entry));
      }),
    );
    let told = toldOf(channel);
    store.add(
      channel.onDidChange(() => {
        const [before, now] = [told, toldOf(channel)];
        told = now;
        if (!this.isAllowed()) return;
        if (now.people !== before.people) this.people.fire({ channel: channel.name });
        if (now.state !== before.state) this.state.fire(channelInfo(channel));
      }),
    );
    return store;
  }
}
