import assert from 'node:assert/strict';
import { Chunks, type Evaluate } from '../../../src/web/chunks';

/** What a file's code says when it runs. */
const ran: string[] = [];

/** A file that says when it runs, and asks for another at its top. */
const asking =
  (name: string, needed: string): Evaluate =>
  (_module, exports, require) => {
    const other = require(`./${needed}.js`);
    ran.push(name);
    Object.assign(exports, { [needed]: other, host: require('vscode') });
  };

const LATER = './d.js';

/** One that loads another later, as the build has made of `import()`; `copy` is what esbuild's helper does with it. */
const loading =
  (name: string, copy = (given: unknown) => given): Evaluate =>
  (_module, exports, require) => {
    ran.push(name);
    Object.assign(exports, { later: () => Promise.resolve().then(() => copy(require(LATER))) });
  };

function copied(given: unknown): unknown {
  const names = Object.getOwnPropertyNames(given);
  const getters = names.map(name => [name, { get: () => (given as Record<string, unknown>)[name] }]);
  return Object.defineProperties({}, Object.fromEntries(getters) as PropertyDescriptorMap);
}

const FILES: Readonly<Record<string, Evaluate>> = {
  'a.js': asking('a', 'b'),
  'b.js': asking('b', 'c'),
  'c.js': loading('c'),
  'd.js': asking('d', 'c'),
  'e.js': loading('e', copied),
  'broken.js': () => {
    ran.push('broken');
    throw new Error('no');
  },
};
const needs = { 'a.js': ['b.js'], 'b.js': ['c.js'], 'c.js': [], 'd.js': ['c.js'], 'e.js': [], 'broken.js': [] };

interface B {
  c: C;
}
interface C {
  later: () => Promise<B>;
}

describe('the files of the web extension host', () => {
  let fetched: string[];
  let gone: Set<string>;
  let chunks: Chunks;

  beforeEach(() => {
    ran.length = 0;
    fetched = [];
    gone = new Set();
    const fetch = (file: string): Promise<Evaluate> => {
      fetched.push(file);
      const code = gone.has(file) ? undefined : FILES[file];
      return code ? Promise.resolve(code) : Promise.reject(new Error(`${file} is gone`));
    };
    const held = { 'c.js': loading('c') };
    chunks = new Chunks({ needs, held, fetch, require: name => `the host’s ${name}` });
  });

  it('are fetched with all that they need, at once, but for what is held; and run in their order, once', async () => {
    const both = await Promise.all([chunks.load('a.js'), chunks.load('a.js')]);
    assert.deepEqual(fetched, ['a.js', 'b.js']);
    assert.deepEqual(ran, ['c', 'b', 'a']);
    assert.equal(both[0], both[1]);
    assert.equal((both[0] as { host: string }).host, 'the host’s vscode');
  });

  it('come when they are asked for later, and share what is there', async () => {
    const c = (await chunks.load('c.js')) as C;
    assert.deepEqual(fetched, []);
    const [d, again] = await Promise.all([c.later(), c.later()]);
    assert.deepEqual(fetched, ['d.js']);
    assert.equal(d.c, c);
    assert.equal(again, d);
    assert.deepEqual(ran, ['c', 'd']);
  });

  it('come so too where the promise is copied, as esbuild’s helper does with a module', async () => {
    const e = (await chunks.load('e.js')) as C;
    assert.equal((await e.later()).c, await chunks.load('c.js'));
  });

  it('are tried again when they did not come, without those that came', async () => {
    gone.add('a.js');
    await assert.rejects(chunks.load('a.js'), /a\.js is gone/);
    assert.deepEqual(ran, []);
    gone.clear();
    await chunks.load('a.js');
    assert.deepEqual(fetched, ['a.js', 'b.js', 'a.js']);
    assert.deepEqual(ran, ['c', 'b', 'a']);
  });

  it('are run again when that failed', async () => {
    for (const times of [1, 2]) {
      await assert.rejects(chunks.load('broken.js'), /^Error: no$/);
      assert.equal(ran.length, times);
    }
  });
});
