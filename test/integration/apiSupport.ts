import * as vscode from 'vscode';
import type { LiveChannelsApi } from '../../src/ui/api/liveChannels';
import { accepted } from './receivedSupport';

/** What test/sample-extension gives the tests. */
export interface Sample {
  /** The API as another extension has it. */
  api: LiveChannelsApi;
  getApi(version: number): Promise<LiveChannelsApi>;
  /** One that ends like its caller. */
  lasting(): Promise<{ api: LiveChannelsApi; end: () => void }>;
}

/** The extension that is loaded beside ours, as it gives itself to the tests. */
export async function sample(): Promise<Sample> {
  const extension = vscode.extensions.getExtension<Sample>('live-channels-test.sample');
  if (!extension) throw new Error('The sample extension is not in the host of ours.');
  return extension.activate();
}

/** Gives the extension another answer, the first that is offered: Allow, or Deny where it is allowed. */
export function changeAccess(): Promise<void> {
  return accepted('liveChannels.manageAccess');
}
