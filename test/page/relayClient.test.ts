import { build } from 'esbuild';
import { join } from 'node:path';
import { EVENTS, Participant, conformance, type ConformingSocket, type Options } from '../unit/support/conformance';
import { usePages } from './support';

/** What the script in the page has for the test. */
interface InPage {
  readonly connect: (url: string, options: Options) => ConformingSocket;
  readonly sockets: ConformingSocket[];
  readonly hear: (id: number, name: string, event: string) => Promise<void>;
}

type Act = (...given: unknown[]) => unknown;

async function clientScript(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: join(__dirname, '../..'),
    stdin: {
      contents: `import { connect } from './src/client/connect';
        Object.assign(window, { connect, sockets: [] });`,
      resolveDir: join(__dirname, '../..'),
    },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** The relay as Chromium's own WebSocket sees it. */
describe('the relay as a browser sees it', function () {
  const pages = usePages();
  const participants: Participant[] = [];
  let page: Awaited<ReturnType<typeof pages.open>>['page'];

  beforeEach(async () => {
    const chat = await pages.open({ alone: true });
    page = chat.page;
    participants.length = 0;
    await page.exposeFunction('hear', (id: number, name: string, event: string) => {
      participants[id]?.heard(name, JSON.parse(event) as Record<string, unknown>);
    });
    await page.goto(pages.site.emptyUrl);
    await page.evaluate(await clientScript());
  });

  conformance('a browser', async (url, options) => {
    const id = participants.length;
    const inPage = (act: 'send' | 'push' | 'close', ...given: unknown[]) =>
      page.evaluate(
        ([which, name, values]) => {
          const socket = (window as unknown as InPage).sockets[which] as unknown as Record<string, Act>;
          socket[name]?.(...values);
        },
        [id, act, given] as const,
      );
    const participant = new Participant({
      send: (...given) => inPage('send', ...given),
      push: (...given) => inPage('push', ...given),
      close: () => inPage('close'),
    });
    participants.push(participant);
    await page.evaluate(
      ([address, query, which, names]) => {
        const inside = window as unknown as InPage;
        const socket = inside.connect(address, query);
        inside.sockets[which] = socket;
        for (const name of names) {
          // Opening and closing come with little or nothing. (A function with a name would ask for a helper of tsx.)
          socket.on(name, (event: unknown) => void inside.hear(which, name, JSON.stringify(event ?? {})));
        }
      },
      [url, options, id, EVENTS] as const,
    );
    return participant;
  });
});
