import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import { readAddress, type WebAddress } from '../../src/snippet/webAddress';
import { openLink, openPlace } from '../../src/ui/links';
import type { Choice } from '../../src/ui/received/prompts';
import { activeEditor, closeAll, write } from './receivedSupport';
import { inWorker, workspaceFile } from './support';

/** Answers in the person's place, and keeps what was asked. */
class Answers {
  readonly asked: string[] = [];
  readonly said: string[] = [];
  listed: string[] = [];

  /** @param wanted the label that is chosen from a list. */
  constructor(
    private readonly yes = true,
    private readonly wanted?: string,
  ) {}

  async confirm(text: string, detail: string): Promise<boolean> {
    this.asked.push(`${text} ${detail}`);
    return Promise.resolve(this.yes);
  }

  say(text: string): void {
    this.said.push(text);
  }

  async pick<T>(_title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
    this.listed = choices.map(({ label }) => label).sort();
    return Promise.resolve(choices.find(({ label }) => label === this.wanted)?.value);
  }
}

function isInput(words: RegExp) {
  return (thrown: unknown) => thrown instanceof AppError && thrown.code === 'input' && words.test(thrown.message);
}

describe('links of the chat', () => {
  async function opened(url: string, answers = new Answers()): Promise<{ href?: string; asked: string[] }> {
    const all: WebAddress[] = [];
    await openLink(url, answers, async address => Promise.resolve(all.push(address)));
    assert.ok(all.length <= 1);
    return { ...(all[0] && { href: all[0].href }), asked: answers.asked };
  }

  it('leave it to VS Code to ask where it does: with the address as it was written', async () => {
    assert.deepEqual(await opened('https://a.example/b?c=%2F&d=e#f'), {
      href: 'https://a.example/b?c=%2F&d=e#f',
      asked: [],
    });
    assert.deepEqual(await opened('http://localhost:3000'), { href: 'http://localhost:3000/', asked: [] });
  });

  it('say what is odd about an address before it is opened', async () => {
    const names = await opened('https://bank.example@evil.example/');
    assert.equal(names.href, 'https://bank.example@evil.example/');
    assert.match(names.asked.join(), /It leads to evil\.example.*\n\nhttps:\/\/bank\.example@evil\.example\/$/);
    const letters = await opened('https://\u0430pple.com/');
    assert.equal(letters.href, 'https://xn--pple-43d.com/');
    assert.match(letters.asked.join(), /Its name has letters of another alphabet.*\n\nhttps:\/\/xn--pple-43d\.com\/$/);
  });

  it('ask for mail, as VS Code does not, and open nothing that the person does not want', async () => {
    assert.deepEqual(await opened('mailto:ada@example.com?body=x', new Answers(false)), {
      asked: ['Open this address? mailto:ada@example.com?body=x'],
    });
    assert.equal((await opened('mailto:ada@example.com')).href, 'mailto:ada@example.com');
  });

  it('are nothing that VS Code or the machine would act on', async () => {
    const others = ['command:workbench.action.quit', 'vscode://a.b/c', 'vscode-insiders://a.b', 'file:///etc/passwd'];
    others.push(
      'javascript:alert(1)',
      'data:text/html,x',
      'ssh://x',
      '//a.example',
      'a.example',
      '',
      'https://',
      'C:\\x',
    );
    for (const url of others) {
      assert.throws(() => readAddress(url), isInput(/Only addresses/), url);
      await assert.rejects(opened(url), isInput(/Only addresses/));
    }
    assert.equal(readAddress('\u0000 https://a.example/\n\u202ex').href, 'https://a.example/%E2%80%AEx');
  });
});

describe('places that the chat names', () => {
  const lines = Array.from({ length: 20 }, (_, at) => `const line${at + 1} = 1;`).join('\n');

  before(async () => {
    for (const path of ['one/src/same.ts', 'two/src/same.ts', 'one/deep/src/only.ts', 'node_modules/x/src/only.ts'])
      await write(`places/${path}`, lines);
    await write('places/.gitignore', 'built/\n');
    if (!inWorker) await write('places/built/src/only.ts', lines);
    await write('places/one/odd [name]{1}.ts', lines);
  });
  after(() => vscode.workspace.fs.delete(workspaceFile('places'), { recursive: true }));
  afterEach(closeAll);

  function shown(): [path: string, line: number, column: number] {
    const { document, selection } = activeEditor();
    return [vscode.workspace.asRelativePath(document.uri), selection.start.line + 1, selection.start.character + 1];
  }

  it('are opened by their path, at their line and column', async () => {
    await openPlace('places/one/src/same.ts', 7, 3, new Answers());
    assert.deepEqual(shown(), ['places/one/src/same.ts', 7, 3]);
    await openPlace('places/two/src/same.ts', 2, undefined, new Answers());
    assert.deepEqual(shown(), ['places/two/src/same.ts', 2, 1]);
  });

  it('are found where the path begins elsewhere, and not in what searches leave out or git ignores', async () => {
    const answers = new Answers();
    for (const path of ['only.ts', 'deep/src/only.ts', 'home/ada/elsewhere/src/only.ts']) {
      await closeAll();
      await openPlace(path, 3, undefined, answers);
      assert.deepEqual(shown(), ['places/one/deep/src/only.ts', 3, 1], path);
    }
    assert.deepEqual(answers.listed, []);
    await openPlace('odd [name]{1}.ts', 1, undefined, answers);
    assert.deepEqual(shown(), ['places/one/odd [name]{1}.ts', 1, 1]);
  });

  it('are chosen from where there are several, and from those that fit best', async () => {
    const both = new Answers(true, 'places/two/src/same.ts');
    await openPlace('src/same.ts', 4, undefined, both);
    assert.deepEqual(both.listed, ['places/one/src/same.ts', 'places/two/src/same.ts']);
    assert.deepEqual(shown(), ['places/two/src/same.ts', 4, 1]);
    const better = new Answers();
    await openPlace('repo/one/src/same.ts', 5, undefined, better);
    assert.deepEqual([better.listed, shown()], [[], ['places/one/src/same.ts', 5, 1]]);
    await closeAll();
    await openPlace('src/same.ts', 4, undefined, new Answers());
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('are as near as they can be where the file is shorter now', async () => {
    const answers = new Answers();
    await openPlace('places/one/src/same.ts', 900, 900, answers);
    assert.equal(shown()[1], 20);
    assert.deepEqual(answers.said, ['places/one/src/same.ts has only 20 lines']);
  });

  it('say so in a sentence where there is none, and never lead out of the workspace', async () => {
    const answers = new Answers();
    await assert.rejects(openPlace('nowhere.ts', 1, undefined, answers), isInput(/^nowhere\.ts is not in the folders/));
    await assert.rejects(openPlace('other/same.ts', 1, undefined, answers), isInput(/is not in the folders/));
    await assert.rejects(openPlace('../../etc/passwd', 1, undefined, answers), isInput(/leads out of its folder/));
    await assert.rejects(openPlace('/etc/passwd', 1, undefined, answers), isInput(/is absolute/));
    await assert.rejects(openPlace('.git/config', 1, undefined, answers), isInput(/\.git folder/));
    await assert.rejects(openPlace('places/one', 1, undefined, answers), isInput(/is a folder here/));
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
