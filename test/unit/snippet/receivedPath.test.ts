import { strict as assert } from 'node:assert';
import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { english } from '../../../src/base/sentence';
import { harmlessName, isGitName, readReceivedPath } from '../../../src/snippet/receivedPath';

function reasonOf(path: string): string | undefined {
  const read = readReceivedPath(path);
  return 'reason' in read ? english(read.reason) : undefined;
}

describe('a received path', () => {
  for (const path of [
    'a.ts',
    'src/ui/größe.ts',
    '.gitignore',
    '.github/x.yml',
    'with space/x',
    'console.ts',
    'a/.env',
    'git',
    'x.git',
  ]) {
    it(`may be ${path}`, () => assert.deepEqual(readReceivedPath(path), { segments: path.split('/') }));
  }

  for (const [path, reason] of [
    ['', /is empty/],
    ['/etc/passwd', /is absolute/],
    ['C:/Windows', /is absolute/],
    ['c:x', /is absolute/],
    ['\\\\server\\share\\x', /is absolute/],
    ['//server/share', /is absolute/],
    ['a\\..\\b', /backslash/],
    ['../x', /“\.\.”/],
    ['a/../../x', /“\.\.”/],
    ['a/..', /“\.\.”/],
    ['a//b', /empty part/],
    ['./a', /empty part/],
    ['a/', /empty part/],
    ['a\0.ts', /control characters/],
    ['a\nb', /control characters/],
    ['a\u2028b', /control characters/],
    ['a\ud800b', /control characters/],
    ['cod\u202egpj.exe', /direction of writing/],
    ['a\u2066b', /direction of writing/],
    ['file.txt:stream', /colon/],
    ['CON', /device/],
    ['src/nul.txt', /device/],
    ['NUL .txt', /device/],
    ['com1', /device/],
    ['LPT9.log', /device/],
    ['COM¹', /device/],
    ['a./b', /ends in a dot or a space/],
    ['a /b', /ends in a dot or a space/],
    ['.git/config', /\.git folder/],
    ['a/.GIT/hooks/x', /\.git folder/],
    ['.git./config', /\.git folder/],
    ['.git  /config', /\.git folder/],
    ['GIT~1/config', /\.git folder/],
    ['git~23', /\.git folder/],
    ['.g\u200bit/config', /\.git folder/],
    ['.g\ufeffIt/config', /\.git folder/],
    ['x'.repeat(256), /more than 255 bytes/],
    ['ä'.repeat(130), /more than 255 bytes/],
    [`${'x/'.repeat(600)}y`, /1201 characters long/],
  ] as const) {
    it(`may not be ${JSON.stringify(path.slice(0, 30))}`, () => {
      assert.match(reasonOf(path) ?? '', reason);
      assert.match(reasonOf(path) ?? '', /^The received path .*\.$/);
    });
  }

  it('knows .git as NTFS streams and compatibility letters write it', () => {
    for (const name of ['.git', '.git::$INDEX_ALLOCATION', '.git . .', '.GiT:x', '．ｇｉｔ', '.git\\x'])
      assert.ok(isGitName(name), name);
    for (const name of ['git', '.gitx', '.git.x', 'x.git', '..git', 'git~x', 'mygit~1'])
      assert.ok(!isGitName(name), name);
  });

  it('stays below its root on every system, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'a',
      'C:',
      ':',
      '.git',
      ' ',
      '\0',
      '~',
      'nul',
      '\u202e',
      'é',
      '//',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 10 }), pieces => {
        const read = readReceivedPath(pieces.join(''));
        if ('reason' in read) return;
        const { segments } = read;
        assert.ok(posix.join('/root', ...segments).startsWith('/root/'));
        assert.ok(win32.resolve('C:\\root', ...segments).startsWith('C:\\root\\'));
        assert.ok(!segments.some(isGitName));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a harmless file name', () => {
  it('is the last part of what arrived, if that can be a name', () => {
    assert.equal(harmlessName('src/a.ts', 'code'), 'a.ts');
    assert.equal(harmlessName('..\\..\\evil.bat', 'code'), 'evil.bat');
    assert.equal(harmlessName('a/b?*<x>.ts', 'code'), 'b___x_.ts');
    assert.equal(harmlessName('x/cod\u202egpj.exe', 'code'), 'cod_gpj.exe');
    assert.equal(harmlessName(`photo.png${'\u2003'.repeat(45)}.bat`, 'code'), 'photo.png .bat');
    assert.equal(harmlessName(`${'x'.repeat(300)}.ts`, 'code').length, 60);
  });

  it('is another one for all else', () => {
    for (const path of [undefined, '', '/', '..', 'a/..', '.git', 'CON', '...', 'a/ ']) {
      assert.equal(harmlessName(path, 'code.ts'), 'code.ts', path);
    }
  });

  it('can always be used', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), path => {
        assert.ok('segments' in readReceivedPath(harmlessName(path, 'code')));
      }),
    );
  });
});
