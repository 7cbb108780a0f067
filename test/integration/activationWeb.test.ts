import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { run } from '../../src/ui/commandRegistry';
import { inWorker } from './support';

type Show = typeof vscode.window.showErrorMessage;

/** The next message about something that went wrong. */
function nextError(): Promise<string> {
  const window = vscode.window as { showErrorMessage: Show };
  const real = window.showErrorMessage;
  return new Promise(resolve => {
    window.showErrorMessage = (message: string) => {
      window.showErrorMessage = real;
      resolve(message);
      return Promise.resolve(undefined);
    };
  });
}

/** What the command says, which has nobody to verify here. */
async function said(): Promise<string> {
  const error = nextError();
  await run('liveChannels.verifyPerson');
  return error;
}

/** A file of `dist` that no test before this one has loaded. */
async function chunk(): Promise<vscode.Uri> {
  const extension = vscode.extensions.getExtension('live-channels.live-channels');
  assert.ok(extension);
  const dist = vscode.Uri.joinPath(extension.extensionUri, 'dist');
  const names = (await vscode.workspace.fs.readDirectory(dist)).map(([name]) => name);
  const name = names.find(each => each.startsWith('chunk-verifyPerson-'));
  assert.ok(name);
  return vscode.Uri.joinPath(dist, name);
}

if (inWorker) {
  describe('a part that is loaded on first use, in a browser', () => {
    it('is told of in one sentence when it cannot be loaded, and loaded when it is there again', async () => {
      const part = await chunk();
      const away = part.with({ path: `${part.path}.away` });
      await vscode.workspace.fs.rename(part, away);
      try {
        const sentence = 'A part of Live Channels could not be loaded: check your network, and try again.';
        assert.equal(await said(), sentence);
      } finally {
        await vscode.workspace.fs.rename(away, part);
      }
      assert.match(await said(), /^There is nobody to verify/);
    });
  });
}
