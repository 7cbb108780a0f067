import { once } from 'node:events';
import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { startRelay, type Relay } from '../../src/relay/server';

/** What the server passes on, as a plain client sees it. */
export interface Frame {
  type?: string;
  message?: unknown;
  uid?: string;
  alias?: string;
  users?: unknown;
  total?: number;
}

/** A plain client that watches a channel on the wire. */
export class Observer {
  readonly frames: Frame[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      for (const check of [...this.waiting]) check();
    });
  }

  static async join(url: string, channel: string, query = 'as=Observer&announce=true'): Promise<Observer> {
    const socket = new WebSocket(`${url}/c/${channel}?${query}`);
    const observer = new Observer(socket);
    await observer.sees(frame => frame.type === 'join');
    return observer;
  }

  /** Waits for a frame; gives the first there is. */
  sees(wanted: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise(resolve => {
      const check = () => {
        const found = this.frames.find(wanted);
        if (!found) return;
        this.waiting.delete(check);
        resolve(found);
      };
      this.waiting.add(check);
      check();
    });
  }

  /** Waits for a message whose payload has these values. */
  async hears(wanted: Record<string, unknown>): Promise<Record<string, unknown>> {
    const matches = (payload: unknown): payload is Record<string, unknown> =>
      typeof payload === 'object' &&
      payload !== null &&
      Object.entries(wanted).every(([key, value]) => (payload as Record<string, unknown>)[key] === value);
    const { message } = await this.sees(frame => matches(frame.message));
    return message as Record<string, unknown>;
  }

  /** Says it to all, or to one alone. */
  send(message: unknown, uid?: string): void {
    this.socket.send(`${uid === undefined ? '' : `\u001f${uid}\u001f`}${JSON.stringify(message)}`);
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }
}

export function setting(id: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Workspace);
}

/** A real relay that the window under test is set to, and a clean slate afterwards. */
export class Bench {
  private readonly observers: Observer[] = [];

  private constructor(readonly relay: Relay) {}

  static async open(): Promise<Bench> {
    const relay = await startRelay({});
    await setting('liveChannels.server', relay.url);
    return new Bench(relay);
  }

  async observe(channel: string, query?: string): Promise<Observer> {
    const observer = await Observer.join(this.relay.url, channel, query);
    this.observers.push(observer);
    return observer;
  }

  async close(...channels: string[]): Promise<void> {
    for (const channel of channels) await vscode.commands.executeCommand('liveChannels.leaveChannel', { channel });
    for (const observer of this.observers.splice(0)) await observer.close();
    await this.relay.close();
    await setting('liveChannels.server', undefined);
  }
}

export function workspaceFile(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The tests need a workspace folder.');
  return vscode.Uri.joinPath(folder.uri, path);
}
