import { strict as assert } from 'node:assert';
import { WebSocket } from 'ws';
import type { Event } from '../../../src/base/event';
import { Backoff } from '../../../src/client/backoff';
import { createConnect, type IttySocketOptions } from '../../../src/client/connect';
import type { MessageEntry } from '../../../src/protocol/transcript';
import { Channel, type ChannelOptions } from '../../../src/session/channel';
import type { Dial } from '../../../src/session/connection';
import { plainText } from '../../../src/snippet/snippet';

/** Waits until `ready` holds, asking again after every event; fails by mocha's own time limit. */
export function until(event: Event<unknown>, ready: () => boolean): Promise<void> {
  return new Promise(resolve => {
    if (ready()) {
      resolve();
      return;
    }
    const subscription = event(() => {
      if (!ready()) return;
      subscription.dispose();
      resolve();
    });
  });
}

export interface Joined {
  channel: Channel;
  /** Bodies of the messages in the transcript, as text. */
  texts: () => string[];
  messages: () => MessageEntry[];
  /** Waits for a message with this text. */
  shown: (text: string) => Promise<MessageEntry>;
  /** Waits until the message with this text is in this state. */
  reached: (text: string, state: MessageEntry['state']) => Promise<MessageEntry>;
  online: () => Promise<void>;
}

function textOf({ body }: MessageEntry): string {
  if (body.type === 'text') return body.text;
  return body.type === 'snippet' ? (body.ranges[0]?.code ?? '') : plainText(body);
}

/** How a channel gets to a relay in plain Node: the sockets of `ws`, no waiting to speak of between tries. */
export function dialTo(url: () => string, name: string, more: IttySocketOptions = {}): Dial {
  return displayName => {
    const connect = createConnect({ WebSocket, base: `${url()}/c/` });
    const socket = connect<Record<string, unknown>>(name, {
      as: displayName,
      echo: true,
      announce: true,
      list: true,
      ...more,
    });
    return Promise.resolve({ socket, server: 'the relay' });
  };
}

/** A channel joined by a person of that name. */
export function join(dial: Dial, name: string, displayName: string, more: Partial<ChannelOptions> = {}): Joined {
  const channel = new Channel({ name, displayName, dial, backoff: new Backoff({ base: 10, cap: 50 }), ...more });
  const messages = () => channel.transcript.entries.filter(entry => entry.kind === 'message');
  const reached = async (text: string, state?: MessageEntry['state']): Promise<MessageEntry> => {
    const find = () =>
      messages().find(entry => textOf(entry) === text && (state === undefined || entry.state === state));
    await until(channel.transcript.onDidChange, () => find() !== undefined);
    const found = find();
    assert.ok(found);
    return found;
  };
  channel.open();
  return {
    channel,
    messages,
    texts: () => messages().map(textOf),
    shown: text => reached(text),
    reached,
    online: () =>
      until(channel.onDidChange, () => channel.view.state === 'online' && channel.view.people[0]?.uid !== undefined),
  };
}
