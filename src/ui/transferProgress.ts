import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Entry, Progress } from '../protocol/transcript';
import type { Channel } from '../session/channel';
import type { JoinedChannels } from './joinedChannels';
import { plain } from './plain';

/** What is through sooner needs no word. Milliseconds. */
const SHOW_AFTER = 1_000;

interface Shown {
  report: (progress: Progress) => void;
  done: () => void;
}

function progressOf(entry: Entry): Progress | undefined {
  if (entry.kind === 'transfer') return entry.reason === undefined ? entry.progress : undefined;
  return entry.kind === 'message' ? entry.progress : undefined;
}

/** Long content on its way shows as VS Code's own progress: what one sends with a Cancel, what comes in the status bar. */
export class TransferProgress implements Disposable {
  private readonly store = new DisposableStore();
  private readonly shown = new Map<string, Shown>();

  constructor(channels: JoinedChannels) {
    this.store.add(
      channels.onDidJoin(channel => {
        const { transcript } = channel;
        this.store.add(transcript.onDidChange(({ entry }) => this.update(channel, entry)));
        this.store.add(transcript.onDidRemove(id => this.end(keyOf(channel, id))));
      }),
    );
    this.store.add(channels.onDidLeave(name => this.endAll(`${name}\n`)));
  }

  dispose(): void {
    this.store.dispose();
    this.endAll('');
  }

  private update(channel: Channel, entry: Entry): void {
    const key = keyOf(channel, entry.id);
    const progress = progressOf(entry);
    if (!progress) this.end(key);
    else if (this.shown.has(key)) this.shown.get(key)?.report(progress);
    else this.begin(key, channel, entry, progress);
  }

  private begin(key: string, channel: Channel, entry: Entry, first: Progress): void {
    let latest = first;
    let told = 0;
    let listener: ((progress: Progress) => void) | undefined;
    const finished = new Promise<void>(done => {
      const report = (progress: Progress) => {
        latest = progress;
        listener?.(progress);
      };
      this.shown.set(key, { report, done });
    });
    const timer = setTimeout(() => {
      const own = entry.kind === 'message';
      const title = own
        ? vscode.l10n.t('Sending to {0}', channel.name)
        : vscode.l10n.t(
            'Receiving from {0}',
            entry.kind === 'transfer' ? plain(entry.from.name ?? channel.name) : channel.name,
          );
      const location = own ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
      void vscode.window.withProgress({ location, title, cancellable: own }, (bar, token) => {
        token.onCancellationRequested(() => channel.cancel(entry.id));
        listener = ({ done, total }) => {
          const percent = total > 0 ? (100 * done) / total : 0;
          bar.report({ increment: percent - told, message: `${Math.floor(percent)} %` });
          told = percent;
        };
        listener(latest);
        return finished;
      });
    }, SHOW_AFTER);
    void finished.then(() => clearTimeout(timer));
  }

  private end(key: string): void {
    this.shown.get(key)?.done();
    this.shown.delete(key);
  }

  private endAll(prefix: string): void {
    for (const key of [...this.shown.keys()].filter(each => each.startsWith(prefix))) this.end(key);
  }
}

function keyOf(channel: Channel, entryId: string): string {
  return `${channel.name}\n${entryId}`;
}
