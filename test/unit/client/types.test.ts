import assert from 'node:assert/strict';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../../..');

describe('types of the client', () => {
  it('allow and forbid what test/types says', function () {
    this.timeout(60_000);
    const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'test/tsconfig.json'), undefined, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: diagnostic =>
        assert.fail(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
    });
    assert.ok(config);
    const file = join(ROOT, 'test/types/connect.ts');
    const program = ts.createProgram([file], { ...config.options, types: ['node'] });
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    assert.equal(ts.formatDiagnostics(found, formatHost), '');
  });
});

const formatHost: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: name => name,
  getNewLine: () => '\n',
};
