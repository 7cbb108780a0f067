import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../src/base/errors';
import { bytesOf, readText } from './files';
import { PASSING_LIMITS } from '../../src/protocol/passing';
import type { Candidate } from '../../src/ui/guard/candidate';
import { fileConcerns } from '../../src/ui/guard/fileConcerns';
import { secretConcerns } from '../../src/ui/guard/secretConcerns';
import { SendGuard } from '../../src/ui/guard/sendGuard';
import { setting, workspaceFile } from './support';

/** Written out, a scanner would find it in this repository. */
const TOKEN = ['ghp', 'zQ7mK2xV9tB4nL8wR3yC6uH1sD5fG0jPaE2k'].join('_');

/** What VS Code says instead of showing a modal question while it runs an extension's tests. */
const ASKED = /refused to show dialog/;

async function written(path: string, content: string): Promise<Candidate> {
  const uri = workspaceFile(path);
  await vscode.workspace.fs.writeFile(uri, bytesOf(content));
  return { label: path, uri, text: content, startLine: 1 };
}

/** What is said of candidates, in short. */
async function concernsOf(...candidates: Candidate[]): Promise<string[]> {
  const found = [...(await secretConcerns(candidates)), ...(await fileConcerns(candidates))];
  return found.map(({ candidate, what, line }) => `${candidate.label}${line === undefined ? '' : `:${line}`} ${what}`);
}

describe('the guard', () => {
  const guard = new SendGuard();

  after(async () => {
    for (const path of ['.env', 'notes', 'photo.txt']) {
      await vscode.workspace.fs.delete(workspaceFile(path), { recursive: true }).then(undefined, () => undefined);
    }
  });

  it('lets through what is there for everybody, without a question', async () => {
    const uri = workspaceFile('src/rateLimiter.ts');
    const text = await readText(uri);
    const candidate = { label: 'src/rateLimiter.ts', uri, text, startLine: 1 };
    assert.deepEqual(await concernsOf(candidate), []);
    assert.equal(await guard.review([candidate], 'demo'), true);
    assert.equal(await guard.review([], 'demo'), true);
  });

  it('does without git for what is in no repository and for what is no file', async () => {
    const untitled = await vscode.workspace.openTextDocument({ content: 'let x;' });
    const outside = { label: 'hosts', uri: vscode.Uri.file('/nowhere/hosts'), text: 'x' };
    assert.deepEqual(await concernsOf({ label: 'Untitled', uri: untitled.uri, text: 'let x;' }, outside), []);
    assert.deepEqual(await concernsOf({ label: 'Terminal selection', text: 'ls' }), []);
  });

  it('names files that are never to be sent, with the pattern', async () => {
    const env = await written('.env', 'PORT=8080\n');
    assert.deepEqual(await concernsOf(env), ['.env never to be sent (**/.env*)']);
    assert.deepEqual(await concernsOf({ ...env, label: '.env.sample', uri: workspaceFile('.env.sample') }), []);
  });

  it('goes by liveChannels.neverSend, upper and lower case alike', async () => {
    const notes = await written('notes/Salary.md', 'x');
    const env = await written('.env', 'PORT=8080\n');
    try {
      await setting('liveChannels.neverSend', ['notes/salary.*']);
      assert.deepEqual(await concernsOf(notes, env), ['notes/Salary.md never to be sent (notes/salary.*)']);
    } finally {
      await setting('liveChannels.neverSend', undefined);
    }
  });

  it('finds a secret in what is selected, in the line of the file', async () => {
    const text = `const a = 1;\nconst token = '${TOKEN}';\n`;
    const selection = { label: 'src/a.ts', uri: workspaceFile('src/a.ts'), text, startLine: 11 };
    assert.deepEqual(await concernsOf(selection), ['src/a.ts:12 GitHub token']);
    assert.deepEqual(await concernsOf({ label: 'Terminal selection', text }), ['Terminal selection:2 GitHub token']);
  });

  it('names what is no text and what is large', async () => {
    assert.deepEqual(await concernsOf({ label: 'a.bin', text: 'MZ\0\x01' }), ['a.bin not a text']);
    assert.deepEqual(await concernsOf({ label: 'a.txt', text: 'Gr\uFFFD\uFFFDe' }), ['a.txt not a text']);
    assert.deepEqual(await concernsOf({ label: 'a.txt', text: `${'word '.repeat(500)}\uFFFD` }), []);
    assert.deepEqual(await concernsOf({ label: 'a.txt', text: 'word '.repeat(400_000) }), ['a.txt large: 1.9 MB']);
    assert.deepEqual(await concernsOf({ label: 'a.png', bytes: 3_000_000 }), ['a.png large: 2.9 MB']);
    assert.deepEqual(await concernsOf({ label: 'a.png', bytes: 300_000 }), []);
  });

  it('says in one sentence that something is too large for any message', async () => {
    const large = { label: 'a.png', bytes: PASSING_LIMITS.transfer + 1 };
    await assert.rejects(guard.review([large], 'demo'), (thrown: unknown) => {
      assert.ok(thrown instanceof AppError && thrown.code === 'input');
      assert.equal(thrown.message, 'a.png is 9 MB and a message holds 8 MB: send a part of it.');
      return true;
    });
  });

  it('asks before a secret goes, each time anew', async () => {
    const candidate = { label: 'Terminal selection', text: `export GITHUB_TOKEN=${TOKEN}` };
    await assert.rejects(guard.review([candidate], 'demo'), ASKED);
    await assert.rejects(guard.review([candidate], 'demo'), ASKED);
  });
});
