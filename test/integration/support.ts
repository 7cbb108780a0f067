import * as vscode from 'vscode';
import { control } from './control';

/** This is the web extension host: there is no Node, and VS Code's Git extension is not in reach. */
export const inWorker = 'WorkerGlobalScope' in globalThis;

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
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      this.frames.push(JSON.parse(data) as Frame);
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
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise(resolve => this.socket.addEventListener('close', resolve));
    this.socket.close();
    await closed;
  }
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

export function setting(id: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Workspace);
}

/** A real relay that the window under test is set to, and a clean slate afterwards. */
export class Bench {
  private readonly observers: Observer[] = [];

  private constructor(readonly relay: { readonly url: string }) {}

  static async open(): Promise<Bench> {
    const bench = await Bench.beside();
    await setting('liveChannels.server', bench.relay.url);
    return bench;
  }

  /** With a relay that the window is not set to yet. */
  static async beside(): Promise<Bench> {
    // Outside of the extension host, as a worker can have no server.
    return new Bench((await control('POST', '/relays')) as { url: string });
  }

  async observe(channel: string, query?: string): Promise<Observer> {
    const observer = await Observer.join(this.relay.url, channel, query);
    this.observers.push(observer);
    return observer;
  }

  /** Watches a channel, and has the window under test join it as Ada. */
  async enter(channel: string, query?: string): Promise<Observer> {
    const observer = await this.observe(channel, query);
    await vscode.commands.executeCommand('liveChannels.joinChannel', channel);
    await observer.sees(frame => frame.type === 'join' && frame.alias === 'Ada');
    return observer;
  }

  async close(...channels: string[]): Promise<void> {
    for (const channel of channels) await vscode.commands.executeCommand('liveChannels.leaveChannel', { channel });
    for (const observer of this.observers.splice(0)) await observer.close();
    await control('DELETE', `/relays?url=${encodeURIComponent(this.relay.url)}`);
    await setting('liveChannels.server', undefined);
  }
}

export function workspaceFile(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The tests need a workspace folder.');
  return vscode.Uri.joinPath(folder.uri, path);
}
