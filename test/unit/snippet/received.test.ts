import assert from 'node:assert/strict';
import { fileNameOf } from '../../../src/snippet/received';

const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: 'x' };

describe('the name of what was received', () => {
  it('is that of its file, and of nothing but text where its card says that it is a terminal’s', () => {
    assert.equal(fileNameOf({ type: 'snippet', path: 'src/a.ts', ranges: [range] }), 'a.ts');
    assert.equal(fileNameOf({ type: 'snippet', ranges: [range] }), 'code.txt');
    assert.equal(fileNameOf({ type: 'snippet', path: 'x.bat', terminal: true, ranges: [range] }), 'terminal.txt');
  });
});
