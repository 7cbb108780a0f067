import { AppError } from '../../src/base/errors';
import { sentence, type Say } from '../../src/base/sentence';
import type { SocketClass } from '../../src/client/connect';
import { dial } from '../../src/guest/dial';
import { languageOf, speaker } from '../../src/guest/words';
import { ChannelKey } from '../../src/seal/channelKey';
import { DeviceKey } from '../../src/seal/deviceKey';
import { Seal } from '../../src/seal/seal';
import { Channel } from '../../src/session/channel';
import { readGuestLink, type GuestPlace } from '../../src/session/guestLink';
import { Door, type Entering } from './door';
import { Guest } from './guest';
import { copyText, GuestBrowser } from './guestBrowser';
import { keepInSight } from './keyboard';
import { followTheme } from './theme';

/** A guest's page: asks for a name, joins the channel that its address names, and shows the chat. */

/** Where this browser keeps the name that was given last. Nothing else is kept. */
const NAME = 'liveChannels.guestName';
/** In this tab, to which page its person has come in: a reload does not ask again, another channel does. */
const ENTERED = 'liveChannels.guestEntered';

/** `https://HOST/`, with what a proxy puts before the relay's paths: this file is at `guest/VERSION/guest.js` below it. */
const root = new URL('../../', import.meta.url).href;

/** The page's words go where the chat looks for them: see media/chat/l10n.ts. */
async function loadWords(): Promise<Say> {
  const language = languageOf(navigator.languages);
  if (language === undefined) return speaker(undefined);
  const answer = await fetch(new URL(`${language}.json`, import.meta.url)).catch(() => undefined);
  const text = answer?.ok ? await answer.text() : '{}';
  const table = Object.assign(document.createElement('div'), { id: 'l10n', hidden: true, textContent: text });
  document.body.append(table);
  document.documentElement.lang = language;
  return speaker(JSON.parse(text));
}

/** @throws AppError `input` when the key is not that of the channel, or the browser has no cryptography here. */
async function sealFor({ channel, invitation }: GuestPlace): Promise<Seal | undefined> {
  if (!invitation?.key) return undefined;
  if (!isSecureContext) {
    throw new AppError(
      'input',
      'A private channel is opened over https only: ask for a link that begins with https://.',
    );
  }
  const key = await ChannelKey.fromText(invitation.key.reveal());
  if (key.channel !== channel) {
    throw new AppError('input', 'The key in this link is not that of its channel: ask for the link once more.');
  }
  return Seal.create({ key, device: await DeviceKey.generate() });
}

function notes(say: Say, isPrivate: boolean): string[] {
  const { host } = new URL(root);
  return [
    say(sentence('You are invited to talk. The others see the name that you give.')),
    isPrivate
      ? say(
          sentence(
            'Private: only who has the link can read what is said, as long as {0} serves you an honest page.',
            host,
          ),
        )
      : say(sentence('Open: {0} can read what is said.', host)),
  ];
}

async function enter(door: Door, say: Say, title: string, isPrivate: boolean): Promise<Entering> {
  const known = localStorage.getItem(NAME) ?? '';
  const here = `${location.pathname}${location.search}`;
  if (known !== '' && sessionStorage.getItem(ENTERED) === here) return { name: known };
  const entering = await door.ask({ title, notes: notes(say, isPrivate) }, known);
  localStorage.setItem(NAME, entering.name);
  sessionStorage.setItem(ENTERED, here);
  return entering;
}

async function start(say: Say, door: Door): Promise<void> {
  if (location.protocol === 'http:' && document.body.dataset['plain'] === 'refused') {
    throw new AppError('address', 'Guests reach {0} over https only, or by its IP address.', [location.host]);
  }
  const place = readGuestLink(location.href, root);
  const seal = await sealFor(place);
  const title = place.invitation?.name ?? place.channel;
  const { name } = await enter(door, say, title, seal !== undefined);
  let joinKey: string | undefined;
  const channel: Channel = new Channel({
    ...{ name: title, displayName: name, say },
    ...(seal && { seal }),
    dial: alias => {
      const Socket = WebSocket as unknown as SocketClass;
      return Promise.resolve(dial({ Socket, root, channel: seal?.channel ?? place.channel, alias, joinKey }));
    },
  });
  const askKey = async () => {
    const wanted = say(sentence('This channel asks for a key, or for another one. Who invited you may have it.'));
    joinKey = (await door.ask({ title, notes: [wanted], key: true }, name)).joinKey;
    channel.reconnect();
  };
  let asking = false;
  channel.onDidChange(() => {
    if (channel.status.error?.code !== 'refused' || channel.status.state !== 'refused' || asking) return;
    asking = true;
    void askKey().finally(() => (asking = false));
  });
  const guest = new Guest(channel, new GuestBrowser(say, () => channel.reconnect()), say);
  guest.offerPort();
  channel.open();
  await import(new URL('chat.js', import.meta.url).href);
}

/** The page's own buttons copy by the clipboard, which a page over plain HTTP does not have. */
if (!('clipboard' in navigator)) Object.defineProperty(navigator, 'clipboard', { value: { writeText: copyText } });
followTheme(() => undefined);
// The whole link, pasted where its end was missing.
addEventListener('hashchange', () => location.reload());
keepInSight();
void loadWords().then(async say => {
  const door = new Door(say);
  await start(say, door).catch((thrown: unknown) => {
    door.closed(say(thrown instanceof AppError ? thrown : sentence('Something went wrong: reload the page.')));
    if (!(thrown instanceof AppError)) throw thrown;
  });
});
