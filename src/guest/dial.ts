import { createConnect, type SocketClass } from '../client/connect';
import { CHANNEL_PATH } from '../protocol/itty';
import type { ChannelSocket, Dialled } from '../session/connection';
import { linked } from '../session/link';

/** Where a guest's page goes to: the relay that has served it. */
export interface GuestDial {
  Socket: SocketClass;
  /** Of the relay: `https://HOST/`, with what a proxy puts before its paths. */
  root: string;
  /** What the relay calls the channel. */
  channel: string;
  /** Empty: none is told to the relay, as for a private channel. */
  alias: string;
  joinKey: string | undefined;
}

export function dial({ Socket: Given, root, channel, alias, joinKey }: GuestDial): Dialled {
  const { Socket, link } = linked(Given);
  const base = root.replace(/^http/, 'ws').replace(/\/$/, '');
  const connect = createConnect({ WebSocket: Socket, base: base + CHANNEL_PATH });
  const socket: ChannelSocket = connect<Record<string, unknown>>(channel, {
    ...{ echo: true, list: true, announce: true },
    ...(alias !== '' && { as: alias }),
    ...(joinKey !== undefined && { joinKey }),
  });
  return { socket, link, server: new URL(root).host };
}
