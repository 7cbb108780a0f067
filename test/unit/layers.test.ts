import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { layers, type Layer } from '../layers.mjs';

const root = resolve(import.meta.dirname, '../..');
const src = join(root, 'src');

interface Import {
  from: string;
  to: string;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => join(folder, file));
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => ({ from: file, to: fileName }));
}

/** The first folder below `src`, or the name of a file that stands in `src` itself. */
function layerOf(file: string): string {
  const [first = ''] = relative(src, file).split(sep);
  return first.replace(/\.ts$/, '');
}

function resolved({ from, to }: Import): string {
  return `${resolve(dirname(from), to)}.ts`;
}

const files = filesIn(src);
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.startsWith('.'));
const outside = imports.filter(({ to }) => !to.startsWith('.'));
const rules = new Map(Object.entries(layers));

describe('layers', () => {
  it('are all in the table', () => {
    const folders = new Set(files.map(layerOf));
    folders.delete('extension');
    assert.deepEqual([...folders].sort(), [...rules.keys()].filter(name => folders.has(name)).sort());
  });

  it('import downwards only', () => {
    const wrong = inside.filter(entry => {
      const [from, to] = [layerOf(entry.from), layerOf(resolved(entry))];
      return from !== 'extension' && from !== to && !rules.get(from)?.imports.includes(to);
    });
    assert.deepEqual(wrong, []);
  });

  it('use node:*, ws and vscode only where the table says so', () => {
    const wrong = outside.filter(({ from, to }) => {
      const rule: Layer | undefined =
        layerOf(from) === 'extension' ? { imports: [], vscode: true } : rules.get(layerOf(from));
      if (to === 'vscode') return !rule?.vscode;
      return !rule?.node && !rule?.packages?.some(name => to === name || to.startsWith(`${name}/`));
    });
    assert.deepEqual(wrong, []);
  });

  it('have no circles', () => {
    const done = new Set<string>();
    const walk = (file: string, path: string[]): void => {
      assert.ok(!path.includes(file), `a circle: ${[...path, file].map(each => relative(src, each)).join(' → ')}`);
      if (done.has(file)) return;
      for (const entry of inside.filter(({ from }) => from === file)) walk(resolved(entry), [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
  });

  it('leave the page with types of the protocol only', () => {
    // What stands in media/guest is no page: it brings the page to a browser, in the place of src/ui.
    const wrong = filesIn(join(root, 'media'))
      .filter(file => !file.startsWith(join(root, 'media', 'guest') + sep))
      .flatMap(importsOf)
      .filter(({ from, to }) => to.startsWith('.') && !resolve(dirname(from), to).startsWith(join(root, 'media') + sep))
      .filter(entry => {
        const statement = new RegExp(`import type [^;]*'${entry.to.replaceAll('.', '\\.')}'`);
        return !resolved(entry).startsWith(join(src, 'protocol')) || !statement.test(readFileSync(entry.from, 'utf8'));
      });
    assert.deepEqual(wrong, []);
  });

  it('have no barrels and no default exports', () => {
    const wrong = files.filter(file => /^export (\* from|default )/m.test(readFileSync(file, 'utf8')));
    assert.deepEqual(wrong, []);
  });
});
