import assert from 'node:assert/strict';
import { addressOf, misleading } from '../../../media/chat/markdown/addresses';
import { mentionsIn, namesOf } from '../../../media/chat/markdown/mentions';
import { mentions } from '../../../src/snippet/mention';

describe('addresses that strangers write', () => {
  it('are opened in the web and as mail, as the browser reads them', () => {
    assert.equal(addressOf('https://EXAMPLE.com/a b?c=%2F&d=e'), 'https://example.com/a%20b?c=%2F&d=e');
    assert.equal(addressOf('https:\\\\example.com\\x'), 'https://example.com/x');
    assert.equal(addressOf('mailto:ada@example.com'), 'mailto:ada@example.com');
  });

  it('are nothing else', () => {
    const others = ['javascript:alert(1)', ' javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\nscript:alert(1)'];
    others.push(
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'command:workbench.action.quit',
      'vscode://x/y',
    );
    others.push(
      'vscode-insiders://x',
      'vscode-webview://x',
      'blob:https://x/y',
      'ftp://x',
      'ws://x',
      '//x.y',
      '/x',
      'x.ts',
    );
    others.push(
      'https://',
      'https://a b/',
      'http://[',
      '',
      'about:blank',
      'view-source:https://x',
      'filesystem:https://x/',
    );
    for (const text of others) assert.equal(addressOf(text), undefined, text);
  });

  it('are named where the words of a link could make one think of another place', () => {
    const cases: [words: string, address: string, leadsTo: string | undefined][] = [
      ['here', 'https://evil.example/', undefined],
      ['Read this. Now', 'https://evil.example/', undefined],
      ['https://example.com/x', 'https://example.com/y', undefined],
      ['www.example.com', 'https://example.com/', undefined],
      ['example.com', 'https://evil.example/', 'evil.example'],
      ['https://example.com', 'https://example.com.evil.example/', 'example.com.evil.example'],
      ['github.com/a/b#c', 'https://evil.example/', 'evil.example'],
      ['here', 'https://example.com@evil.example/', 'evil.example'],
      ['https://аpple.com', 'https://xn--pple-43d.com/', 'xn--pple-43d.com'],
      ['ada@example.com', 'mailto:ada@example.com', undefined],
      ['ada@example.com', 'mailto:eve@evil.example', 'eve@evil.example'],
      ['example.com:443', 'https://example.com:8443/', 'example.com:8443'],
    ];
    for (const [words, address, leadsTo] of cases) assert.equal(misleading(words, address), leadsTo, words);
  });
});

describe('mentions in talk', () => {
  const people = [
    { name: 'Linus', self: true },
    { name: 'Ada', self: false },
    { name: 'Ada Lovelace', self: false },
    { name: 'c++ (*)', self: false },
    { name: '', self: false },
  ];
  const marked = (text: string) =>
    mentionsIn(text, namesOf(people)).flatMap(({ text: words, mention }) => (mention ? `${mention} ${words}` : []));

  it('are the names of people who are here, the longest first, oneself apart', () => {
    assert.deepEqual(marked('@ada lovelace, @Ada: @LINUS! @c++ (*)'), [
      'other @ada lovelace',
      'other @Ada',
      'own @LINUS',
      'other @c++ (*)',
    ]);
    assert.deepEqual(marked('ada@linus.example @Adam @ @nobody x@Ada'), []);
  });

  it('leave out nothing of the text, and agree with what counts as one', () => {
    for (const text of ['@Linus', 'so @linus.', 'x@linus', '@linuses', '@Linus@Linus', 'a\n@LINUS\nb', '']) {
      const said = mentionsIn(text, namesOf(people));
      assert.equal(said.map(one => one.text).join(''), text);
      assert.equal(
        said.some(({ mention }) => mention === 'own'),
        mentions(text, 'Linus'),
        text,
      );
    }
  });
});
