import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'src/ui/api/liveChannels.d.ts');

const formatHost: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: name => name,
  getNewLine: () => '\n',
};

function troubleIn(file: string, options: ts.CompilerOptions): string {
  const program = ts.createProgram([file], { noEmit: true, strict: true, ...options });
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program, program.getSourceFile(file)), formatHost);
}

describe('the types of the API', function () {
  this.timeout(60_000);

  it('need no other file, nor types of anybody', () => {
    const alone = { types: [], lib: ['lib.es2020.d.ts'], target: ts.ScriptTarget.ES2020, skipLibCheck: false };
    assert.equal(troubleIn(FILE, alone), '');
    assert.doesNotMatch(readFileSync(FILE, 'utf8'), /^import |import\(/m);
  });

  it('are those of what is handed out', () => {
    const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'test/tsconfig.json'), undefined, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => assert.fail('test/tsconfig.json cannot be read'),
    });
    assert.equal(troubleIn(join(ROOT, 'test/types/api.ts'), { ...config?.options, types: ['node', 'vscode'] }), '');
  });

  it('have the types of connect() as they are in the client', () => {
    const own = readFileSync(join(ROOT, 'src/client/types.ts'), 'utf8');
    const shared = own.slice(own.indexOf("/** The server's clock"), own.indexOf('/** The events of a socket,')).trim();
    assert.ok(shared.includes('interface IttySocketConnect'));
    assert.ok(readFileSync(FILE, 'utf8').includes(shared), 'copy them from src/client/types.ts');
  });
});
