import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '@vscode/vsce';
import { run } from './processes';
import { writeVsix } from './vsix';

const root = join(__dirname, '../..');

/** Builds afresh and writes the .vsix beside package.json, with a listing of what is in it. */
async function main(): Promise<void> {
  const code = await run(process.execPath, [join(root, 'esbuild.mjs'), '--clean'], { cwd: root });
  if (code !== 0) process.exit(code);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const packagePath = join(root, `${name}-${version}.vsix`);
  const files = await listFiles({ cwd: root });
  await writeVsix(packagePath);
  for (const file of files) console.log(`${String(statSync(join(root, file)).size).padStart(9)}  ${file}`);
  console.log(`${String(statSync(packagePath).size).padStart(9)}  ${packagePath}`);
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
});
