import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

/** What the extension speaks beside English, as VS Code names languages. */
const LANGUAGES = ['de', 'zh-cn'];
const root = resolve(import.meta.dirname, '../..');

type Table = Readonly<Record<string, string>>;

function table(file: string): Table {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Table;
}

/**
 * Sources whose words people see in VS Code. The relay as a service speaks to its operator, in English.
 */
function sources(): ts.SourceFile[] {
  return ['src', 'media'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter(name => name.endsWith('.ts') && !name.startsWith('src/relay/'))
      .map(name => ts.createSourceFile(name, readFileSync(join(root, name), 'utf8'), ts.ScriptTarget.Latest, true)),
  );
}

/** The places that pass on what was a literal before: they have no text of their own. */
const PASSES_ON = new Set(['src/base/errors.ts', 'src/ui/localized.ts']);

/** The expression that is a key of the tables, if this node has one. */
function keyIn(node: ts.Node, { fileName }: ts.SourceFile): ts.Expression | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'AppError') return node.arguments?.[1];
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText();
  const isTranslated =
    called === 'sentence' || called === 'vscode.l10n.t' || (called === 't' && /^(media|src\/ui)\//.test(fileName));
  return isTranslated ? node.arguments[0] : undefined;
}

interface Found {
  readonly keys: ReadonlySet<string>;
  /** Where something is translated that no test can see. */
  readonly unclear: readonly string[];
}

function keysIn(files: readonly ts.SourceFile[]): Found {
  const keys = new Set<string>();
  const unclear: string[] = [];
  for (const source of files) {
    const visit = (node: ts.Node): void => {
      const key = keyIn(node, source);
      if (key && ts.isStringLiteralLike(key)) keys.add(key.text);
      else if (key && !PASSES_ON.has(source.fileName)) unclear.push(`${source.fileName}: ${key.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { keys, unclear };
}

/** What has to be in a translation as it is in the English text: places, icons, commands, code. */
function fixedPartsOf(text: string): string[] {
  return (text.match(/\{\d+\}|\$\([\w-]+\)|\(command:[\w.]+\)|`[^`]*`/g) ?? []).sort();
}

/** All texts of package.json, wherever they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('the words of the extension', () => {
  const { keys, unclear } = keysIn(sources());

  it('are literals where they are translated, so that none is missed', () => {
    assert.deepEqual(unclear, []);
    assert.ok(keys.size > 500, `${keys.size} were found`);
  });

  for (const language of LANGUAGES) {
    const words = table(`l10n/bundle.l10n.${language}.json`);

    it(`are all there in ${language}, and nothing else is`, () => {
      assert.deepEqual(
        [...keys].filter(key => !words[key]),
        [],
        'not translated',
      );
      assert.deepEqual(
        Object.keys(words).filter(key => !keys.has(key)),
        [],
        'not used any more',
      );
    });

    it(`keep their places, icons and commands in ${language}`, () => {
      for (const [key, text] of Object.entries(words)) assert.deepEqual(fixedPartsOf(text), fixedPartsOf(key), key);
    });
  }
});

describe('the words of package.json', () => {
  const english = table('package.nls.json');
  const used = textsIn(table('package.json')).flatMap(text => /^%(.+)%$/.exec(text)?.[1] ?? []);

  it('are all in package.nls.json, each used', () => {
    assert.deepEqual([...new Set(used)].sort(), Object.keys(english).sort());
  });

  it('are nowhere in package.json itself', () => {
    const { contributes } = table('package.json') as unknown as { contributes: { languageModelTools: object[] } };
    // What a model reads of a tool is English in every language.
    const languageModelTools = contributes.languageModelTools.map(tool => ({
      ...tool,
      modelDescription: '',
      inputSchema: {},
    }));
    const isText = (text: string): boolean => / \w+ /.test(text) && !/[=&|!]{2}|=~/.test(text);
    const shown = textsIn({ ...contributes, languageModelTools, menus: {}, keybindings: {} }).filter(isText);
    assert.deepEqual(shown, []);
  });

  for (const language of LANGUAGES) {
    it(`are all there in ${language}, with the same places, commands and code`, () => {
      const words = table(`package.nls.${language}.json`);
      assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
      for (const [key, text] of Object.entries(words)) {
        assert.notEqual(text, '', key);
        assert.deepEqual(fixedPartsOf(text), fixedPartsOf(english[key] ?? ''), key);
      }
    });
  }
});
