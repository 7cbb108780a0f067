import * as vscode from 'vscode';
import { Histories } from '../../src/ui/history/histories';
import { JoinedChannels } from '../../src/ui/joinedChannels';
import { KeyStore } from '../../src/ui/keyStore';
import { Muted } from '../../src/ui/muted';
import { Outboxes } from '../../src/ui/outboxFiles';
import { Keyring } from '../../src/ui/private/keyring';
import { whereaboutsOf } from '../../src/ui/private/remembered';
import type { PrivateTools } from '../../src/ui/private/tools';
import { Verified } from '../../src/ui/private/verified';
import { RelayControl } from '../../src/ui/relayControl';
import { ServerAccess } from '../../src/ui/server';
import { TargetPicker } from '../../src/ui/targets';
import { filesIn, readText, removeAll, tempFolder } from './files';
import { delay } from './support';

export class FakeMemento implements vscode.Memento {
  readonly values = new Map<string, unknown>();
  keys = () => [...this.values.keys()];
  get = (key: string, otherwise?: unknown) => this.values.get(key) ?? otherwise;
  update = (key: string, value: unknown) => {
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  };
}

/** A key store that outlives its window, as a desktop's does; that of the browser build does not. */
export class FakeSecrets implements vscode.SecretStorage {
  readonly values = new Map<string, string>();
  keys = () => Promise.resolve([...this.values.keys()]);
  get = (key: string) => Promise.resolve(this.values.get(key));
  store = (key: string, value: string) => Promise.resolve(void this.values.set(key, value));
  delete = (key: string) => Promise.resolve(void this.values.delete(key));
  onDidChange = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event;
}

export interface DeskOptions {
  name?: string;
  secrets?: FakeSecrets;
  global?: FakeMemento;
  workspace?: FakeMemento;
}

/** All that joins channels in one window, with stores that a test can look into, and the real rest. */
export class Desk {
  readonly secrets: FakeSecrets;
  readonly global: FakeMemento;
  readonly workspace: FakeMemento;
  readonly storage = tempFolder();
  readonly log = vscode.window.createOutputChannel('Private channels test', { log: true });
  readonly keys: KeyStore;
  readonly channels: JoinedChannels;
  readonly tools: PrivateTools;
  private readonly keyring: Keyring;
  readonly muted: Muted;

  constructor(private readonly options: DeskOptions = {}) {
    const { secrets = new FakeSecrets(), global = new FakeMemento(), workspace = new FakeMemento() } = options;
    this.secrets = secrets;
    this.global = global;
    this.workspace = workspace;
    this.keyring = new Keyring(secrets);
    this.keys = new KeyStore(secrets, name => {
      const known = this.channels.known(name);
      return known ? whereaboutsOf(known) : {};
    });
    const server = new ServerAccess(() => Promise.resolve(WebSocket), new RelayControl(undefined, this.log));
    const displayName = () => Promise.resolve(options.name ?? 'Ada');
    const keyring = () => Promise.resolve(this.keyring);
    const outboxes = new Outboxes(this.storage, this.log);
    this.channels = new JoinedChannels({
      context: { globalState: Object.assign(global, { setKeysForSync: () => undefined }), workspaceState: workspace },
      ...{ server, keys: this.keys, keyring, displayName },
      outbox: name => outboxes.of(name),
      histories: new Histories(this.storage, secrets, this.log),
    });
    const targets = new TargetPicker(this.channels, workspace);
    const verified = new Verified(global);
    this.muted = new Muted(workspace, name => this.channels.storageName(name));
    this.channels.onDidForget(({ storageName }) => void this.muted.forget(storageName));
    const extension = 'live-channels.live-channels';
    this.tools = { channels: this.channels, server, targets, verified, keyring, displayName, extension };
  }

  keyringOf(): Keyring {
    return this.keyring;
  }

  /** The same window after a reload: what is in its stores, and nothing else. */
  reloaded(): Desk {
    this.close();
    const { secrets, global, workspace, options } = this;
    return new Desk({ ...options, secrets, global, workspace });
  }

  /** All that is kept anywhere, as a text; empty lists are nothing. */
  async dump(): Promise<string> {
    // What is deleted meanwhile is not kept.
    const texts = (await filesIn(this.storage)).map(file => readText(file).catch(() => ''));
    const kept = [this.secrets, this.global, this.workspace].map(({ values }) =>
      [...values].filter(([, value]) => !Array.isArray(value) || value.length > 0).map(entry => JSON.stringify(entry)),
    );
    return [...kept.flat(), ...(await Promise.all(texts))]
      .filter(text => text !== '')
      .sort()
      .join('\n');
  }

  close(): void {
    this.channels.dispose();
    this.log.dispose();
    void removeAll(this.storage);
  }
}

/** For what is written to disk in its own time. */
export async function waitFor(ready: () => Promise<boolean>): Promise<void> {
  while (!(await ready())) await delay(10);
}
