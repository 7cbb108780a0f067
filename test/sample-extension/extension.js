// @ts-check
// An extension that uses Live Channels: it tells a channel how a build went. The tests load it beside ours.
const vscode = require('vscode');

/** @typedef {import('../../src/ui/api/liveChannels').LiveChannelsExports} LiveChannelsExports */

/** The API is asked for once, with one's own context: the person is asked in that name, and all of it ends with it. */
async function liveChannels(/** @type {vscode.ExtensionContext} */ context, version = 1) {
  /** @type {vscode.Extension<LiveChannelsExports> | undefined} */
  const extension = vscode.extensions.getExtension('live-channels.live-channels');
  if (!extension) throw new Error('Live Channels is not installed.');
  const { getApi } = await extension.activate();
  return getApi(/** @type {1} */ (version), context);
}

exports.activate = async (/** @type {vscode.ExtensionContext} */ context) => {
  const api = await liveChannels(context);

  const report = async () => {
    await api.join('builds');
    await api.sendText('builds', 'The build **failed**.');
    await api.sendSnippet('builds', {
      code: 'limit = rate;',
      language: 'typescript',
      path: 'src/bucket.ts',
      startLine: 7,
    });
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('buildReporter.report', async () => {
      try {
        await report();
        void vscode.window.showInformationMessage('The build was reported.');
      } catch (error) {
        void vscode.window.showWarningMessage(`The build was not reported: ${/** @type {Error} */ (error).message}`);
      }
    }),
    // Who knows a command by its id can run it wherever it is, as by a key of one's own.
    vscode.commands.registerCommand('buildReporter.runCommand', async () => {
      const id = await vscode.window.showInputBox({ title: 'The id of a command' });
      if (id) await vscode.commands.executeCommand(id);
    }),
    // What an agent's model does by itself is typed here: a tool's name, a space, its input as JSON.
    vscode.commands.registerCommand('buildReporter.useTool', async () => {
      const typed = (await vscode.window.showInputBox({ title: 'A tool and its input' })) ?? '';
      const [, name = '', input = '{}'] = /^(\S+)\s*(.*)$/s.exec(typed) ?? [];
      const options = { input: JSON.parse(input), toolInvocationToken: undefined };
      const { content } = await vscode.lm.invokeTool(name, options);
      const texts = content.map(part => (part instanceof vscode.LanguageModelTextPart ? part.value : ''));
      void vscode.window.showInformationMessage(`The tool said: ${texts.join('\n')}`);
    }),
  );

  /** What the tests look at: the API as another extension has it, and one that ends when they say so. */
  return {
    api,
    getApi: (/** @type {number} */ version) => liveChannels(context, version),
    lasting: async () => {
      /** @type {{ dispose(): unknown }[]} */
      const subscriptions = [];
      const extension = vscode.extensions.getExtension('live-channels.live-channels');
      const own = await extension?.exports.getApi(1, { extension: context.extension, subscriptions });
      return { api: own, end: () => subscriptions.splice(0).forEach(each => each.dispose()) };
    },
  };
};
