import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension host', () => {
  it('runs the extension under test in the sample workspace', () => {
    assert.ok(vscode.extensions.getExtension('live-channels.live-channels'));
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });
});
