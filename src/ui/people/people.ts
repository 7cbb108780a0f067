import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { systemClock } from '../../session/clock';
import type { CommandRegistry } from '../commandRegistry';
import type { JoinedChannels } from '../joinedChannels';
import { onSettingChange, readSetting } from '../settings';
import type { TargetPicker } from '../targets';
import { Activity } from './activity';
import { Cursors } from './cursors';
import { Favourites } from './favourites';
import { registerFollowCommands } from './followCommands';
import { Following } from './following';
import { LocationChoices } from './locationChoices';
import { FollowingMark, SharingMark } from './marksBar';
import { registerFavouriteCommands, registerLocationCommands, registerStatusCommand } from './ownCommands';
import { OwnPlace } from './ownPlace';
import { OwnStatus } from './ownStatus';
import { PeopleTree, type TreeParts } from './peopleTree';
import { Presence, watchInput } from './presence';
import { registerSilenceCommands } from './silenceCommands';
import { SilencedPeople } from './silencedPeople';

type Memory = Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState'>;

/** All that is about people: how and where one is oneself, and what one sees and wants to see of others. */
export class PeopleParts implements Disposable {
  private readonly store = new DisposableStore();
  readonly status: OwnStatus;
  readonly silenced: SilencedPeople;
  readonly favourites: Favourites;
  private readonly choices: LocationChoices;
  private readonly following: Following;

  constructor(
    private readonly channels: JoinedChannels,
    memory: Memory,
  ) {
    const own = <T extends Disposable>(item: T) => this.store.add(item);
    const stored = (channel: string) => channels.storageName(channel);
    const activity = own(new Activity(systemClock, vscode.window.state));
    this.status = own(new OwnStatus(memory.globalState, activity));
    own(watchInput(activity, this.status));
    this.silenced = own(new SilencedPeople(memory.globalState));
    this.favourites = own(new Favourites(memory.globalState, stored));
    const byDefault = () => readSetting('liveChannels.shareLocation');
    this.choices = own(new LocationChoices(memory.workspaceState, byDefault, stored));
    own(onSettingChange(['liveChannels.shareLocation'], () => this.choices.look()));
    const place = own(new OwnPlace(systemClock));
    own(channels.onDidForget(({ storageName }) => void this.forget(storageName)));
    own(new Presence(channels, this.status, this.choices, place));
    this.following = own(new Following(channels, person => this.silenced.isBlocked(person)));
    own(new Cursors(channels, this.silenced, systemClock));
    own(new FollowingMark(this.following));
    own(new SharingMark(channels, this.choices, place));
    this.block();
  }

  private async forget(stored: string): Promise<void> {
    await this.favourites.forget(stored);
    await this.choices.forget(stored);
  }

  /** "Do not disturb" is set: nothing is to notify. */
  quiet(): boolean {
    return this.status.quiet();
  }

  /** What the view "People" shows. */
  tree(parts: Pick<TreeParts, 'view' | 'unread' | 'muted' | 'verified'>): PeopleTree {
    const { channels, favourites, silenced, choices, following } = this;
    return this.store.add(new PeopleTree({ ...parts, channels, favourites, silenced, choices, following }));
  }

  register(registry: CommandRegistry, targets: TargetPicker): void {
    registerStatusCommand(registry, this.status);
    registerLocationCommands(registry, this.channels, targets, this.choices);
    registerFavouriteCommands(registry, targets, this.favourites);
    registerFollowCommands(registry, this.channels, this.silenced, this.following);
    registerSilenceCommands(registry, this.channels, this.silenced);
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Who is blocked is not heard in any channel. */
  private block(): void {
    const { channels, silenced } = this;
    this.store.add(channels.onDidJoin(channel => channel.setBlocked(who => silenced.isBlocked(who))));
    this.store.add(
      silenced.onDidChange(() => {
        for (const channel of channels.all) channel.setBlocked(who => silenced.isBlocked(who));
      }),
    );
  }
}
