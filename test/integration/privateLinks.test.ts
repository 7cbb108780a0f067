import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ChannelKey } from '../../src/seal/channelKey';
import { invitationLink } from '../../src/session/invitation';
import { InvitationLinks } from '../../src/ui/private/links';
import type { Question } from '../../src/ui/private/openInvitation';
import { Notifier } from '../../src/ui/notifier';
import { Desk } from './privateSupport';
import { Bench, delay } from './support';

const { executeCommand } = vscode.commands;
const EXTENSION = 'live-channels.live-channels';

/** Remembers what a person would be told. */
class FakeNotifier extends Notifier {
  readonly told: string[] = [];
  override failed(thrown: unknown): void {
    this.told.push(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown));
  }
}

describe('a link that is opened', () => {
  let bench: Bench;
  let desk: Desk;
  let notifier: FakeNotifier;
  /** The questions, in their order, and how each is answered. */
  const questions: { question: Question; answer: (yes: boolean) => void }[] = [];
  let links: InvitationLinks;

  beforeEach(async () => {
    bench = await Bench.open();
    desk = new Desk({ name: 'Grace' });
    notifier = new FakeNotifier(desk.log);
    links = new InvitationLinks(desk.tools, notifier, desk.log, question => {
      return new Promise(answer => questions.push({ question, answer }));
    });
  });
  afterEach(async () => {
    for (const { answer } of questions.splice(0)) answer(false);
    links.dispose();
    notifier.dispose();
    desk.close();
    await bench.close('room');
  });

  const link = async (more: { name?: string; server?: string; open?: boolean } = {}): Promise<string> =>
    invitationLink(vscode.env.uriScheme, EXTENSION, {
      name: more.name ?? 'team',
      server: more.server ?? bench.relay.url,
      ...(!more.open && { key: (await ChannelKey.random()).secret }),
    });
  const opened = async (text: string): Promise<void> => links.handleUri(vscode.Uri.parse(text));
  const asked = async (count: number): Promise<void> => {
    while (questions.length < count) await delay(0);
  };

  it('joins after a yes, and says before what and where', async () => {
    const done = opened(await link({ open: true }));
    await asked(1);
    assert.deepEqual(desk.channels.all, []);
    assert.equal(questions[0]?.question.message, 'Join the open channel “team”?');
    assert.match(questions[0].question.detail, /Open: its server, and whoever joins by that name, can read everything/);
    questions[0].answer(true);
    await done;
    assert.deepEqual(
      desk.channels.all.map(({ name }) => name),
      ['team'],
    );
    assert.deepEqual(notifier.told, []);
  });

  it('names another server in full, and its own beside it', async () => {
    const done = opened(await link({ server: 'wss://relay.example/evil' }));
    await asked(1);
    const { detail } = questions[0]?.question ?? { detail: '' };
    assert.ok(detail.includes('Server: wss://relay.example/evil. It is NOT the one that you have set'), detail);
    assert.ok(detail.includes(new URL(bench.relay.url).host));
    questions[0]?.answer(false);
    await done;
    assert.deepEqual(desk.channels.all, []);
    assert.deepEqual(await desk.dump(), '');
  });

  it('is dropped while another is asked about, and for a while after a no: nobody is stormed', async () => {
    const texts = await Promise.all(Array.from({ length: 100 }, (_, at) => link({ name: `storm-${at}` })));
    const all = Promise.all(texts.map(opened));
    await asked(1);
    questions[0]?.answer(false);
    await all;
    await Promise.all(texts.map(opened));
    assert.equal(questions.length, 1);
    assert.deepEqual([notifier.told, desk.channels.all], [[], []]);
  });

  it('may say anything, and is refused with a sentence and no question', async () => {
    const good = await link();
    const crafted = [
      good.replace('/join', '/'),
      good.replace('/join', '/join/../run'),
      good.replace('#', '?server=wss://evil.example#'),
      good.replace('#', '?a=1&a=2#'),
      good.slice(0, -7),
      `${good}AAAA`,
      `${good}#${good}`,
      good.replace('#', '#%00'),
      good.replace(/#.*/, `#livechannels1.${'A'.repeat(100_000)}`),
      good.replace(/#.*/, ''),
      good.replace('livechannels1', 'livechannels9'),
    ];
    for (const text of crafted) await opened(text);
    assert.equal(questions.length, 0);
    assert.equal(notifier.told.length, crafted.length);
    for (const told of notifier.told) assert.match(told, /^AppError: This (?:link|invitation) [^.]*\.$/);
    const key = /#livechannels1\.(.*)$/.exec(good)?.[1]?.slice(20, 40) ?? '';
    assert.ok(!JSON.stringify(notifier.told).includes(key));
  });

  it('reaches the window’s own handler, which joins nothing without a yes', async () => {
    const observer = await bench.observe('team');
    const good = await link({ open: true });
    // In a test VS Code passes links on without its own question, and shows none of ours.
    for (const text of [good, good.replace('/join', '/run'), `${good}AAAA`, good.replace('#', '?a=1#')]) {
      await executeCommand('vscode.open', vscode.Uri.parse(text));
    }
    await bench.enter('room');
    assert.equal(observer.frames.filter(frame => frame.type === 'join').length, 1);
  });
});
