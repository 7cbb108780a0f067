import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { source as axe } from 'axe-core';
import { ChannelKey } from '../../src/seal/channelKey';
import { Seal } from '../../src/seal/seal';
import { guestLink } from '../../src/session/guestLink';
import { plainText } from '../../src/snippet/snippet';
import { dialTo, join, type Joined } from '../unit/support/channel';
import { SNIPPET } from './cardSamples';
import { GuestSite, type Device } from './guestSite';
import type { GuestTab } from './guestTab';

/** A snippet as it is sent. */
const SENT = { ...SNIPPET, text: plainText(SNIPPET) };
const CODE = SNIPPET.ranges[0]?.code ?? '';

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
}

/** To be asked last of all: axe breaks the policy itself. */
async function problems({ page }: GuestTab): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
  );
}

describe('a guest in a browser', function () {
  // Each has a new browser's profile, and most a second person: on a busy machine that takes its time.
  this.timeout(180_000);
  let site: GuestSite;
  const people: Joined[] = [];

  before(async () => {
    site = await GuestSite.start('--guests');
  });
  afterEach(async () => {
    for (const { channel } of people.splice(0)) channel.dispose();
    await site.closeTabs();
  });
  after(() => site.stop());

  const page = (channel: string, device?: Device): Promise<GuestTab> =>
    site.open(`${site.address('http')}/join/${channel}`, device);

  /** Somebody with a session of ours, as a window has one. */
  const person = async (name: string, channel: string, key?: ChannelKey): Promise<Joined> => {
    const seal = key && (await Seal.create({ key }));
    const dial = dialTo(() => site.service.relay.url, seal?.channel ?? channel);
    const joined = join(dial, channel, name, { ...(seal && { seal }) });
    people.push(joined);
    await joined.online();
    return joined;
  };

  it('gives a name first, which this browser remembers, and is not asked again in the same tab', async () => {
    const tab = await page('names');
    await tab.door.getByRole('heading', { name: 'names' }).waitFor();
    await tab.door.getByText('can read what is said').waitFor();
    const field = tab.door.getByLabel('Your name');
    assert.ok(await field.evaluate(one => one === document.activeElement), 'one can write at once');
    for (const name of ['', '   ']) {
      await field.fill(name);
      await field.press('Enter');
      assert.ok(await tab.door.isVisible(), 'nobody comes in without a name');
    }
    await field.press('Escape');
    assert.ok(await tab.door.isVisible(), 'there is nothing behind it');
    assert.equal(site.service.relay.connections, 0, 'and nobody is in the channel before that');
    await tab.enter('Ada');
    await tab.page.reload();
    await tab.box.waitFor();
    assert.equal(await tab.door.count(), 0);
    await tab.page.goto(`${site.address('http')}/join/elsewhere`);
    await tab.door.getByRole('heading', { name: 'elsewhere' }).waitFor();
    const another = await tab.page.context().newPage();
    await another.goto(`${site.address('http')}/join/others`);
    assert.equal(await another.getByLabel('Your name').inputValue(), 'Ada');
  });

  it('talks with people in their windows, both ways', async () => {
    const grace = await person('Grace', 'talk');
    const tab = await page('talk');
    await tab.enter('Ada');
    await tab.say('Hello from **a browser**');
    const shown = await grace.shown('Hello from **a browser**');
    assert.equal(shown.from.name, 'Ada');
    grace.channel.send({ type: 'chat', text: 'And from a window' });
    await tab.page.getByRole('article', { name: /Grace/ }).getByText('And from a window').waitFor();
    await tab.page.getByRole('button', { name: '2 people' }).waitFor();
    assert.deepEqual(tab.complaints, []);
    assert.deepEqual(await tab.violations(), []);
  });

  it('breaks a line with Enter on a phone, which has no other key for that, and sends with the button', async () => {
    const grace = await person('Grace', 'touch');
    const tab = await page('touch', { kind: 'phone' });
    await tab.enter('Ada');
    await tab.box.pressSequentially('one');
    await tab.box.press('Enter');
    await tab.box.pressSequentially('two');
    await tab.page.getByRole('button', { name: 'Send', exact: true }).tap();
    await grace.shown('one\ntwo');
  });

  it('sees all of an address, and what is odd about it, before it is opened', async () => {
    const grace = await person('Grace', 'links');
    const tab = await page('links');
    await tab.enter('Ada');
    grace.channel.send({
      type: 'chat',
      text: 'see [the bank](https://bank.example@relay.localhost:1/) and [this](mailto:a@b.example)',
    });
    const asked = async (link: string): Promise<string> => {
      const dialog = tab.page.waitForEvent('dialog');
      const clicked = tab.page.getByRole('link', { name: link, exact: true }).click();
      const shown = await dialog;
      await shown.dismiss();
      await clicked;
      return shown.message();
    };
    const odd = 'It leads to relay.localhost:1: what stands before the “@” is no address but a name.';
    assert.equal(await asked('the bank'), `Open this address?\n\n${odd}\n\nhttps://bank.example@relay.localhost:1/`);
    assert.equal(await asked('this'), 'Open this address?\n\nmailto:a@b.example');
    assert.equal(tab.page.context().pages().length, 1, 'nothing was opened');
    assert.deepEqual(tab.complaints, []);
  });

  it('reads code in colours, copies it and downloads it', async () => {
    const grace = await person('Grace', 'code');
    const tab = await page('code');
    await tab.enter('Ada');
    grace.channel.send(SENT);
    const card = tab.page.getByRole('article', { name: /Grace/ });
    await card.locator('.code-keyword').first().waitFor();
    await card.getByRole('button', { name: 'Copy code' }).click();
    await tab.page.getByRole('status').getByText('Copied').waitFor();
    assert.equal(await tab.page.evaluate(() => navigator.clipboard.readText()), CODE);
    const [download] = await Promise.all([
      tab.page.waitForEvent('download'),
      card.getByRole('button', { name: 'Download' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'limiter.ts');
    assert.equal(await readFile(await download.path(), 'utf8'), CODE);
    assert.equal(await card.getByRole('button', { name: /Go to code|Insert|Compare|editor/ }).count(), 0);
    assert.deepEqual(tab.complaints, []);
    assert.deepEqual(await tab.violations(), []);
  });

  it('is in a private channel by the key behind the #, of which the relay gets nothing', async () => {
    const key = await ChannelKey.random();
    const name = 'Our-plans';
    const grace = await person('Grace', name, key);
    const server = site.address('ws');
    const link = guestLink(server, key.channel, { server, name, key: key.secret });
    const tab = await site.open(link);
    await tab.door.getByRole('heading', { name }).waitFor();
    await tab.door.getByText('Private').waitFor();
    await tab.enter('Adelaide');
    await tab.say('the walrus sails at dawn');
    assert.equal((await grace.shown('the walrus sails at dawn')).from.name, 'Adelaide');
    grace.channel.send({ type: 'chat', text: 'bring the marmalade' });
    await tab.page.getByRole('article', { name: /Grace/ }).getByText('bring the marmalade').waitFor();

    assert.match(site.requests, new RegExp(`GET /join/${key.channel}\\?private HTTP`));
    const all = site.requests + tab.sent.join('\n');
    assert.ok(tab.sent.length > 0);
    const bytes = Buffer.from(key.secret.reveal(), 'base64url');
    const forms = [key.secret.reveal(), bytes.toString('base64'), bytes.toString('hex'), bytes.toString('latin1')];
    const invitation = new URL(link).hash.slice(1);
    for (const secret of [...forms, invitation, '#', 'livechannels1', name, 'Adelaide', 'walrus', 'marmalade']) {
      // Neither of these can be in bytes by chance, but for the one sign, which counts where addresses are.
      const where = secret === '#' ? (site.requests.match(/^(GET|Referer:) .*/gm) ?? []).join('\n') : all;
      assert.ok(!where.includes(secret), `the relay has got ${secret}`);
    }
    const kept = await tab.page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    assert.ok(!kept.includes(key.secret.reveal()), 'nor is it kept');
    assert.deepEqual(tab.complaints, []);
  });

  it('is asked for the key of a channel that has one, until it is right', async () => {
    const dial = dialTo(() => site.service.relay.url, 'locked', { joinKey: 'open sesame' });
    const grace = join(dial, 'locked', 'Grace');
    people.push(grace);
    await grace.online();
    const tab = await page('locked');
    await tab.giveName('Ada');
    const field = tab.door.getByLabel('Key of the channel');
    for (const key of ['open barley', 'open sesame']) {
      await field.waitFor();
      await field.fill(key);
      await field.press('Enter');
    }
    await tab.page.getByRole('button', { name: '2 people' }).waitFor();
    assert.equal(await tab.door.count(), 0);
  });

  it('says in one sentence what is wrong with a link', async () => {
    const key = await ChannelKey.random();
    const other = await ChannelKey.random();
    const server = site.address('ws');
    const invitation = { server, name: 'plans', key: other.secret };
    const cut = guestLink(server, key.channel, { ...invitation, key: key.secret }).slice(0, -20);
    const wrong: [link: string, sentence: string][] = [
      [
        guestLink(server, key.channel, invitation),
        'The key in this link is not that of its channel: ask for the link once more.',
      ],
      [cut, 'This invitation is cut off: copy all of it and paste it once more.'],
      [
        `${site.address('http')}/join/${key.channel}?private`,
        'The key is missing from this address: open the whole link, with all that follows the “#”.',
      ],
      [`${site.address('http', 'relay.localhost')}/join/team`, 'Guests reach relay.localhost'],
    ];
    for (const [link, sentence] of wrong) {
      const tab = await site.open(link);
      const alert = tab.page.getByRole('alert');
      await alert.waitFor();
      assert.ok((await alert.innerText()).startsWith(sentence), await alert.innerText());
      assert.equal(await tab.door.count(), 0);
    }
    const nameless = await fetch(`${site.address('http')}/join/%ff`);
    assert.deepEqual(
      [nameless.status, await nameless.text()],
      [404, 'Live Channels relay: this is the name of no channel.\n'],
    );
  });

  it('takes the whole link where its end was missing', async () => {
    const key = await ChannelKey.random();
    const server = site.address('ws');
    const link = guestLink(server, key.channel, { server, name: 'plans', key: key.secret });
    const tab = await site.open(link.replace(/#.*/, ''));
    await tab.page.getByRole('alert').getByText('The key is missing').waitFor();
    await tab.page.evaluate(whole => location.assign(whole), link);
    await tab.door.getByRole('heading', { name: 'plans' }).waitFor();
  });

  it('speaks the language of its browser', async () => {
    const tab = await page('sprache', { language: 'de-AT' });
    await tab.door.getByLabel('Ihr Name').fill('Ada');
    await tab.page.keyboard.press('Enter');
    await tab.page.getByRole('textbox', { name: 'Nachricht' }).waitFor();
    assert.equal(await tab.page.evaluate(() => document.documentElement.lang), 'de');
  });

  it('runs nothing but its own files, talks to nobody else, and is in no frame', async () => {
    const elsewhere = await GuestSite.start('--guests');
    try {
      const tab = await page('policy');
      await tab.enter('Ada');
      const other = elsewhere.address('http');
      const tried = await tab.page.evaluate(async address => {
        const script = document.createElement('script');
        const marks: string[] = [];
        try {
          script.textContent = 'document.title = "taken"';
        } catch {
          marks.push('no script');
        }
        try {
          document.body.innerHTML = '<b>taken</b>';
        } catch {
          marks.push('no markup');
        }
        // Everybody may read this: only the page's own policy is in the way.
        await fetch(`${address}/guest.json`).catch(() => marks.push('no other host'));
        return marks;
      }, other);
      assert.deepEqual(tried, ['no script', 'no markup', 'no other host']);
      assert.equal((await fetch(`${other}/guest.json`)).status, 200);
      const framed = await elsewhere.open(`${other}/guest.json`);
      await framed.page.evaluate(
        address => {
          const frame = Object.assign(document.createElement('iframe'), { src: address });
          document.body.append(frame);
          return new Promise(resolve => frame.addEventListener('load', resolve));
        },
        `${site.address('http')}/join/policy`,
      );
      await framed.page.frameLocator('iframe').getByText('a page to be opened by itself').waitFor();
    } finally {
      await elsewhere.stop();
    }
  });

  it('is served by no relay that was not told to', async () => {
    const plain = await GuestSite.start();
    try {
      const answer = await fetch(`${plain.address('http')}/join/team`);
      assert.equal(answer.status, 404);
      assert.doesNotMatch(await answer.text(), /<script/);
    } finally {
      await plain.stop();
    }
  });

  for (const kind of ['phone', 'desktop'] as const) {
    for (const colours of ['light', 'dark'] as const) {
      for (const contrast of [false, true]) {
        const device: Device = { kind, colours, contrast };
        const named = `${kind}, ${colours}${contrast ? ', high contrast' : ''}`;

        it(`has a door for everybody: ${named}`, async () => {
          const tab = await page('access', device);
          await tab.door.waitFor();
          assert.deepEqual(await problems(tab), []);
        });

        it(`is for everybody: ${named}`, async () => {
          const grace = await person('Grace', 'access');
          const tab = await page('access', device);
          await tab.enter('Ada');
          grace.channel.send(SENT);
          grace.channel.send({ type: 'chat', text: 'What do you think of `take`?' });
          await tab.page.locator('.code-keyword').first().waitFor();
          await tab.say('It is off by one. https://example.com');
          await grace.shown('It is off by one. https://example.com');
          await tab.page.getByRole('button', { name: '2 people' }).click();
          const size = await tab.page.evaluate(() => ({
            wide: document.documentElement.scrollWidth - innerWidth,
            below: Math.round((document.querySelector('.composer')?.getBoundingClientRect().bottom ?? 0) - innerHeight),
          }));
          assert.deepEqual(size, { wide: 0, below: 0 }, 'all in sight');
          assert.deepEqual(await tab.violations(), []);
          assert.deepEqual(await problems(tab), []);
        });
      }
    }
  }
});
