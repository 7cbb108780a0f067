import { readFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { messageOf } from '../../base/errors';
import { LogEntry, type Log } from '../log';
import { UsageError } from './config';
import { Namespaces, readNamespaces } from './namespaces';
import { createTlsServer, reloadTls, type TlsFiles } from './tls';
import { WatchedFiles } from './watchedFiles';

/** What cannot be used at the start is the person's mistake. */
export function atStart<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw new UsageError(`${what} cannot be used: ${messageOf(thrown)}`);
  }
}

/** What is read from files again when they change. */
export class ReloadedFiles {
  readonly server: Server | undefined;
  readonly namespaces = new Namespaces();
  private readonly watched: WatchedFiles[] = [];

  constructor(
    private readonly tls: TlsFiles | undefined,
    private readonly namespacesFile: string | undefined,
    private readonly log: Log,
  ) {
    this.server = tls && atStart('The certificate', () => createTlsServer(tls));
    if (namespacesFile !== undefined)
      atStart(`The file '${namespacesFile}'`, () => this.readNamespaces(namespacesFile));
  }

  watch(): void {
    if (this.tls) this.watched.push(new WatchedFiles([this.tls.cert, this.tls.key], () => this.reloadTls()));
    if (this.namespacesFile === undefined) return;
    this.watched.push(new WatchedFiles([this.namespacesFile], () => this.reloadNamespaces()));
  }

  reload(): void {
    this.reloadTls();
    this.reloadNamespaces();
  }

  dispose(): void {
    for (const one of this.watched) one.dispose();
  }

  private reloadTls(): void {
    const { tls, server } = this;
    if (tls && server) this.attempt('certificate', () => reloadTls(server, tls));
  }

  private reloadNamespaces(): void {
    const file = this.namespacesFile;
    if (file !== undefined) this.attempt('namespaces', () => this.readNamespaces(file));
  }

  private readNamespaces(file: string): void {
    this.namespaces.replace(readNamespaces(readFileSync(file, 'utf8')));
  }

  private attempt(what: string, act: () => void): void {
    try {
      act();
      this.log(new LogEntry('info', 'reloaded', { what }));
    } catch (thrown) {
      this.log(new LogEntry('warning', 'not-reloaded', { what, message: messageOf(thrown) }));
    }
  }
}
