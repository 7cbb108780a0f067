// Builds everything that runs into dist/. `--tests` adds the integration tests (out/), `--debug` leaves the code as it is
// written, with source maps, `--watch` does so on every change, `--clean` starts from an empty dist/, as a package has to.
import { context, transform } from 'esbuild';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { usedIcons, withoutUnused } from './media/build.mjs';
import { asChunks } from './src/build.mjs';

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');
const debug = watch || flags.has('--debug');
const { version } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'));

const common = {
  bundle: true,
  metafile: true,
  minify: !debug,
  sourcemap: debug,
  logLevel: 'warning',
  legalComments: 'none',
};
const inBrowser = {
  ...common,
  platform: 'browser',
  format: 'cjs',
  target: 'es2022',
  external: ['vscode'],
};
const host = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // VS Code hands its API and its proxy-aware http out through require, which a native import() would go around.
  supported: { 'dynamic-import': false },
};

/**
 * Of what secretlint's rules ask for, what they are used with here: the name of a file, and neither its log nor its
 * measuring. So they run in a browser too, where any `node:` import fails the build.
 *
 * @type {import('esbuild').Plugin}
 */
const lessOfSecretlint = {
  name: 'less-of-secretlint',
  setup(build) {
    build.onResolve({ filter: /^(node:(path|fs)|debug|@secretlint\/profiler)$/ }, ({ path, importer }) =>
      /@secretlint[\\/]|[\\/]guard[\\/]/.test(importer) ? { path, namespace: 'less' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'less' }, ({ path }) => ({ contents: LESS[path] }));
  },
};

const LESS = {
  'node:path': 'export default { basename: path => path.slice(path.lastIndexOf("/") + 1) };',
  // One rule would look at what lies where the extension runs, by the name of what is sent.
  'node:fs': 'export const readFileSync = () => new Uint8Array();',
  debug: 'export default () => () => {};',
  '@secretlint/profiler': 'export const secretLintProfiler = { mark() {}, setEnabled() {} };',
};

/**
 * Puts the files of the page for guests, compressed, in the place of the module that reads them, so that a bundle works
 * alone. They have to be built before it.
 *
 * @type {import('esbuild').Plugin}
 */
const withGuestFiles = {
  name: 'with-guest-files',
  setup(build) {
    build.onLoad({ filter: /[\\/]relay[\\/]guests[\\/]builtFiles\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', format: 'esm' });
      const { builtFiles } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
      const files = await builtFiles(new URL('.', import.meta.url));
      const params = { [constants.BROTLI_PARAM_QUALITY]: debug ? 4 : constants.BROTLI_MAX_QUALITY };
      const packed = files.map(({ name, content }) => [
        name,
        brotliCompressSync(content.plain, { params }).toString('base64'),
      ]);
      const contents = `const packed = () => ${JSON.stringify(packed)};
        export const builtFiles = async () =>
          packed().map(([name, text]) => ({ name, content: { brotli: Buffer.from(text, 'base64') } }));`;
      return { contents, loader: 'js' };
    });
  },
};

/**
 * The tests for the web extension host: those of what only Node has are empty, and their assertions are our own.
 *
 * @type {import('esbuild').Plugin}
 */
const testsInBrowser = {
  name: 'tests-in-browser',
  setup(build) {
    const assert = resolve('test/integration/web/assert.ts');
    build.onResolve({ filter: /^node:assert(\/strict)?$/ }, () => ({ path: assert }));
    build.onLoad({ filter: /\.node\.test\.ts$/ }, () => ({ contents: '' }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...host,
    // The second is not there by itself: see there.
    entryPoints: { extension: 'src/node/extension.ts', 'web-entry': 'src/web/extension.ts' },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    supported: {},
    write: false,
    sourcemap: debug ? 'inline' : false,
    chunkNames: 'chunk-[name]-[hash]',
    external: ['vscode', 'bufferutil', 'utf-8-validate'],
    plugins: [lessOfSecretlint, asChunks(inBrowser)],
  },
  {
    ...common,
    // Each is one file, that may be all that is on the machine where it runs.
    entryPoints: { relay: 'src/node/relay.ts', 'live-channels': 'src/node/cli.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['bufferutil', 'utf-8-validate'],
    plugins: [withGuestFiles, lessOfSecretlint],
    define: { 'process.env.LIVE_CHANNELS_VERSION': JSON.stringify(version) },
    // ws is CommonJS and asks for Node's modules by require, which an ES module has to make for itself.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  },
  {
    ...common,
    entryPoints: [
      { in: 'media/chat/main.ts', out: 'chat' },
      // Larger than the page, which loads it when code is first in sight.
      { in: 'media/chat/code/highlight.ts', out: 'chat-highlight' },
      // The names of all emoji, when one is looked for.
      { in: 'media/chat/emojiAll.ts', out: 'chat-emoji' },
      { in: 'media/chat/chat.css', out: 'chat' },
      // What brings the page to a guest's browser, in the place of VS Code.
      { in: 'media/guest/main.ts', out: 'guest' },
      { in: 'media/guest/guest.css', out: 'guest' },
    ],
    outdir: 'dist',
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    plugins: [withoutUnused],
  },
  {
    ...common,
    entryPoints: { codicon: '@vscode/codicons/dist/codicon.css' },
    outdir: 'dist',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    plugins: [usedIcons],
  },
];

if (flags.has('--tests')) {
  const names = (await readdir('test/integration'))
    .filter(file => file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.test.ts'.length))
    .sort();
  const tests = { minify: false, sourcemap: 'inline', outdir: 'out' };
  const define = list => ({ 'process.env.LIVE_CHANNELS_TESTS': JSON.stringify(JSON.stringify(list)) });
  builds.push(
    {
      ...host,
      ...tests,
      entryPoints: { integration: 'test/integration/index.ts' },
      define: define(names),
      external: ['vscode', 'mocha', 'bufferutil', 'utf-8-validate'],
    },
    {
      ...inBrowser,
      ...tests,
      entryPoints: { 'integration-web': 'test/integration/web/index.ts' },
      define: define(names.filter(name => !name.endsWith('.node'))),
      plugins: [lessOfSecretlint, testsInBrowser],
    },
  );
}

/** What others' licences ask for: their texts go with the code that is bundled. */
async function writeLicences(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const names = inputs.flatMap(path => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const texts = [...new Set(names)].sort().map(async name => {
    const folder = join('node_modules', name);
    const { version: number, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find(each => /^(licen[cs]e|copying)/i.test(each));
    const text = file ? await readFile(join(folder, file), 'utf8') : `Licence: ${license}`;
    return `${name} ${number}\n\n${text.trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  await writeFile(join('dist', 'licenses.txt'), (await Promise.all(texts)).join(rule));
}

if (flags.has('--clean')) await rm('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map(options => context(options)));
// The bundles that hold the files of others come after those.
const holds = ({ plugins = [] }) => plugins.includes(withGuestFiles);
const [last, first] = [true, false].map(held => contexts.filter((_, at) => holds(builds[at] ?? {}) === held));
const results = await Promise.all(first.map(each => each.rebuild()));
if (watch) {
  await Promise.all(contexts.map(each => each.watch()));
} else {
  results.push(...(await Promise.all(last.map(each => each.rebuild()))));
  await writeLicences(results);
  await Promise.all(contexts.map(each => each.dispose()));
}
