import type { ClientRequest } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Passed, Step } from '../../ui/check/outcome';
import { follow, type Passage } from '../passage';
import { shownCertificate } from './certificate';

/** Watches a request on its way and notes each step that it has taken, and how long that took. */
export class Trace {
  readonly passed: Passed[];
  passage: Passage = {};
  private at = performance.now();
  private socket: Socket | undefined;

  constructor(
    server: string,
    private readonly url: URL,
  ) {
    this.passed = [{ step: 'address', server }];
  }

  get secure(): boolean {
    return this.url.protocol === 'wss:';
  }

  /** What is being tried now. Without a socket it is the proxy that is waited for: the agent gives none before that. */
  get step(): Step {
    if (this.has('tls') || (!this.secure && (this.has('tcp') || this.has('proxy')))) return 'handshake';
    if (this.has('tcp') || this.has('proxy')) return 'tls';
    if (!this.socket) return 'proxy';
    return this.has('name') || isIP(this.host) !== 0 ? 'tcp' : 'name';
  }

  get host(): string {
    return this.url.hostname.replace(/^\[|\]$/g, '');
  }

  get port(): number {
    return Number(this.url.port) || (this.secure ? 443 : 80);
  }

  watch(request: ClientRequest): void {
    this.passage = follow(request, this.secure);
    request.once('proxy', () => {
      const { proxy, failure } = this.passage;
      if (proxy !== undefined && !failure) this.passed.push({ step: 'proxy', proxy, ms: this.lap() });
    });
    request.once('socket', socket => this.watchSocket(socket));
  }

  handshakeDone(): void {
    this.passed.push({ step: 'handshake', ms: this.lap() });
  }

  private has(step: Step): boolean {
    return this.passed.some(each => each.step === step);
  }

  private watchSocket(socket: Socket): void {
    this.socket = socket;
    if (!this.has('proxy')) {
      socket.once('lookup', (error: Error | null, address: string) => {
        if (!error) this.passed.push({ step: 'name', host: this.host, address, ms: this.lap() });
      });
      socket.once('connect', () => {
        const address = socket.remoteAddress ?? this.host;
        this.passed.push({ step: 'tcp', address, port: this.port, ms: this.lap() });
      });
    }
    if (!(socket instanceof TLSSocket)) return;
    socket.once('secureConnect', () => {
      const certificate = shownCertificate(socket);
      const protocol = socket.getProtocol() ?? 'TLS';
      this.passed.push({ step: 'tls', protocol, certificate, trusted: socket.authorized, ms: this.lap() });
    });
  }

  private lap(): number {
    const now = performance.now();
    const ms = now - this.at;
    this.at = now;
    return ms;
  }
}
