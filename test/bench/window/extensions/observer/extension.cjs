// @ts-check
const v8 = require('node:v8');
const vm = require('node:vm');
const vscode = require('vscode');

/** What the extension host holds once all that nobody needs has gone, in bytes. */
function measure() {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  for (let turn = 0; turn < 3; turn++) collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heapUsed, arrayBuffers, rss };
}

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  const item = vscode.window.createStatusBarItem();
  let count = 0;
  let activated = 0;
  const activate = (/** @type {string} */ id) => async () => {
    await vscode.extensions.getExtension(id)?.activate();
    activated += 1;
    item.text = `activated ${activated}`;
    item.show();
  };
  context.subscriptions.push(
    item,
    vscode.commands.registerCommand('liveChannelsBench.activateOurs', activate('live-channels.live-channels')),
    vscode.commands.registerCommand('liveChannelsBench.activateNothing', activate('live-channels-bench.nothing')),
    vscode.commands.registerCommand('liveChannelsBench.measureMemory', () => {
      count += 1;
      item.text = `bench ${count} ${JSON.stringify(measure())}`;
      item.show();
    }),
  );
};
