import * as vscode from 'vscode';
import { Emitter } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';

/** Files that are let go when there are more: the oldest first. */
const MAX_FILES = 50;

interface MemoryFile {
  content: Uint8Array;
  /** Milliseconds since 1970. */
  readonly created: number;
  changed: number;
}

/** VS Code’s image preview asks for a file with a query, so that no cache gives it an older one. */
function keyOf(uri: vscode.Uri): string {
  return uri.with({ query: '' }).toString();
}

/** A few files that are nowhere on the disk, for editors that need a file: images, and texts that are being edited. */
export class MemoryFiles implements vscode.FileSystemProvider, Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly gone = new Emitter<vscode.Uri>();
  /** A file was let go. */
  readonly onDidForget = this.gone.event;
  private readonly files = new Map<string, MemoryFile>();
  private readonly registration: Disposable;

  constructor(
    readonly scheme: string,
    isReadonly: boolean,
  ) {
    this.registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isCaseSensitive: true,
      isReadonly,
    });
  }

  /** Makes a file, or gives the one with that URI new content. */
  put(uri: vscode.Uri, content: Uint8Array): void {
    const now = Date.now();
    const known = this.files.get(keyOf(uri));
    this.files.set(keyOf(uri), { content, created: known?.created ?? now, changed: now });
    this.changes.fire([{ type: known ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri }]);
    const [oldest] = this.files.keys();
    if (this.files.size > MAX_FILES && oldest !== undefined) this.forget(vscode.Uri.parse(oldest, true));
  }

  forget(uri: vscode.Uri): void {
    if (this.files.delete(keyOf(uri))) this.gone.fire(uri);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { content, created, changed } = this.get(uri);
    return { type: vscode.FileType.File, ctime: created, mtime: changed, size: content.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.get(uri).content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.get(uri);
    this.put(uri, content);
  }

  watch(): vscode.Disposable {
    // Only this window writes here, and says so itself.
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changes.dispose();
    this.gone.dispose();
    this.files.clear();
  }

  private get(uri: vscode.Uri): MemoryFile {
    const file = this.files.get(keyOf(uri));
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
}
