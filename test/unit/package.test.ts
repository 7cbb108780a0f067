import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/build';
import { tempDir } from '../vscode/cleanup';
import { writeVsix } from '../vscode/vsix';
import { readZip, type ZipEntry } from './support/zip';

/** Bytes that people download, of the goal's 300 KB. */
const LIMIT = 850_000;
const GOAL = 300_000;

/** What a package holds beside the code that is built: by the names that `vsce` gives. */
const BESIDE_CODE = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(readme\.md|changelog\.md|SECURITY\.md|LICENSE\.txt)$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/l10n\/bundle\.l10n\.[\w-]+\.json$/,
  /^extension\/media\/(icons|walkthrough)\/[\w-]+\.(png|svg)$/,
  /^extension\/dist\/(licenses\.txt|codicon\.ttf)$/,
];
const CODE = /^extension\/dist\/[\w-]+\.(js|css)$/;

interface Manifest {
  name: string;
  publisher: string;
  version: string;
  displayName: string;
  license: string;
  categories: string[];
  keywords: string[];
  icon: string;
  galleryBanner: { color: string; theme: string };
  l10n: string;
  main: string;
  browser: string;
  contributes: { walkthroughs: { steps: { media: { image: Record<string, string> } }[] }[] };
}

describe('the package', () => {
  let size: number;
  let entries: ZipEntry[];
  let manifest: Manifest;
  const textOf = (name: string): string => {
    const entry = entries.find(each => each.name === name);
    assert.ok(entry, `${name} is not in it`);
    return entry.text();
  };

  before(async function () {
    this.timeout(120_000);
    const folder = await tempDir('package');
    const file = join(folder.path, 'live-channels.vsix');
    await writeVsix(file);
    const archive = readFileSync(file);
    await folder.dispose();
    size = archive.length;
    entries = readZip(archive);
    manifest = JSON.parse(textOf('extension/package.json')) as Manifest;
  });

  it('is within its size', () => {
    const goal = size > GOAL ? 'not reached' : 'reached';
    console.log(`      ${(size / 1000).toFixed(1)} KB of ${LIMIT / 1000} KB, goal ${GOAL / 1000} KB: ${goal}`);
    assert.ok(size <= LIMIT, `${size} bytes`);
  });

  it('holds what runs and what people read, and no sources, maps, tests or packages of others', () => {
    const others = entries.filter(({ name }) => ![CODE, ...BESIDE_CODE].some(pattern => pattern.test(name)));
    assert.deepEqual(
      others.map(({ name }) => name),
      [],
    );
    const mapped = entries.filter(entry => CODE.test(entry.name) && entry.text().includes('sourceMappingURL'));
    assert.deepEqual(
      mapped.map(({ name }) => name),
      [],
    );
  });

  it('holds every file that the manifest names', () => {
    const images = manifest.contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ media }) => Object.values(media.image)),
    );
    const paths = [manifest.main, manifest.browser, manifest.icon, ...images].map(path => path.replace(/^\.\//, ''));
    assert.ok(images.length > 0);
    const names = new Set(entries.map(({ name }) => name));
    assert.deepEqual(
      paths.filter(path => !names.has(`extension/${path}`)),
      [],
    );
  });

  it('holds the files that are loaded later, by the names that the code has for them', () => {
    const names = new Set(entries.map(({ name }) => name));
    for (const entry of entries.filter(({ name }) => CODE.test(name))) {
      for (const [, file = ''] of entry.text().matchAll(/"\.?\/?((?:chunk|chat)-[\w-]+\.js)"/g)) {
        assert.ok(names.has(`extension/dist/${file}`), `${entry.name} loads ${file}`);
      }
    }
  });

  it('tells both marketplaces where icon, README, changelog and licence are', () => {
    const listed = textOf('extension.vsixmanifest');
    for (const what of ['Icons.Default', 'Content.Details', 'Content.Changelog', 'Content.License']) {
      const path = new RegExp(`Type="Microsoft.VisualStudio.Services.${what}" Path="([^"]+)"`).exec(listed)?.[1];
      assert.ok(path !== undefined && entries.some(({ name }) => name === path), what);
    }
  });

  it('has the licence of each package of others whose code is in it', () => {
    const licences = textOf('extension/dist/licenses.txt');
    for (const name of ['ws', 'lit-html', 'markdown-it', 'highlight.js', '@vscode/codicons', '@secretlint/core']) {
      assert.match(licences, new RegExp(`^${name} \\d+\\.`, 'm'), name);
    }
  });

  // The Marketplace's rules are vsce's, which has written it. Open VSX's stand in its server's ExtensionValidator, and the
  // need of a licence in its guide to publishing.
  it('is what Open VSX takes', () => {
    const name = /^[\w\-+$~]{1,255}$/;
    assert.match(manifest.publisher, name);
    assert.match(manifest.name, name);
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.equal(manifest.license, 'MIT');
    assert.match(textOf('extension/LICENSE.txt'), /^MIT License/);
    assert.match(manifest.galleryBanner.color, /^#[\da-f]{6}$/);
    assert.ok(['dark', 'light'].includes(manifest.galleryBanner.theme));
    const { description = '' } = JSON.parse(textOf('extension/package.nls.json')) as Record<string, string>;
    assert.ok(description.length > 0 && description.length <= 2048);
    for (const text of [manifest.displayName, description, ...manifest.categories, ...manifest.keywords]) {
      assert.doesNotMatch(text, /[\p{C}\p{Zl}\p{Zp}]/u);
      assert.ok(text === description || text.length <= 255);
    }
  });

  it('shows pictures in README that the repository has', () => {
    const pictures = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)];
    assert.ok(pictures.length > 0);
    for (const [, path = ''] of pictures) assert.ok(existsSync(join(root, path)), path);
  });
});
