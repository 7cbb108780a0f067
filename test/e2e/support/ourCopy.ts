import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../vscode/build';

/** Copies what VS Code needs of ours, as it is built, to a folder. @param change what its manifest says otherwise. */
export async function copyOurs(folder: string, change: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  for (const name of ['dist', 'l10n', 'media', 'package.nls.json']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, ...change }));
}
