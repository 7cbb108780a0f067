// @ts-check
// A folder that is on no disk, as those of a remote repository are: VS Code knows its files by this extension alone. The
// end-to-end tests open it in a window, the integration tests use what is in here without the extension.
const vscode = require('vscode');

const { Directory, File } = vscode.FileType;

/** Files in memory below one folder. @implements {vscode.FileSystemProvider} */
class VirtualFolder {
  /** @param {string} scheme of its own */
  constructor(scheme) {
    this.root = vscode.Uri.from({ scheme, authority: 'acme', path: '/limiter' });
    /** @type {Map<string, Uint8Array | undefined>} By path; `undefined`: a folder. */
    this.entries = new Map([[this.root.path, undefined]]);
    /** @type {vscode.EventEmitter<vscode.FileChangeEvent[]>} */
    this.changes = new vscode.EventEmitter();
    this.onDidChangeFile = this.changes.event;
    this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true });
  }

  uri(/** @type {string} */ path) {
    return vscode.Uri.joinPath(this.root, path);
  }

  stat(/** @type {vscode.Uri} */ uri) {
    const content = this.get(uri);
    return { type: content ? File : Directory, size: content?.length ?? 0, ctime: 0, mtime: 0 };
  }

  readFile(/** @type {vscode.Uri} */ uri) {
    const content = this.get(uri);
    if (!content) throw vscode.FileSystemError.FileIsADirectory(uri);
    return content;
  }

  writeFile(/** @type {vscode.Uri} */ uri, /** @type {Uint8Array} */ content) {
    const { Changed, Created } = vscode.FileChangeType;
    const type = this.entries.has(uri.path) ? Changed : Created;
    this.entries.set(uri.path, content);
    this.changes.fire([{ type, uri }]);
  }

  createDirectory(/** @type {vscode.Uri} */ uri) {
    this.entries.set(uri.path, undefined);
  }

  readDirectory(/** @type {vscode.Uri} */ uri) {
    const below = `${uri.path}/`;
    return [...this.entries]
      .filter(([path]) => path.startsWith(below) && !path.slice(below.length).includes('/'))
      .map(
        ([path, content]) =>
          /** @type {[string, vscode.FileType]} */ ([path.slice(below.length), content ? File : Directory]),
      );
  }

  watch() {
    // Only this window writes here, and says so itself.
    return new vscode.Disposable(() => undefined);
  }

  /** @returns {never} */
  delete(/** @type {vscode.Uri} */ uri) {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  /** @returns {never} */
  rename(/** @type {vscode.Uri} */ uri) {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose() {
    this.registration.dispose();
    this.changes.dispose();
  }

  get(/** @type {vscode.Uri} */ uri) {
    if (!this.entries.has(uri.path)) throw vscode.FileSystemError.FileNotFound(uri);
    return this.entries.get(uri.path);
  }
}

/** What is in test/vscode/sample too, at other lines. */
const TEXT = `export class RateLimiter {
  /** Whether this client may send a request now. */
  take(client: string): boolean {
    return this.bucketOf(client).take();
  }
}
`;

exports.VirtualFolder = VirtualFolder;

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  const folder = new VirtualFolder('virtual-folder');
  context.subscriptions.push(folder);
  folder.createDirectory(folder.uri('src'));
  folder.writeFile(folder.uri('src/rateLimiter.ts'), new TextEncoder().encode(TEXT));
};
