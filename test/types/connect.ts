/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters, @typescript-eslint/no-unused-vars,
   @typescript-eslint/no-redundant-type-constituents, @typescript-eslint/no-meaningless-void-operator,
   @typescript-eslint/no-unnecessary-type-arguments, @typescript-eslint/no-extraneous-class -- values stand here for
   their types only, and types are compared with the defaults that they have */
import { WebSocket as NodeWebSocket } from 'ws';
import {
  connect,
  createConnect,
  type ErrorEvent,
  type IttyProtocol,
  type IttySocket,
  type IttySocketConnect,
  type IttySocketOptions,
  type JoinEvent,
  type LeaveEvent,
  type MessageEvent,
  type SocketCloseEvent,
} from '../../src/client/connect';

/** What the types of the client allow and forbid. Nothing here runs; `tsc` and test/unit/client/types.test.ts read it. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless the two types are the same. */
declare function same<A, B>(proof: Equal<A, B>): void;

// The types of the reference.
const protocol: IttyProtocol = { uid: 'u', date: 1 };
const options: IttySocketOptions = { as: 'Ada', alias: 'Ada', echo: true, announce: true };
const moreOptions: IttySocketOptions = { joinKey: 'j', sendKey: 's', list: true };
const message: MessageEvent<string> = { message: 'hi', date: 1 };
const join: JoinEvent = { type: 'join', users: 1, date: 1 };
const leave: LeaveEvent = { type: 'leave', users: 1, uid: 'u', alias: 'a', date: 1 };
const error: ErrorEvent = { type: 'error', message: 'text', date: 1 };
same<MessageEvent['message'], any>(true); // eslint-disable-line @typescript-eslint/no-explicit-any
export const used = [protocol, options, moreOptions, message, join, leave, error];
// @ts-expect-error -- echo is there or absent
export const wrongOption: IttySocketOptions = { echo: false };
// @ts-expect-error -- an event has a date
export const wrongMessage: MessageEvent = { message: 1 };

// Without a map anything goes on a channel.
const free = connect('room', options);
same<typeof free, IttySocket>(true);
free.send('text').send({ any: 'thing' }).send(1, 'uid').push([1], 'uid').open().close();
free.on('message', event => {
  same<typeof event, MessageEvent>(true);
});
free.on('chat', event => {
  same<0 extends 1 & typeof event ? true : false, true>(true);
  void event.anything.at.all;
});
free.on('join', event => {
  same<typeof event, JoinEvent>(true);
});
free.on('leave', event => {
  same<typeof event, LeaveEvent>(true);
});
free.on('error', event => {
  same<typeof event, ErrorEvent>(true);
});
free.on('open', event => {
  same<typeof event, undefined>(true);
});
free.on('close', event => {
  same<typeof event, SocketCloseEvent>(true);
  // @ts-expect-error -- no such key
  void event.uid;
});
free.on('*', event => {
  same<typeof event, MessageEvent | JoinEvent | LeaveEvent | ErrorEvent>(true);
});
free.on('error', event => {
  // @ts-expect-error -- an error has no users
  void event.users;
});
// @ts-expect-error -- options are those of a channel
connect('room', { as: 1 });
// @ts-expect-error -- a channel is named by a string
connect(1);
// @ts-expect-error -- the recipient is a string
free.send('text', 5);
// @ts-expect-error -- listening takes a listener
free.on('message');

// With a map of events.
interface Events {
  chat: { text: string };
  cursor: { type: 'cursor'; line: number; date?: string };
  message: string;
}
const typed = connect<Events>('room');
same<typeof typed, IttySocket<IttyProtocol, Events>>(true);
typed.on('chat', event => {
  same<typeof event.text, string>(true);
  same<typeof event.type, 'chat'>(true);
  same<typeof event.message, { text: string }>(true);
  same<typeof event.uid, string>(true);
  same<typeof event.date, number>(true);
  // @ts-expect-error -- chat has no line
  void event.line;
});
typed.on('cursor', event => {
  same<typeof event.line, number>(true);
  // The frame's date, not the payload's.
  same<typeof event.date, number>(true);
});
typed.on('other', event => {
  void event.anything.at.all;
});
typed.on('message', event => {
  same<typeof event.date, number>(true);
});
// @ts-expect-error -- the listener of chat does not get a number
typed.on('chat', (event: { text: number }) => event);
typed.send({ type: 'chat', text: 'hi' }).send({ type: 'cursor', line: 1 }, 'uid').send('a plain text');
typed.push({ type: 'chat', text: 'hi' }, 'uid');
// @ts-expect-error -- no member of the map
typed.send({ type: 'other' });
// @ts-expect-error -- chat's text is a string
typed.send({ type: 'chat', text: 1 });
// @ts-expect-error -- chat needs its text
typed.send({ type: 'chat' });
// @ts-expect-error -- without its type it would reach no listener of chat
typed.send({ text: 'hi' });
// @ts-expect-error -- one member's keys do not fit another's
typed.send({ type: 'chat', line: 1 });
// @ts-expect-error -- nor a plain number
typed.send(1);
// @ts-expect-error -- push is typed as send is
typed.push({ type: 'other' });

// A map cannot redefine what the server says.
connect<{ join: { mine: true }; chat: { text: string } }>('room').on('join', event => {
  same<typeof event, JoinEvent>(true);
});

// A raw WebSocket: no itty events, no recipient.
const raw = connect('wss://example.com/socket', { any: 'parameter' });
// eslint-disable-next-line @typescript-eslint/no-explicit-any
same<typeof raw, IttySocket<object, any>>(true);
raw.send('text').push({ any: 'thing' });
raw.on('join', event => {
  same<Equal<typeof event, JoinEvent>, false>(true);
});
raw.on('close', event => {
  same<typeof event, SocketCloseEvent>(true);
});
// @ts-expect-error -- there are no users
raw.send('text', 'uid');
// @ts-expect-error -- there are no users
raw.push('text', 'uid');
const rawTyped = connect<{ join: { room: string }; tick: { at: number } }>('ws://127.0.0.1:1');
rawTyped.on('join', event => {
  same<typeof event.room, string>(true);
  // @ts-expect-error -- not the itty event
  void event.users;
});
rawTyped.on('tick', event => {
  same<typeof event.at, number>(true);
  // @ts-expect-error -- no itty frame around it
  void event.uid;
});
rawTyped.send({ type: 'tick', at: 1 });
// @ts-expect-error -- no member of the map
rawTyped.send({ type: 'tock' });

// Route functions, type guards among them.
free.on(
  event => event.value > 20,
  event => event.value,
);
free.on(
  (event): event is MessageEvent<number> => typeof event.message === 'number',
  event => {
    same<typeof event.message, number>(true);
  },
);
free.remove('message', () => undefined).remove('anything', (event: MessageEvent) => event);

// Methods can be handed around.
const open: () => unknown = free.open;
void open;

// Socket classes: that of `ws` and that of a browser.
const withWs: IttySocketConnect = createConnect({ WebSocket: NodeWebSocket, base: 'ws://127.0.0.1:1/c/' });
const withGlobal: IttySocketConnect = createConnect({ WebSocket: globalThis.WebSocket });
void [withWs, withGlobal, createConnect()];
// @ts-expect-error -- not a class of sockets
createConnect({ WebSocket: class {} });
