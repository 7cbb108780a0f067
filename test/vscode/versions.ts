/**
 * The VS Code that is put together where there is no desktop one. code-server packs the server and the web workbench of
 * the VS Code version beside it; `node` is the version its extension hosts run on, as in the desktop build of that age.
 */
export interface VSCodeVersion {
  readonly vscode: string;
  readonly codeServer: string;
  readonly node: string;
}

/** The oldest that `engines` in package.json lets in, which forks of VS Code still are. */
export const oldest: VSCodeVersion = { vscode: '1.105.1', codeServer: '4.105.1', node: '22.23.5' };

export const newest: VSCodeVersion = { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' };

/** Where an extension runs: in which VS Code, and there in the host with Node or in the browser's worker. */
export interface Host {
  readonly version: VSCodeVersion;
  readonly kind: 'node' | 'web';
}
