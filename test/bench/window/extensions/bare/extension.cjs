// @ts-check
const vscode = require('vscode');

const html = `<!DOCTYPE html>
<html lang="en">
<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'"></head>
<body>
<input aria-label="Bare">
<main style="height: 400px; overflow: auto"></main>
<script>
  const vscode = acquireVsCodeApi();
  const box = document.querySelector('input');
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') vscode.postMessage(box.value);
  });
  addEventListener('message', ({ data }) => {
    const line = document.createElement('p');
    line.textContent = data;
    document.querySelector('main').append(line);
    line.scrollIntoView();
  });
</script>
</body>
</html>`;

function open() {
  const panel = vscode.window.createWebviewPanel('bare', 'Bare Chat', vscode.ViewColumn.One, { enableScripts: true });
  const socket = new WebSocket(vscode.workspace.getConfiguration('liveChannelsBench').get('url', ''));
  socket.onmessage = ({ data }) => void panel.webview.postMessage(data);
  panel.webview.onDidReceiveMessage(text => socket.send(text));
  panel.onDidDispose(() => socket.close());
  panel.webview.html = html;
}

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  context.subscriptions.push(vscode.commands.registerCommand('liveChannelsBench.openBareChat', open));
};
