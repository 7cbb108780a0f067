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

/**
 * The extension that is loaded beside ours. The web extension host gets none beside the one that is tested: there its code
 * comes with the tests, and it calls itself ours.
 */
export async function sample(): Promise<Sample & { name: string }> {
  const extension = vscode.extensions.getExtension<Sample>('live-channels-test.sample');
  if (extension) return { ...(await extension.activate()), name: 'Build Reporter' };
  const { activate } = (await import('../sample-extension/extension.js')) as {
    activate: (context: object) => Promise<Sample>;
  };
  const ours = vscode.extensions.getExtension('live-channels.live-channels');
  return { ...(await activate({ extension: ours, subscriptions: [] })), name: 'Live Channels' };
}

/** Gives the extension another answer, the first that is offered: Allow, or Deny where it is allowed. */
export function changeAccess(): Promise<void> {
  return accepted('liveChannels.manageAccess');
}
