import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { gitApi, type GitApi, type GitRepository } from '../../src/ui/send/gitApi';
import { workspaceFile } from './support';

/** A repository outside of the workspace that VS Code's git extension has open. */
export class TestRepository {
  /** Beside the workspace: the runner removes both, when git no longer looks at them. */
  readonly folder = mkdtempSync(join(dirname(workspaceFile('').fsPath), 'sources-'));
  private opened: GitRepository | undefined;

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    const settings = { 'user.name': 'Ada', 'user.email': 'ada@example.com', 'core.autocrlf': 'false' };
    for (const [name, value] of Object.entries(settings)) this.git('config', name, value);
  }

  get repository(): GitRepository {
    if (!this.opened) throw new Error('The repository is not open yet.');
    return this.opened;
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { encoding: 'utf8', stdio: 'pipe' });
  }

  write(path: string, content: string | Uint8Array): vscode.Uri {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
    return this.uri(path);
  }

  read(path: string): Buffer {
    return readFileSync(join(this.folder, path));
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.file(this.folder), path);
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Has VS Code open it, or look at it anew. */
  async refresh(): Promise<GitRepository> {
    const git = (await gitApi()) as (GitApi & { openRepository(uri: vscode.Uri): Promise<GitRepository> }) | undefined;
    if (!git) throw new Error('The tests need VS Code’s git extension.');
    this.opened ??= await git.openRepository(vscode.Uri.file(this.folder));
    await this.repository.status();
    return this.repository;
  }

  /** A copy as it was at a commit, with a patch applied to it by git itself. */
  applied(commit: string, diff: string): TestRepository {
    const copy = new TestRepository();
    copy.git('fetch', '--quiet', this.folder, `${commit}:refs/heads/copy`);
    copy.git('checkout', '--quiet', 'copy');
    const file = join(copy.folder, '.git', 'received.patch');
    writeFileSync(file, diff);
    copy.git('apply', '--whitespace=nowarn', file);
    return copy;
  }

  /** Has VS Code look away. */
  async dispose(): Promise<void> {
    if (this.opened) await vscode.commands.executeCommand('git.close', this.opened);
  }
}
