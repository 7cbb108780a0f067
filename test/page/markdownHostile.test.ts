import assert from 'node:assert/strict';
import { SNIPPET, withBody } from './cardSamples';
import type { Chat } from './harness';
import { ADA, channel, snapshot, text } from './samples';
import { usePages } from './support';

/** What would run, if anything did. */
const RUN = 'alert(1)';

/** Ways that are known by which text became script elsewhere, by class; OWASP's and PortSwigger's lists have their kinds. */
const VECTORS: Readonly<Record<string, readonly string[]>> = {
  'elements that run': [
    `<script>${RUN}</script>`,
    `<SCRIPT SRC=https://evil.example/x.js></SCRIPT>`,
    `<scr<script>ipt>${RUN}</scr</script>ipt>`,
    `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
    `<object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">`,
    `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`,
    `<base href="javascript:/a/-${RUN}//">`,
    `<link rel=stylesheet href=https://evil.example/x.css><style>@import 'https://evil.example/y.css'</style>`,
  ],
  'handlers of events': [
    `<img src=x onerror=${RUN}>`,
    `<img/src=x/onerror=${RUN}//`,
    `<svg onload=${RUN}>`,
    `<body onload=${RUN}><details open ontoggle=${RUN}>`,
    `<input autofocus onfocus=${RUN}><video><source onerror=${RUN}></video>`,
    `<a href=# onclick=${RUN} style=position:fixed;inset:0>x</a>`,
    `<x style=animation-name:a onanimationstart=${RUN}>`,
  ],
  'markup that a parser makes something else of': [
    `<svg><style><img src=x onerror=${RUN}></style></svg>`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
    `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
    `<template><script>${RUN}</script></template><form><input name=attributes>`,
    `<![CDATA[<script>${RUN}</script>]]><?php ${RUN} ?><!-- --!><img src=x onerror=${RUN}> -->`,
    `<textarea></textarea><img src=x onerror=${RUN}></textarea>`,
    `\${${RUN}} {{constructor.constructor('${RUN}')()}} <!--?lit$1$--> ?lit$`,
  ],
  'links to what runs': [
    `[a](javascript:${RUN})`,
    `[a](JaVaScRiPt:${RUN}) [a](javascript://%0a${RUN}) [a](<javascript:${RUN}>)`,
    `[a](java\tscript:${RUN}) [a](<java\nscript:${RUN}>) [a](\u0001javascript:${RUN})`,
    `[a](&#106;avascript:${RUN}) [a](javascript&colon;${RUN}) [a](&#x6A;avascript:${RUN})`,
    `[a](data:text/html,<script>${RUN}</script>) [a](data:image/svg+xml;base64,PHN2Zy8+)`,
    `[a](vbscript:${RUN}) [a](file:///etc/passwd) [a](blob:https://x/y) [a](filesystem:https://x)`,
    `<javascript:${RUN}> <data:text/html,x> javascript:${RUN} javascript://a.example/%0a${RUN}`,
    `[a]: javascript:${RUN}\n[a] [b][a]\n\n[c]: https://evil.example\n[c]`,
    `[a](\\javascript:${RUN}) [a](javascript\\:${RUN}) [a](%6aavascript:${RUN})`,
  ],
  'links into the editor': [
    `[a](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22x%22%7D)`,
    `<command:workbench.action.quit> command:workbench.action.quit`,
    `[a](vscode://x.y/z) [a](vscode-insiders://x) [a](vscode-resource:/etc/passwd) [a](vscode-webview://x)`,
    `[a](vscode-file://vscode-app/x) [a](ms-settings:x) [a](ssh://x) [a](tel:1) [a](intent://x)`,
    `[a](//evil.example) [a](\\\\evil.example\\x) [a](/etc/passwd) [a](#x) [a](?x)`,
  ],
  'attributes that end early': [
    `[a](https://a.example/"onmouseover="${RUN})`,
    `[a](https://a.example 'x" onclick="${RUN}')`,
    `![x" onerror="${RUN}](https://evil.example/x.png "y' onload='${RUN}")`,
    `https://a.example/"onmouseover="${RUN}" https://a.example/'><script>${RUN}</script>`,
    `<https://a.example/"onclick=${RUN}>`,
    `src/"onclick="${RUN}".ts:1 \`a.ts:1" onclick="${RUN}\``,
    `:"onload=${RUN}: :<b>: :__proto__: :constructor: :toString:`,
    `@Ada" onclick="${RUN}`,
  ],
  'what would be fetched': [
    `![a](https://evil.example/pixel.png) ![](https://evil.example/pixel.png)`,
    `[![a](https://evil.example/pixel.png)](https://evil.example)`,
    `<img src=https://evil.example/x.png><video poster=//evil.example/x><audio src=//evil.example/x autoplay>`,
    `<link rel=prefetch href=//evil.example><a ping=https://evil.example href=https://a.example>x</a>`,
    `<div style="background:url(https://evil.example/x)">x</div>`,
  ],
  'code, tables and lists': [
    `\`\`\`"><script>${RUN}</script>\n<img src=x onerror=${RUN}>\n\`\`\``,
    `\`\`\`__proto__\nx\n\`\`\`\n\`\`\`constructor\nx\n\`\`\`\n\`\`\`html\n<script>${RUN}</script>\n\`\`\``,
    `|<img src=x onerror=${RUN}>|[a](javascript:${RUN})|\n|-|:-:|\n|<script>${RUN}</script>|x|`,
    `999999999. <img src=x onerror=${RUN}>\n- [ ] <input onfocus=${RUN} autofocus>\n> # <svg onload=${RUN}>`,
    `\`<script>${RUN}</script>\` **<b onclick=${RUN}>** ~~<i>~~`,
  ],
};

/** All that talk may become, with what may stand in it. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'title', 'draggable'],
  blockquote: [],
  button: ['type', 'class', 'title', 'aria-label', 'aria-expanded'],
  code: ['dir'],
  div: ['class', 'dir', 'title', 'role', 'tabindex', 'aria-label', 'aria-live', 'data-language'],
  em: [],
  hr: [],
  li: ['class'],
  ol: ['start', 'class'],
  p: ['class', 'dir'],
  pre: ['class', 'dir', 'aria-hidden'],
  s: [],
  span: ['class', 'dir', 'title', 'role', 'tabindex', 'aria-hidden', 'aria-label', 'aria-live'],
  strong: [],
  table: [],
  tbody: [],
  td: ['class', 'dir'],
  th: ['class', 'dir'],
  thead: [],
  tr: [],
  ul: [],
};

describe('hostile Markdown', function () {
  const pages = usePages();

  /** What is in talk that may not be: elements, attributes, and addresses. */
  function forbidden(chat: Chat): Promise<string[]> {
    return chat.page.locator('article .text *').evaluateAll(
      (all, allowed) =>
        all.flatMap(({ localName, attributes, outerHTML }) => {
          const may = allowed[localName];
          const wrong = [...attributes].filter(({ name, value }) =>
            name === 'href' ? !/^(https?:\/\/|mailto:)/.test(value) : may?.includes(name) !== true,
          );
          return may && wrong.length === 0 ? [] : [outerHTML];
        }),
      ALLOWED,
    );
  }

  for (const [name, vectors] of Object.entries(VECTORS)) {
    it(`${name}: nothing runs, is fetched, or is more than talk`, async () => {
      const chat = await pages.open({ alone: true });
      const requests: string[] = [];
      chat.page.on('request', request => requests.push(request.url()));
      const ran: string[] = [];
      chat.page.on('dialog', dialog => {
        ran.push(dialog.message());
        void dialog.dismiss();
      });
      for (const vector of vectors) {
        const told = [vector, `> - ${vector}`, `**${vector}**`, `Look:\n\n${vector}\n\n# ${vector}`];
        const card = withBody(ADA, { ...SNIPPET, comment: vector });
        await chat.say(snapshot(channel({ entries: [...told.map(one => text(ADA, one)), card] })));
        assert.deepEqual(await forbidden(chat), [], vector);
        for (const target of await chat.page.locator('article .text :is(a, [role=link])').all()) await target.click();
      }
      const asked = (await chat.posted()).filter(({ type }) => type !== 'ready' && type !== 'following');
      for (const one of asked) {
        if (one.type === 'openLink') assert.match(one.url, /^(https?:\/\/|mailto:)/);
        else if (one.type === 'openPlace') assert.match(one.path, /^[\w/."'=()-]+$/);
        else assert.ok(one.type === 'select' || one.type === 'seen' || one.type === 'image', one.type);
      }
      assert.deepEqual(ran, []);
      const { files, urlIn } = pages.site;
      const { origin } = new URL(urlIn('en'));
      const isOwn = (url: string) => url.startsWith(`${origin}/`) && files.has(new URL(url).pathname.slice(1));
      assert.deepEqual(
        requests.filter(url => !isOwn(url)),
        [],
      );
      assert.deepEqual(await chat.violations(), []);
      assert.equal(chat.page.url(), pages.site.urlIn('en'));
      assert.equal(chat.page.context().pages().length, 1);
    });
  }

  it('is shown as it was written where it is not Markdown', async () => {
    const chat = await pages.open();
    const written = VECTORS['elements that run']?.slice(0, 3) ?? [];
    await chat.say(snapshot(channel({ entries: written.map(one => text(ADA, one)) })));
    assert.deepEqual(await chat.page.locator('article .text').allInnerTexts(), written);
  });

  it('makes a page of as many elements as it has room for, and in a moment', async () => {
    const chat = await pages.open();
    const parts = ['*a* ', '> ', '- ', '`a` ', '[a](https://a.example) ', '|', 'a.ts:1 ', '@Ada ', '# a\n', '```\n'];
    const entries = parts.map(part => text(ADA, part.repeat(8_000 / part.length)));
    await chat.say(snapshot(channel({ entries })));
    const elements = await chat.page.evaluate(() => document.querySelectorAll('article .text *').length);
    assert.ok(elements < 20_000, `${elements} elements`);
  });
});
