// How the page is built: for the extension, and for the tests, which serve it themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { smallFont } from './smallFont.mjs';

const here = import.meta.dirname;

/**
 * What the page's Markdown parser would use for what is switched off there: names of entities (`&auml;` is text in a chat)
 * and addresses, which `markdown/addresses.ts` reads with the browser's own parser. 30 KB.
 *
 * @type {import('esbuild').Plugin}
 */
export const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onResolve({ filter: /^(entities|mdurl|punycode\.js)$/ }, ({ path, importer }) =>
      /markdown-it[\\/]dist/.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({ contents: UNUSED[path] }));
  },
};

const NOT_CALLED = '() => { throw new Error("This is switched off in the page.") }';
const UNUSED = {
  entities: 'export const decodeHTMLStrict = text => text;',
  mdurl: ['parse', 'format', 'encode', 'decode'].map(name => `export const ${name} = ${NOT_CALLED};`).join('\n'),
  'punycode.js': 'export default {};',
};

/**
 * Of the icons' style sheet and font what the page can use: a rule and a character for each word of its sources that is the
 * name of an icon.
 *
 * @type {import('esbuild').Plugin}
 */
export const usedIcons = {
  name: 'used-icons',
  setup(build) {
    build.onLoad({ filter: /codicon\.css$/ }, ({ path }) => ({ contents: usedRules(path), loader: 'css' }));
    build.onLoad({ filter: /codicon\.ttf$/ }, ({ path }) => {
      const codes = usedRules(join(dirname(path), 'codicon.css')).matchAll(/content: ?"\\([\da-f]{4})"/g);
      const numbers = Array.from(codes, ([, code]) => parseInt(code, 16));
      return { contents: smallFont(readFileSync(path), numbers), loader: 'file' };
    });
  },
};

function usedRules(path) {
  const words = new Set(sources().match(/[a-z\d]+(?:-[a-z\d]+)*/g));
  const rule = /^\.codicon-([a-z\d-]+):before \{[^}]*\}\s*/gm;
  return readFileSync(path, 'utf8').replace(rule, (text, name) => (words.has(name) ? text : ''));
}

function sources() {
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(file => /\.(ts|html|css)$/.test(file));
  return files.map(file => readFileSync(join(here, file), 'utf8')).join('\n');
}
