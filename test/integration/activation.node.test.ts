import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';

/** What stands in `dist` and was loaded into this extension host by now. */
function loaded(dist: string): string[] {
  return Object.keys(require.cache)
    .filter(file => file.startsWith(dist))
    .map(file => basename(file));
}

// The first of all files by its name: later ones use what is not to be there before.
describe('activation', () => {
  it('loads the front; the first command loads the rest, and nothing of the session, which no channel needs yet', async () => {
    const extension = vscode.extensions.getExtension('live-channels.live-channels');
    assert.ok(extension);
    await extension.activate();
    const dist = join(extension.extensionPath, 'dist');
    const large = (name: string) =>
      /^chunk-(extension|channel|secretConcerns|actions|sockets|embeddedRelay)-/.exec(name)?.[1] ?? [];
    assert.ok(loaded(dist).includes('extension.js'));
    assert.deepEqual(loaded(dist).flatMap(large), []);
    await vscode.commands.executeCommand('liveChannels.stopFollowing');
    assert.deepEqual(loaded(dist).flatMap(large), ['extension']);
  });
});
