import type * as vscode from 'vscode';
import { ChannelSet, type NameStored } from '../channelSet';

/** The channels that stand before all others, in every window of this machine. */
export class Favourites extends ChannelSet {
  constructor(globalState: vscode.Memento, stored: NameStored) {
    super(globalState, 'liveChannels.favourites', stored);
  }
}
