import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RestKey } from '../../src/seal/restKey';
import type { Kept } from '../../src/session/kept';
import { HistoryFiles } from '../../src/ui/history/historyFiles';
import { Histories } from '../../src/ui/history/histories';
import { plainAtRest, plainSource } from '../../src/ui/history/atRest';
import { bytesOf, filesIn, readText, removeAll, tempFolder } from './files';
import { setting } from './support';

const { fs } = vscode.workspace;

function said(id: string, text: string): Kept {
  return { content: { type: 'chat', text, id, session: 's', seq: 1, at: 1 }, date: Number(id), name: 'Ada' };
}

const texts = (all: readonly Kept[]) => all.map(({ content, text }) => content?.text ?? text);

describe('a channel’s history on disk', () => {
  let folder: vscode.Uri;
  const warnings: string[] = [];
  const log = { warn: (text: string) => warnings.push(text) } as unknown as vscode.LogOutputChannel;

  beforeEach(() => {
    folder = tempFolder();
    warnings.length = 0;
  });
  afterEach(() => removeAll(folder));

  const at = (...path: string[]) => vscode.Uri.joinPath(folder, 'one', ...path);
  const files = () => new HistoryFiles(() => Promise.resolve(at()), plainSource, log);
  /** What goes by size does so at less than the real limits: a worker writes its files through the window, which is slow. */
  const limits = { items: 5_000, units: 100_000 };
  const bounded = () => new HistoryFiles(() => Promise.resolve(at()), plainSource, log, limits);
  const names = async () => (await fs.readDirectory(at())).map(([name]) => name).sort();

  async function write(...all: Kept[]): Promise<void> {
    const one = files();
    for (const kept of all) one.keep(kept);
    await one.flush();
  }

  it('is nothing where nothing was said, and says nothing of that', async () => {
    assert.deepEqual(await files().load(), []);
    assert.deepEqual(warnings, []);
  });

  it('has what two windows have written, once and in order', async () => {
    await write(said('3', 'three'), said('1', 'one'));
    await write(said('2', 'two'), said('3', 'three'));
    assert.deepEqual(texts(await files().load()), ['one', 'two', 'three']);
    assert.equal((await names()).length, 1, 'what was there twice is written anew');
  });

  it('makes one file of many, and loses nothing on the way', async () => {
    for (let n = 1; n <= 25; n++) await write(said(`${n}`, `message ${n}`));
    assert.equal((await names()).length, 25);
    assert.equal((await files().load()).length, 25);
    assert.equal((await names()).length, 1);
    assert.equal((await files().load()).length, 25);
  });

  it('has nothing any more of what was taken back', async () => {
    const content = { type: 'delete', of: '1', text: '', id: 'x', session: 's', seq: 2, at: 2 } as const;
    await write(said('1', 'never mind'), said('2', 'stays'), { content, date: 2 });
    assert.deepEqual(texts(await files().load()), ['stays']);
    for (const file of await filesIn(folder)) assert.ok(!(await readText(file)).includes('never mind'));
  });

  it('is read as far as it can be', async () => {
    await write(said('1', 'good'));
    await fs.writeFile(at('000000000000001-x.history'), bytesOf('no JSON\n{"date":"never"}\n\u0000'));
    assert.deepEqual(texts(await files().load()), ['good']);
  });

  it('is there as a whole when two windows make one file of many at once', async () => {
    for (let n = 1; n <= 25; n++) await write(said(`${n}`, `message ${n}`));
    const found = await Promise.all([files().load(), files().load(), files().load()]);
    assert.deepEqual(
      found.map(({ length }) => length),
      [25, 25, 25],
    );
    assert.deepEqual(warnings, []);
    assert.equal((await files().load()).length, 25);
  });

  it('is read anew when files go meanwhile, so that nothing deleted in another window comes back', async () => {
    const content = { type: 'delete', of: '1', text: '', id: 'x', session: 's', seq: 2, at: 2 } as const;
    await write(said('2', 'stays'));
    await write({ content, date: 2 });
    await write(said('1', 'never mind'));
    const other = files();
    let reads = 0;
    const slow = new HistoryFiles(
      () => Promise.resolve(at()),
      {
        ...plainSource,
        toRead: () =>
          Promise.resolve({
            ...plainAtRest,
            open: async bytes => {
              if (reads++ === 0) await other.load();
              return plainAtRest.open(bytes);
            },
          }),
      },
      log,
    );
    assert.deepEqual(texts(await slow.load()), ['stays']);
    assert.deepEqual(texts(await files().load()), ['stays']);
    assert.deepEqual(warnings, []);
  });

  it('is bounded while a window is open, the oldest go', async () => {
    const one = bounded();
    const part = limits.units / 8;
    for (let n = 1; n <= 30; n++) {
      one.keep(said(`${n}`, 'x'.repeat(part)));
      await one.flush();
    }
    const sizes = (await filesIn(folder)).map(async file => (await fs.stat(file)).size);
    const size = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
    assert.ok(size < 2.5 * limits.units, `${size} bytes`);
    assert.equal((await bounded().load()).at(-1)?.date, 30);
  });

  it('is read from the newest file on, and no further than there can be anything of use', async () => {
    await write(said('1', 'old'));
    const [first = ''] = await names();
    const old = '000000000000001-x.history';
    await fs.rename(at(first), at(old));
    await fs.writeFile(at('000000000000002-x.history'), bytesOf(' '.repeat(4 * limits.units + 1)));
    await write(said('2', 'new'));
    assert.deepEqual(texts(await bounded().load()), ['new']);
    assert.ok(!(await names()).includes(old));
    assert.deepEqual(texts(await bounded().load()), ['new']);
  });

  describe('of a private channel', () => {
    const secrets = new Map<string, string>();
    let failures = 0;
    /** What another window stores at once. */
    let overtakenBy: string | undefined;
    const store = {
      get: (key: string) => Promise.resolve(failures-- > 0 ? undefined : secrets.get(key)),
      store: (key: string, value: string) => Promise.resolve(void secrets.set(key, overtakenBy ?? value)),
      delete: (key: string) => Promise.resolve(void secrets.delete(key)),
    } as unknown as vscode.SecretStorage;
    const histories = () => new Histories(folder, store, log);

    /** Everything on disk, as text. */
    const disk = async () => (await Promise.all((await filesIn(folder)).map(readText))).join('\n');

    async function kept(...all: Kept[]): Promise<void> {
      const some = histories();
      for (const one of all) some.of('private\nsecret-channel', true).keep(one);
      await some.flush();
    }

    before(() => setting('liveChannels.keepHistory', true));
    after(() => setting('liveChannels.keepHistory', undefined));
    beforeEach(() => {
      secrets.clear();
      failures = 0;
      overtakenBy = undefined;
    });

    it('is sealed, and opens with the key of the key store', async () => {
      await kept(said('1', 'top secret'));
      assert.ok((await disk()).length > 50);
      assert.doesNotMatch(await disk(), /top secret|Ada|secret-channel/);
      assert.deepEqual(texts(await histories().of('private\nsecret-channel', true).load()), ['top secret']);
    });

    it('cannot be read without that key, and is left as it is', async () => {
      await kept(said('1', 'top secret'));
      const [key = ''] = secrets.keys();
      const value = secrets.get(key) ?? '';
      secrets.clear();
      assert.deepEqual(await histories().of('private\nsecret-channel', true).load(), []);
      assert.equal(warnings.length, 1);
      secrets.set(key, value);
      assert.deepEqual(texts(await histories().of('private\nsecret-channel', true).load()), ['top secret']);
    });

    it('is all there after the key store had nothing for once', async () => {
      for (let n = 1; n <= 25; n++) await kept(said(`${n}`, `message ${n}`));
      const value = [...secrets.values()];
      failures = 1;
      assert.deepEqual(await histories().of('private\nsecret-channel', true).load(), []);
      assert.deepEqual([...secrets.values()], value);
      assert.equal((await histories().of('private\nsecret-channel', true).load()).length, 25);
      const some = histories();
      const channel = some.of('private\nsecret-channel', true);
      await channel.load();
      failures = 1;
      channel.keep(said('26', 'with the key that was there'));
      await some.flush();
      assert.deepEqual([...secrets.values()], value);
      assert.equal((await histories().of('private\nsecret-channel', true).load()).length, 26);
    });

    it('keeps the files that do not open, whatever else is made one', async () => {
      await kept(said('1', 'top secret'));
      const [[key = '', value = ''] = []] = secrets;
      secrets.clear();
      for (let n = 2; n <= 30; n++) await kept(said(`${n}`, `message ${n}`));
      assert.equal((await histories().of('private\nsecret-channel', true).load()).length, 29);
      secrets.set(key, value);
      assert.deepEqual(texts(await histories().of('private\nsecret-channel', true).load()), ['top secret']);
    });

    it('is sealed with the key that counts, where another window makes one at the same time', async () => {
      overtakenBy = (await RestKey.random('private\nsecret-channel')).secret.reveal();
      await kept(said('1', 'top secret'));
      assert.deepEqual([...secrets.values()], [overtakenBy]);
      assert.deepEqual(texts(await histories().of('private\nsecret-channel', true).load()), ['top secret']);
    });

    it('goes, with its key, when the channel is forgotten', async () => {
      await kept(said('1', 'top secret'));
      await histories().forget('private\nsecret-channel');
      assert.equal(await disk(), '');
      assert.equal(secrets.size, 0);
    });

    it('goes when all history is cleared, and what comes then is kept', async () => {
      const some = histories();
      some.of('a', false).keep(said('1', 'before'));
      some.of('b', false).keep(said('2', 'waits'));
      await some.clear();
      assert.equal(await disk(), '');
      some.of('a', false).keep(said('3', 'after'));
      await some.flush();
      assert.deepEqual(texts(await histories().of('a', false).load()), ['after']);
    });

    it('is neither written nor read while it is off', async () => {
      await kept(said('1', 'before'));
      await setting('liveChannels.keepHistory', false);
      await kept(said('2', 'meanwhile'));
      assert.deepEqual(await histories().of('private\nsecret-channel', true).load(), []);
      await setting('liveChannels.keepHistory', true);
      assert.deepEqual(texts(await histories().of('private\nsecret-channel', true).load()), ['before']);
    });
  });
});
