// Builds everything that runs into dist/. `--tests` adds the integration tests (out/), `--watch` builds on change,
// `--clean` starts from an empty dist/, as a package has to.
import { context } from 'esbuild';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';

const flags = new Set(process.argv.slice(2));
const watch = flags.has('--watch');

/** Host code that is loaded on first use has a bundle of its own: `import('./x')` of these names stays an import. */
const loadedOnUse = ['embeddedRelay', 'sockets'];

/** @type {import('esbuild').Plugin} */
const separateBundles = {
  name: 'separate-bundles',
  setup(build) {
    build.onResolve({ filter: /^\.\// }, args => {
      const name = basename(args.path);
      if (args.kind !== 'dynamic-import' || !loadedOnUse.includes(name)) return undefined;
      return { path: `./${name}.js`, external: true };
    });
    // `ws` is shared by the client's sockets and the relay, so it is bundled once, on its own.
    build.onResolve({ filter: /^ws$/ }, args =>
      args.kind === 'entry-point' ? undefined : { path: './ws.js', external: true },
    );
  },
};

const common = { bundle: true, minify: !watch, sourcemap: watch, logLevel: 'warning', legalComments: 'none' };
const host = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // VS Code hands its API and its proxy-aware http out through require, which a native import() would go around.
  supported: { 'dynamic-import': false },
};

/** @type {import('esbuild').BuildOptions[]} */
const builds = [
  {
    ...host,
    entryPoints: {
      extension: 'src/node/extension.ts',
      ...Object.fromEntries(loadedOnUse.map(name => [name, `src/node/${name}.ts`])),
      ws: 'ws',
    },
    outdir: 'dist',
    external: ['vscode', 'bufferutil', 'utf-8-validate'],
    plugins: [separateBundles],
  },
  {
    ...common,
    entryPoints: { relay: 'src/node/relay.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['bufferutil', 'utf-8-validate'],
    // ws is CommonJS and asks for Node's modules by require, which an ES module has to make for itself.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  },
  {
    ...common,
    entryPoints: [
      { in: 'media/chat/main.ts', out: 'chat' },
      { in: 'media/chat/chat.css', out: 'chat' },
    ],
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  },
  {
    ...common,
    entryPoints: { codicon: '@vscode/codicons/dist/codicon.css' },
    outdir: 'dist',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

if (flags.has('--tests')) {
  builds.push({
    ...host,
    minify: false,
    sourcemap: 'inline',
    entryPoints: { integration: 'test/integration/index.ts' },
    outdir: 'out',
    external: ['vscode', 'mocha', 'bufferutil', 'utf-8-validate'],
  });
}

if (flags.has('--clean')) await rm('dist', { recursive: true, force: true });
const contexts = await Promise.all(builds.map(options => context(options)));
if (watch) {
  await Promise.all(contexts.map(each => each.watch()));
} else {
  await Promise.all(contexts.map(each => each.rebuild()));
  await Promise.all(contexts.map(each => each.dispose()));
}
