import { createVSIX } from '@vscode/vsce';
import { root } from './build';

/**
 * Writes what is built by now, and what belongs to it, as a `.vsix`. Where the project is published, `CONTENT_URL` and
 * `IMAGES_URL` say under which addresses README's links and pictures are found; without them they stay as they are.
 */
export async function writeVsix(packagePath: string): Promise<void> {
  const { CONTENT_URL: baseContentUrl, IMAGES_URL: baseImagesUrl } = process.env;
  const isPublished = baseContentUrl !== undefined && baseImagesUrl !== undefined;
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: isPublished,
    ...(isPublished && { baseContentUrl, baseImagesUrl }),
  });
}
