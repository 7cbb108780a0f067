// An extension for a test: ends the process that all extensions of its window run in, without a word.
const vscode = require('vscode');

exports.activate = context => {
  context.subscriptions.push(
    vscode.commands.registerCommand('crasher.crash', () => process.kill(process.pid, 'SIGKILL')),
  );
};
