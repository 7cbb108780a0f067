import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { usedIcons, withoutUnused } from '../../media/build.mjs';
import { dataBlock } from '../../src/ui/chat/dataBlock';

/** The page as VS Code serves it: built from the sources, under the same policy, on a server of its own. */
export interface Site {
  urlIn: (language: Language) => string;
  /** A page of the same origin with nothing in it. */
  emptyUrl: string;
  /** The built files by name, for their sizes. */
  files: ReadonlyMap<string, Uint8Array>;
  close(): void;
}

const ROOT = join(__dirname, '../..');
const NONCE = 'page-test';
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

async function buildPage(plugins: Plugin[]): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [
      { in: 'media/chat/main.ts', out: 'chat' },
      { in: 'media/chat/code/highlight.ts', out: 'chat-highlight' },
      { in: 'media/chat/emojiAll.ts', out: 'chat-emoji' },
      { in: 'media/chat/chat.css', out: 'chat' },
      { in: 'test/page/host.ts', out: 'host' },
      { in: 'node_modules/@vscode/codicons/dist/codicon.css', out: 'codicon' },
    ],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: 'dist',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    write: false,
    plugins: [withoutUnused, usedIcons, ...plugins],
    logLevel: 'warning',
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}

/** The languages the page can speak; for all but English there is a table of words. */
export const LANGUAGES = ['en', 'de', 'zh-cn'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The English words and what they are in a language; `undefined` for English itself. */
export async function wordsIn(language: Language): Promise<Readonly<Record<string, string>> | undefined> {
  if (language === 'en') return undefined;
  const file = await readFile(join(ROOT, `l10n/bundle.l10n.${language}.json`), 'utf8');
  return JSON.parse(file) as Readonly<Record<string, string>>;
}

async function htmlFor(origin: string, language: Language): Promise<string> {
  const csp =
    `default-src 'none'; style-src ${origin} 'nonce-${NONCE}'; font-src ${origin}; ` +
    `script-src 'nonce-${NONCE}'; img-src blob:; require-trusted-types-for 'script'; trusted-types lit-html`;
  const html = await readFile(join(__dirname, 'host.html'), 'utf8');
  const table = await wordsIn(language);
  const words = table ? dataBlock('l10n', table) : '';
  const filled = html.replaceAll('{{csp}}', csp).replaceAll('{{nonce}}', NONCE).replace('{{lang}}', language);
  return filled.replace('{{words}}', () => words);
}

/** @param plugins for a page that is built in another way. */
export async function serveSite(plugins: Plugin[] = []): Promise<Site> {
  const files = await buildPage(plugins);
  const pages = new Map<string, string>();
  const server = createServer(({ url = '/' }, response) => {
    const { pathname, search } = new URL(url, 'http://page');
    const name = basename(pathname);
    const body = name === '' ? pages.get(search.slice(1)) : files.get(name);
    const type = TYPES[extname(name)] ?? 'text/html';
    response
      .writeHead(body === undefined && name !== 'empty' ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
      .end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const language of LANGUAGES) pages.set(language, await htmlFor(origin, language));
  return {
    urlIn: language => `${origin}/?${language}`,
    emptyUrl: `${origin}/empty`,
    files,
    close: () => server.close(),
  };
}
