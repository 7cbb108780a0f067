import { join } from 'node:path';
import { run } from './processes';

const root = join(__dirname, '../..');

/** A tool of node_modules by its main script, so that no shell and no .cmd stands between. */
interface Check {
  name: string;
  script: string;
  args: string[];
}

const tsc = 'typescript/bin/tsc';
const checks: Check[] = [
  { name: 'types: extension and relay', script: tsc, args: ['-p', 'tsconfig.json'] },
  { name: 'types: what runs in a browser too', script: tsc, args: ['-p', 'src/tsconfig.portable.json'] },
  { name: 'types: page', script: tsc, args: ['-p', 'media/tsconfig.json'] },
  { name: 'types: tests', script: tsc, args: ['-p', 'test/tsconfig.json'] },
  { name: 'lint and layers', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: [] },
];

/** Runs every check, the later ones too when one fails, and says at the end which did. */
async function main(): Promise<number> {
  const failed: string[] = [];
  for (const { name, script, args } of checks) {
    console.log(`check: ${name}`);
    const code = await run(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
    if (code !== 0) failed.push(name);
  }
  console.log(failed.length === 0 ? `All ${checks.length} checks passed.` : `Failed: ${failed.join('; ')}.`);
  return failed.length === 0 ? 0 : 1;
}

void main().then(code => process.exit(code));
