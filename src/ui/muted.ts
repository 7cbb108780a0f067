import type * as vscode from 'vscode';
import { ChannelSet, type NameStored } from './channelSet';

/** The channels of this workspace that tell of nothing. What comes there is counted all the same. */
export class Muted extends ChannelSet {
  constructor(workspaceState: vscode.Memento, stored: NameStored) {
    super(workspaceState, 'liveChannels.muted', stored);
  }
}
