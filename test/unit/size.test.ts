import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '../../dist');

/** Bytes of a file of `dist`, or of several. */
function sizeOf(...names: readonly string[]): number {
  return names.reduce((sum, name) => sum + statSync(join(dist, name)).size, 0);
}

/**
 * What an entry loads at once: the chunks that stand in a declaration of it, and theirs. What `import()` loads later stands
 * within a function.
 */
function loadedWith(entry: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const code = readFileSync(join(dist, entry), 'utf8');
  for (const [, chunk = ''] of code.matchAll(/(?:[,;\s][\w$]+=|[;,])[\w$]+\("\.\/(chunk-[^"]+)"\)/g)) {
    loadedWith(chunk, found);
  }
  return found;
}

const host = readdirSync(dist).filter(name => /^(extension|chunk-.*)\.js$/.test(name));
const atStart = loadedWith('extension.js');
const rest = loadedWith(host.find(name => name.startsWith('chunk-extension-')) ?? '');

/**
 * Each bundle's limit, above what it is, and the goal where it is not reached yet. KB are thousands of bytes.
 * The host's code is TypeScript's with its names of members, which no minifier may shorten; the largest of it are
 * secretlint's rules, the session and `ws`.
 */
const BUDGETS: { what: string; files: readonly string[]; limit: number; goal?: number }[] = [
  { what: 'activation: what a window loads that uses nothing', files: [...atStart], limit: 20_500, goal: 60_000 },
  { what: 'the rest, with the first command, view or channel', files: [...rest], limit: 150_000 },
  { what: 'host code in all, on the desktop', files: host, limit: 635_000, goal: 200_000 },
  {
    what: 'activation in a browser: the loader of the rest, and what a window loads that uses nothing',
    files: ['web.js'],
    limit: 26_000,
    goal: 60_000,
  },
  {
    what: 'page code and style, loaded with the page',
    files: ['chat.js', 'chat.css', 'codicon.css'],
    limit: 330_000,
    goal: 250_000,
  },
  { what: 'the page’s colours of code, with the first code', files: ['chat-highlight.js'], limit: 210_000 },
  { what: 'the names of all emoji, when one is looked for', files: ['chat-emoji.js'], limit: 195_000 },
  { what: 'the icons’ font', files: ['codicon.ttf'], limit: 30_000 },
  { what: 'what brings the page to a guest’s browser', files: ['guest.js', 'guest.css'], limit: 180_000 },
  { what: 'the relay on its own, with the guest’s page', files: ['relay.mjs'], limit: 950_000 },
  { what: 'the command line, with that relay', files: ['live-channels.mjs'], limit: 1_250_000 },
];

/** What has no limit of its own yet. */
const OTHERS = 350_000;
const listed = new Set(BUDGETS.flatMap(({ files }) => files));
for (const name of readdirSync(dist)) {
  if (!listed.has(name) && /\.(m?js|css)$/.test(name)) BUDGETS.push({ what: name, files: [name], limit: OTHERS });
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

describe('the size of', () => {
  for (const { what, files, limit, goal } of BUDGETS) {
    const size = sizeOf(...files);
    const aim = goal === undefined ? '' : `, goal ${kilobytes(goal)}${size > goal ? ': not reached' : ''}`;
    it(`${what}: ${kilobytes(size)} of ${kilobytes(limit)}${aim}`, () => {
      assert.ok(size > 0 && size <= limit, `${size} bytes, the limit is ${limit}`);
    });
  }
});

describe('the web extension host', () => {
  // Every file that the loader knows, and so all that can be loaded there.
  const names = [...readFileSync(join(dist, 'web.js'), 'utf8').matchAll(/"(chunk-[\w-]+\.js)"/g)].map(
    found => found[1] ?? '',
  );
  const files = [...new Set(names)];

  it('loads files that ask for vscode and each other only', () => {
    // What comes in the loader itself is not fetched; what has its name is for hosts with Node.
    const loader = readFileSync(join(dist, 'web.js'), 'utf8');
    const fetched = files.filter(name => !loader.includes(`"${name}":`));
    assert.ok(fetched.length > 50, 'there are many');
    const asked = fetched.flatMap(name =>
      [...readFileSync(join(dist, name), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(found => found[1] ?? ''),
    );
    const others = asked.filter(name => name !== 'vscode' && !files.includes(name.replace(/^\.\//, '')));
    assert.deepEqual([...new Set(others)], []);
    assert.ok(asked.includes('vscode') && asked.length > fetched.length, 'they ask');
  });

  it('loads no relay and no sockets of Node', () => {
    assert.deepEqual(
      files.filter(name => /^chunk-(sockets|embeddedRelay|checkConnection)-/.test(name)),
      [],
    );
  });

  it('activates with what comes in its first file', () => {
    const code = readFileSync(join(dist, 'web.js'), 'utf8');
    for (const name of atStart) {
      if (name !== 'extension.js') assert.ok(code.includes(`"${name}":`) || !files.includes(name), name);
    }
  });
});

describe('activation', () => {
  it('loads one file: what else is named there hands on what is in it', () => {
    for (const name of atStart) {
      const code = readFileSync(join(dist, name), 'utf8').trim();
      assert.ok(
        name === 'extension.js' || code === `module.exports=require("./extension.js").take("./${name}");`,
        name,
      );
    }
  });

  it('loads nothing of the page, the relay, the session, private channels or what finds secrets', () => {
    const code = [...atStart].map(name => readFileSync(join(dist, name), 'utf8')).join('\n');
    const later = ['subtle', 'slack', 'createWebviewPanel', 'permessage-deflate'];
    assert.deepEqual(
      later.filter(word => code.includes(word)),
      [],
    );
    assert.ok(existsSync(join(dist, 'chat.js')), 'the page stands in files of its own');
    assert.ok(
      later.every(word => host.some(name => readFileSync(join(dist, name), 'utf8').includes(word))),
      'they are called so',
    );
  });
});
