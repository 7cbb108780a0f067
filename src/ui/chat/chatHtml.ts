import * as vscode from 'vscode';
import { randomId } from '../../base/encoding';
import { dataBlock } from './dataBlock';

/** As VS Code names languages: "de", "zh-cn". */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z]{2,8})?$/i;

/**
 * The page's HTML: nothing but its own files, each let in by nonce or by the extension's own origin.
 * @param relay whether this window can run one, to which the page then leads.
 */
export function chatHtml(webview: vscode.Webview, dist: vscode.Uri, relay: boolean): string {
  const nonce = randomId();
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    // What a nonced script imports has its nonce.
    `script-src 'nonce-${nonce}'`,
    // Images that were received: the page makes them out of what the host gives it.
    'img-src blob:',
    // Text becomes HTML nowhere but in the templates of the page itself.
    `require-trusted-types-for 'script'`,
    'trusted-types lit-html',
  ].join('; ');
  // The table that media/chat/l10n.ts looks words up in.
  const words = vscode.l10n.bundle ? dataBlock('l10n', vscode.l10n.bundle) : '';
  return `<!DOCTYPE html>
<html lang="${languageOf()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vscode.l10n.t('Chat')}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${file('codicon.css')}">
<link rel="stylesheet" nonce="${nonce}" href="${file('chat.css')}">
</head>
<body>
<div id="app"${relay ? '' : ' data-relay="none"'}></div>
${words}
<script nonce="${nonce}" type="module" src="${file('chat.js')}"></script>
</body>
</html>`;
}

/** Of what stands on the page: English where nobody has translated it, so that a screen reader pronounces it right. */
function languageOf(): string {
  return vscode.l10n.bundle && LANGUAGE.test(vscode.env.language) ? vscode.env.language : 'en';
}
