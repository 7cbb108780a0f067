import { join } from 'node:path';
import { run } from './processes';

/** `npm run build` and `npm run watch`: esbuild, once the dependencies are there. */
async function main(): Promise<void> {
  process.exit(await run(process.execPath, [join(__dirname, '../../esbuild.mjs'), ...process.argv.slice(2)]));
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
});
