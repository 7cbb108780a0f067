import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { quotePath, unquotePath } from '../../../src/snippet/gitPath';
import { linesIn, newFilePatch, patchSections } from '../../../src/snippet/patchSections';

/** A repository in a folder of its own, with no settings but those given. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'patch-sections-'));

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    for (const setting of ['user.name=Ada', 'user.email=ada@example.com', 'core.autocrlf=false']) {
      this.git('config', ...setting.split('='));
    }
  }

  git(...args: string[]): string {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', ['-C', this.folder, ...args], { env, encoding: 'utf8', stdio: 'pipe' });
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', 'x');
  }

  apply(patch: string): void {
    const file = join(this.folder, '.git', 'a.patch');
    writeFileSync(file, patch);
    this.git('apply', '--whitespace=nowarn', file);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const NAMES = [
  'plain.txt',
  'with space.txt',
  'größe.txt',
  'a/b.txt',
  'b/a.txt',
  'quote".txt',
  'tab\t.txt',
  'back\\s.txt',
];

describe('the sections of a patch', () => {
  const repositories: Repository[] = [];
  const repository = () => {
    const made = new Repository();
    repositories.push(made);
    return made;
  };
  after(() => {
    for (const each of repositories) each.dispose();
  });

  for (const setting of ['diff.noprefix', 'diff.mnemonicPrefix', 'diff.renames']) {
    it(`are in one form whatever the person’s git is set to: ${setting}`, () => {
      const r = repository();
      for (const name of NAMES) r.write(name, 'one\ntwo\nthree\n');
      r.write('gone.txt', 'bye\n');
      r.write('old.txt', 'a\nb\nc\nd\ne\nf\n');
      r.write('mode.sh', 'echo\n');
      r.commit();
      for (const name of NAMES) r.write(name, 'one\n2\nthree\n--- no header\n');
      rmSync(join(r.folder, 'gone.txt'));
      renameSync(join(r.folder, 'old.txt'), join(r.folder, 'new name.txt'));
      chmodSync(join(r.folder, 'mode.sh'), 0o755);
      r.git('add', '--all');
      const wanted = r.git('-c', 'core.quotePath=true', 'diff', '--cached');
      r.git('config', setting, 'true');
      const sections = patchSections(r.git('diff', '--cached'));
      assert.deepEqual(
        sections.map(({ path }) => path).sort(),
        [...NAMES, 'gone.txt', 'new name.txt', 'mode.sh'].sort(),
      );
      assert.equal(sections.map(({ text }) => text).join(''), wanted);
    });
  }

  it('tell what nobody could apply, and leave the others whole', () => {
    const r = repository();
    r.write('a.txt', 'one\n');
    r.write('b.bin', Buffer.from([0, 1, 2]));
    r.write('c.txt', 'same\n');
    r.commit();
    r.git('checkout', '--quiet', '-b', 'other');
    r.write('c.txt', 'theirs\n');
    r.commit();
    r.git('checkout', '--quiet', 'main');
    r.write('c.txt', 'ours\n');
    r.commit();
    assert.throws(() => r.git('merge', 'other'));
    r.write('a.txt', 'two\n');
    r.write('b.bin', Buffer.from([0, 9, 9]));
    const found = patchSections(r.git('diff')).map(({ path, unusable }) => [path, unusable]);
    assert.deepEqual(found.sort(), [
      ['a.txt', undefined],
      ['b.bin', 'binary'],
      ['c.txt', 'conflict'],
    ]);
  });

  it('are not ended by what stands in a file', () => {
    const r = repository();
    r.write('a.txt', 'x\n');
    r.commit();
    r.write('a.txt', 'diff --git a/evil b/evil\nSubmodule x\n\rdiff --git a/e b/e\n\u2028diff --git a/f b/f\n');
    const diff = r.git('diff');
    const sections = patchSections(diff);
    assert.deepEqual([sections.length, sections[0]?.text], [1, diff]);
  });

  it('are none of what is no patch', () => {
    assert.deepEqual(patchSections(''), []);
    assert.deepEqual(patchSections('\u001b[1mdiff --git a/a b/a\u001b[m\n'), []);
  });

  it('show every line of a file that leaves with them, old ones too', () => {
    const r = repository();
    r.write('a.txt', 'KEY=old\nkept\n');
    r.commit();
    r.write('a.txt', 'KEY=new\nkept\n');
    const [section] = patchSections(r.git('diff'));
    assert.ok(section);
    assert.equal(linesIn(section), 'KEY=old\nKEY=new\nkept');
  });

  it('of a new file make just that file under git apply', () => {
    const r = repository();
    const contents = [
      '',
      'one',
      'one\n',
      'a\r\nb\r\n',
      '\ufeffwith a mark\n',
      '\n',
      'a\n\n\nb',
      '\u2028 \u0085\n',
      '-- \n',
    ];
    for (const [index, content] of contents.entries()) {
      const name = `${index} ${NAMES[index % NAMES.length] ?? ''}`;
      r.apply(newFilePatch(name, content).text);
      assert.equal(readFileSync(join(r.folder, name), 'utf8'), content, JSON.stringify(content));
    }
  });

  it('of a new file are what git itself would say', () => {
    const r = repository();
    r.commit();
    for (const name of NAMES) {
      r.write(name, 'one\r\ntwo');
      r.git('add', '--intent-to-add', '--', name);
    }
    const withoutIndex = (text: string) => text.replace(/^index .*\n/gm, '');
    for (const { path, text } of patchSections(r.git('diff'))) {
      assert.equal(newFilePatch(path, 'one\r\ntwo').text, withoutIndex(text));
    }
  });

  it('name paths as git quotes them, there and back', () => {
    assert.equal(quotePath('a/größe.txt'), '"a/gr\\303\\266\\303\\237e.txt"');
    assert.equal(quotePath('a/with space.txt'), 'a/with space.txt');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), path => {
        fc.pre(!path.startsWith('"'));
        assert.equal(unquotePath(quotePath(path)), path);
      }),
    );
  });
});
