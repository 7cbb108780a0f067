import { readFile } from 'node:fs/promises';
import type { GuestFile } from './guestFiles';

/** Where the files of the page for guests stand in the extension's folder, by the name that the page asks for. */
const PLACES: Readonly<Record<string, string>> = {
  'chat.js': 'dist/chat.js',
  'chat-highlight.js': 'dist/chat-highlight.js',
  'chat-emoji.js': 'dist/chat-emoji.js',
  'chat.css': 'dist/chat.css',
  'codicon.css': 'dist/codicon.css',
  'codicon.ttf': 'dist/codicon.ttf',
  'guest.js': 'dist/guest.js',
  'guest.css': 'dist/guest.css',
  'de.json': 'l10n/bundle.l10n.de.json',
  'zh-cn.json': 'l10n/bundle.l10n.zh-cn.json',
  'icon.png': 'media/icons/icon.png',
};

/**
 * The files of the page for guests. In a bundle that works alone esbuild puts the files themselves in the place of
 * this module: see esbuild.mjs.
 * @param root the extension's folder.
 */
export function builtFiles(root: URL): Promise<GuestFile[]> {
  return Promise.all(
    Object.entries(PLACES).map(async ([name, place]) => ({
      name,
      content: { plain: await readFile(new URL(place, root)) },
    })),
  );
}
