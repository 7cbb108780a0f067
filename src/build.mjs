// How the extension's host code is built: what is loaded on first use, by `import()`, gets a file of its own, and what several
// of them share is there once, for hosts with Node and for the one in a browser.
import { build as bundle, transform } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** The entry of the host in a browser, which can load one file only: `web.js`, the loader of all others. */
const WEB = 'web-entry.js';
/** The entry of hosts with Node. */
const NODE = 'extension.js';

/**
 * Makes CommonJS of what esbuild has split, which splits ES modules only, and writes `web.js`.
 *
 * @param {import('esbuild').BuildOptions} inBrowser how what runs in a browser is built
 * @returns {import('esbuild').Plugin}
 */
export function asChunks(inBrowser) {
  return {
    name: 'as-chunks',
    setup(build) {
      const { outdir, sourcemap, minify, target } = build.initialOptions;
      // VS Code hands its API and its proxy-aware http out through require, which a native import() would go around.
      const supported = { 'dynamic-import': false };
      const options = { format: 'cjs', platform: 'node', target, supported, minify };
      build.onEnd(async ({ outputFiles = [], metafile }) => {
        if (!metafile) return;
        const files = new Map();
        for (const { path, text } of outputFiles) {
          // With source maps by esbuild alone, which leads them on from map to map.
          const small = sourcemap ? text : withoutHelpers(text);
          const { code } = await transform(small, { ...options, sourcemap: sourcemap ? 'inline' : false });
          files.set(basename(path), code);
        }
        const graph = graphOf(metafile);
        await checkForBrowsers(graph);
        await mkdir(outdir, { recursive: true });
        for (const name of await readdir(outdir)) if (/^(chunk-|web-entry)/.test(name)) await rm(join(outdir, name));
        await writeLoader(graph, files, { ...inBrowser, outdir });
        if (!sourcemap) await holdAtOnce(graph, files, { target, minify });
        for (const [name, code] of files) await writeFile(join(outdir, name), code);
      });
    },
  };
}

/**
 * Puts what the host with Node loads at its start into its first file: to find and read a file takes longer than to run most
 * of them. Whoever asks for one of them later finds a file that hands on what is there.
 */
async function holdAtOnce(graph, files, options) {
  const inBrowser = reached(graph, WEB, 'asks');
  // What the loader of the browser has not in itself it reads from the file.
  const heldThere = reached(graph, WEB, 'needs');
  const atOnce = [...reached(graph, NODE, 'needs')];
  const names = atOnce.filter(name => name !== NODE && (!inBrowser.has(name) || heldThere.has(name)));
  const held = names.map(name => `"./${name}":function(module,exports,require){${files.get(name)}}`);
  const code = `"use strict";
    const held = {${held.join(',\n')}};
    const made = {};
    const outside = require;
    const take = name => {
      if (!(name in held)) return outside(name);
      if (!(name in made)) held[name]((made[name] = { exports: {} }), made[name].exports, take);
      return made[name].exports;
    };
    exports.take = take;
    (function (require) {${files.get(NODE)}})(take);`;
  files.set(NODE, (await transform(code, options)).code);
  for (const name of names) files.set(name, `module.exports=require("./${NODE}").take("./${name}");`);
}

/** CommonJS by TypeScript: esbuild would put 600 bytes of helpers into each of a hundred files. */
function withoutHelpers(text) {
  // They are for this: without them, such an import would have to have a `default`.
  if (/\bimport [\w$]+ from ?"/.test(text)) throw new Error('Import what you need of it by name.');
  const { CommonJS: module } = ts.ModuleKind;
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, esModuleInterop: false };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

/** For each file: what it is made of, and which files, or modules of others, it asks for, at its top and later. */
function graphOf({ outputs }) {
  const entries = Object.entries(outputs).map(([path, { inputs, imports }]) => {
    const asked = kinds => imports.filter(({ kind, external }) => !external && kinds.includes(kind));
    const names = kinds => [...new Set(asked(kinds).map(each => basename(each.path)))];
    const outside = imports.filter(({ external }) => external).map(each => each.path);
    const all = ['import-statement', 'dynamic-import', 'require-call'];
    return [basename(path), { inputs: Object.keys(inputs), needs: names(all.slice(0, 1)), asks: names(all), outside }];
  });
  return new Map(entries);
}

/** A file and all that it leads to by `by`. */
function reached(graph, name, by, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const next of graph.get(name)[by]) reached(graph, next, by, found);
  return found;
}

/** Both hosts share what is built for Node: what a browser gets of it must be the same for a browser. */
async function checkForBrowsers(graph) {
  const files = [...reached(graph, WEB, 'asks')].map(name => graph.get(name));
  const outside = new Set(files.flatMap(file => file.outside));
  outside.delete('vscode');
  if (outside.size > 0) throw new Error(`Not in a browser: ${[...outside].join(', ')}.`);
  const inputs = files.flatMap(file => file.inputs);
  const packages = new Set(inputs.flatMap(path => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  for (const folder of packages) {
    const { browser, exports } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (browser !== undefined || JSON.stringify(exports ?? '').includes('"browser"')) {
      throw new Error(`${folder} is another one in browsers.`);
    }
  }
}

/**
 * `web.js`, with what it has to know in the place of src/web/built.ts. Takes out of `files` what comes with it.
 * `--watch` writes it anew with the files that it loads, and not when the loader alone changes.
 */
async function writeLoader(graph, files, options) {
  const names = [...reached(graph, WEB, 'asks')];
  // By their places in the list of names, which are long.
  const needs = names.map(name => graph.get(name).needs.map(needed => names.indexOf(needed)));
  // With source maps each is a file, as they hold for whole files only.
  const atOnce = options.sourcemap ? [] : [...reached(graph, WEB, 'needs')];
  const held = atOnce.map(name => `${JSON.stringify(name)}: function (module, exports, require) {${files.get(name)}}`);
  const contents = `
    export const ENTRY = ${JSON.stringify(WEB)};
    const names = ${JSON.stringify(names)};
    const places = ${JSON.stringify(needs)};
    export const needs = Object.fromEntries(names.map((name, at) => [name, places[at].map(place => names[place])]));
    export const held = {${held.join(',\n')}};`;
  if (atOnce.length > 0) files.delete(WEB);
  const built = {
    name: 'built',
    setup(build) {
      build.onLoad({ filter: /[\\/]web[\\/]built\.ts$/ }, () => ({ contents, loader: 'js' }));
    },
  };
  await bundle({ ...options, entryPoints: { web: 'src/web/loader.ts' }, plugins: [built] });
}
