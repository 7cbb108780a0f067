import { MESSAGE_BYTES } from './message';

/** How a server is spoken to over TCP, as cheaply as can be. */
export interface Wire {
  /** What is written first. */
  opening(channel: string, publishes: boolean): string;
  /** Where the frames begin in what has come so far; `undefined` as long as one is not in. */
  entered(received: Buffer): number | undefined;
  /** What has to be said before one is in, given what has come so far; said once. */
  reply?(received: Buffer): Buffer | undefined;
  /** The frame around a message, as a publisher writes it. */
  publication(message: string, channel: string): Buffer;
  /** The length of the frame that begins here, with its header; 0: its header is not there yet. */
  frameBytes(bytes: Buffer, at: number, end: number): number;
}

/** A client's frame of text. Its mask is zero, which costs the server what any other does, and here nothing. */
function clientFrame(text: string): Buffer {
  const short = text.length < 126;
  const header = Buffer.alloc(short ? 6 : 8);
  header[0] = 0x81;
  header[1] = 0x80 | (short ? text.length : 126);
  if (!short) header.writeUInt16BE(text.length, 2);
  return Buffer.concat([header, Buffer.from(text)]);
}

function serverFrameBytes(bytes: Buffer, at: number, end: number): number {
  if (at + 2 > end) return 0;
  const length = bytes[at + 1] ?? 0;
  if (length < 126) return 2 + length;
  return at + 4 > end ? 0 : 4 + bytes.readUInt16BE(at + 2);
}

function upgrade(target: string): string {
  const key = 'AAAAAAAAAAAAAAAAAAAAAA==';
  const lines = ['Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  return [`GET ${target} HTTP/1.1`, ...lines, `Sec-WebSocket-Key: ${key}`, '', ''].join('\r\n');
}

function afterHead(received: Buffer): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  if (!received.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(received.toString());
  return end + 4;
}

/** `publishing` is asked for by publishers, `reading` by all others. */
export function webSocketWire(publishing: string, reading = publishing): Wire {
  return {
    opening: (channel, publishes) => upgrade(`/c/${channel}${publishes ? publishing : reading}`),
    entered: afterHead,
    publication: clientFrame,
    frameBytes: serverFrameBytes,
  };
}

export const SOCKET_IO: Wire = {
  opening: channel => upgrade(`/socket.io/?EIO=4&transport=websocket&channel=${channel}`),
  // 0 opens, 40 enters the default namespace and is answered with 40.
  reply: received => (received.includes('0{"sid"') ? clientFrame('40') : undefined),
  entered: received => (received.includes('40{"sid"') ? afterHead(received) : undefined),
  publication: message => clientFrame(`42["message",${message}]`),
  frameBytes: serverFrameBytes,
};

export const RAW_TCP: Wire = {
  opening: channel => channel,
  entered: received => (received.length >= 3 ? 3 : undefined),
  publication: message => Buffer.from(message),
  frameBytes: () => MESSAGE_BYTES,
};

/** A command or push of Redis. */
function resp(...parts: string[]): string {
  return `*${parts.length}\r\n${parts.map(part => `$${part.length}\r\n${part}\r\n`).join('')}`;
}

export const REDIS: Wire = {
  opening: (channel, publishes) => (publishes ? resp('PING') : resp('SUBSCRIBE', channel)),
  entered: received => (/\+PONG\r\n|:1\r\n/.test(received.toString('latin1')) ? received.length : undefined),
  publication: (message, channel) => Buffer.from(resp('PUBLISH', channel, message)),
  frameBytes: (bytes, at, end) => {
    // After the name of the channel, which is short, all have the same length.
    const name = bytes.indexOf('\r\n$', at + 24);
    return name < 0 || name > end ? 0 : name - at + `\r\n$${MESSAGE_BYTES}\r\n`.length + MESSAGE_BYTES + 2;
  },
};
