import type { PersonView } from '../../src/protocol/panel';
import type { ComposerEvents } from './composer';
import type { Host } from './host';
import type { ListEvents } from './list';
import type { TalkParts } from './markdown/context';

/** What the parts of the page ask the host for, each in its channel. */

type ListRequests = Pick<ListEvents, 'retry' | 'cancel' | 'act' | 'askImage' | 'react' | 'takeBack' | 'copyAll'>;
type ComposerRequests = Pick<ComposerEvents, 'send' | 'edit' | 'typing' | 'image'>;

/** Leaves out what is not there, as the guard on the other side wants it. */
function given<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

export function listRequests(host: Host, channel: string): ListRequests {
  return {
    retry: entry => host.post({ type: 'retry', channel, entry }),
    cancel: entry => host.post({ type: 'cancel', channel, entry }),
    act: (entry, action, item) => host.post({ type: 'act', channel, entry, action, ...given('item', item) }),
    askImage: entry => host.post({ type: 'image', channel, entry }),
    react: (entry, emoji, on) => host.post({ type: 'react', channel, entry, emoji, on }),
    takeBack: entry => host.post({ type: 'delete', channel, entry }),
    copyAll: entry => host.post({ type: 'copy', channel, entry }),
  };
}

/** @param active the channel in front, if there is one. */
export function composerRequests(host: Host, active: () => string | undefined): ComposerRequests {
  const inFront = (ask: (channel: string) => void) => {
    const channel = active();
    if (channel !== undefined) ask(channel);
  };
  return {
    send: (text, to, re) =>
      inFront(channel => host.post({ type: 'send', channel, text, ...given('to', to), ...given('re', re) })),
    edit: (entry, text) => inFront(channel => host.post({ type: 'edit', channel, entry, text })),
    typing: (on, { channel, to }) => host.post({ type: 'typing', channel, on, ...given('to', to) }),
    image: (data, to) => inFront(channel => host.post({ type: 'pasteImage', channel, data, ...given('to', to) })),
  };
}

/** @param people who is in the channel now. */
export function talkRequests(host: Host, people: () => readonly PersonView[]): TalkParts {
  return {
    people,
    openLink: url => host.post({ type: 'openLink', url }),
    openPlace: place => host.post({ type: 'openPlace', ...place }),
  };
}
