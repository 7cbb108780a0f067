import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileConcerns } from '../../src/ui/guard/fileConcerns';
import { write } from './sourceSupport';
import { workspaceFile } from './support';

describe('the guard, where there is git', () => {
  const paths = ['build/out.js', 'a.local', 'kept.local'];

  before(() => write('.gitignore', 'build/\n*.local\n!kept.local\n'));
  after(async () => {
    for (const path of ['.gitignore', 'build', 'a.local', 'kept.local'])
      await vscode.workspace.fs.delete(workspaceFile(path), { recursive: true });
  });

  it('names what git ignores', async () => {
    const candidates = [];
    for (const label of paths) candidates.push({ label, uri: await write(label, 'x'), text: 'x', startLine: 1 });
    const found = (await fileConcerns(candidates)).map(({ candidate, what }) => `${candidate.label} ${what}`);
    assert.deepEqual(found, ['build/out.js ignored by git', 'a.local ignored by git']);
  });
});
