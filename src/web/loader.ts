import { Uri, workspace, type ExtensionContext } from 'vscode';
import type { LiveChannelsExports } from '../ui/api/liveChannels';
import { ENTRY, held, needs } from './built';
import { Chunks, type Evaluate } from './chunks';
import type * as extension from './extension';

type Extension = typeof extension;

/** VS Code's, which knows its own API only. */
declare const require: (name: string) => unknown;

/**
 * A file of `dist` as a function, as VS Code makes one of the extension's first file. The name is VS Code's way too, by
 * which a debugger leaves out the line that is before the code.
 */
async function fetchCode(uri: Uri): Promise<Evaluate> {
  const code = new TextDecoder().decode(await workspace.fs.readFile(uri));
  const named = `${code}\n//# sourceURL=${uri.toString(true)}#vscode-extension`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a worker has no other way to run what it has read
  return new Function('module', 'exports', 'require', named) as Evaluate;
}

/** What VS Code in a browser loads: a small file that fetches the others when they are needed. */
export async function activate(context: ExtensionContext): Promise<LiveChannelsExports> {
  const entry: { code?: Extension } = {};
  const fetch = async (file: string) => {
    try {
      return await fetchCode(Uri.joinPath(context.extensionUri, 'dist', file));
    } catch (thrown) {
      throw entry.code?.notLoaded(thrown) ?? thrown;
    }
  };
  const chunks = new Chunks({ needs, held, fetch, require: name => require(name) });
  entry.code = (await chunks.load(ENTRY)) as Extension;
  return entry.code.activate(context);
}
