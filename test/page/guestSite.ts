import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:net';
import type { BrowserContext } from 'playwright-core';
import { configOf } from '../unit/support/service';
import { startService, type Service } from '../../src/relay/service/service';
import { launchBrowser, type HeadlessBrowser } from '../vscode/browser';
import { DEVICES, GuestTab, type Watched } from './guestTab';

/** A guest in a real browser, at a real relay that serves the page for guests. */

/** What somebody has in front of them. */
export interface Device {
  /** A phone is touched, and small. */
  kind?: 'phone' | 'desktop';
  colours?: 'light' | 'dark';
  contrast?: boolean;
  /** As browsers name it. */
  language?: string;
}

/** Beyond this something hangs: it is no measure of speed. Milliseconds. */
const HANGS = 60_000;

/** A relay as a service, a recorder of all that browsers say to it, and a browser. */
export class GuestSite {
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    private readonly chromium: HeadlessBrowser,
    readonly service: Service,
    private readonly recorder: Server,
    private readonly heard: string[],
  ) {}

  static async start(...args: string[]): Promise<GuestSite> {
    const [chromium, service] = await Promise.all([
      launchBrowser(() => undefined),
      startService(configOf('--port', '0', '--drain', '1', ...args), () => undefined, '1.2.3'),
    ]);
    const heard: string[] = [];
    const recorder = createServer(client => {
      const relay = connect(service.relay.port, '127.0.0.1');
      client.on('data', data => heard.push(data.toString('latin1')));
      client.pipe(relay).pipe(client);
      const end = () => {
        client.destroy();
        relay.destroy();
      };
      for (const socket of [client, relay]) socket.on('error', end).on('close', end);
    });
    await new Promise<void>(resolve => recorder.listen(0, '127.0.0.1', resolve));
    return new GuestSite(chromium, service, recorder, heard);
  }

  /** All bytes that browsers have sent to the relay. */
  get requests(): string {
    return this.heard.join('');
  }

  /** The relay as browsers have it. @param scheme `http` or `ws`. */
  address(scheme: 'http' | 'ws', host = '127.0.0.1'): string {
    return `${scheme}://${host}:${(this.recorder.address() as AddressInfo).port}`;
  }

  async open(address: string, device: Device = {}): Promise<GuestTab> {
    const { kind = 'desktop', colours = 'light', contrast = false, language = 'en-GB' } = device;
    const context = await this.chromium.browser.newContext({
      ...DEVICES[kind],
      ...{ locale: language, timezoneId: 'UTC', colorScheme: colours, contrast: contrast ? 'more' : 'no-preference' },
    });
    this.contexts.push(context);
    context.setDefaultTimeout(HANGS);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await context.addInitScript(() => {
      const watched = window as unknown as Watched;
      watched.violations = [];
      document.addEventListener('securitypolicyviolation', event => {
        watched.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    const tab = new GuestTab(await context.newPage());
    await tab.page.goto(address);
    return tab;
  }

  async closeTabs(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map(context => context.close()));
  }

  async stop(): Promise<void> {
    await this.closeTabs();
    await this.chromium.dispose();
    this.recorder.close();
    await this.service.stop();
  }
}
