import { symlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRelay, type Relay } from '../../src/relay/server';
import type { Counts } from './mocha';

/**
 * What tests in an extension host ask of the process that has started them, as a worker can run no server and write no
 * file: HTTP on loopback. `POST /relays` starts a relay and answers its address, `DELETE /relays?url=` stops it,
 * `POST /links` makes a symbolic link, `POST /counts` says how the tests went.
 */
export class TestControl {
  private readonly relays = new Map<string, Relay>();
  private readonly server = createServer((request, response) => void this.answer(request, response));
  /** What was said last, if anything was. */
  counts: Counts | undefined;

  /** @returns the address to be given to the tests. */
  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.relays.values()].map(relay => relay.close()));
    this.relays.clear();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The worker's origin is that of the page that VS Code is in.
    response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Allow-Methods', '*');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    try {
      const answer = await this.done(`${request.method ?? ''} ${pathname}`, searchParams.get('url'), request);
      response.end(JSON.stringify(answer ?? {}));
    } catch (thrown) {
      response.writeHead(500).end(String(thrown));
    }
  }

  private async done(what: string, url: string | null, request: IncomingMessage): Promise<unknown> {
    switch (what) {
      case 'POST /relays': {
        // The worker's page is the server's here, where with vscode.dev it is one that relays know.
        const relay = await startRelay({ allowOrigins: ['*'] });
        this.relays.set(relay.url, relay);
        return { url: relay.url };
      }
      case 'DELETE /relays':
        return this.stop(url ?? '');
      case 'POST /links': {
        const { target, at } = JSON.parse(await bodyOf(request)) as { target: string; at: string };
        await symlink(target, at);
        return undefined;
      }
      case 'POST /counts':
        this.counts = JSON.parse(await bodyOf(request)) as Counts;
        return undefined;
      default:
        // What a browser asks before a request that is none of its own.
        if (what.startsWith('OPTIONS ')) return undefined;
        throw new Error(`Nothing is known of ${what}.`);
    }
  }

  private async stop(url: string): Promise<void> {
    const relay = this.relays.get(url);
    this.relays.delete(url);
    await relay?.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
