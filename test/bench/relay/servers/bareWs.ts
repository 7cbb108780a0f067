import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import { listening } from './listening';

/** What `ws` costs with nothing around it: each message parsed and wrapped once, and sent to each of the others. */

const channels = new Map<string | undefined, Set<WebSocket>>();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket, { url }) => {
  const uid = randomUUID();
  const members = channels.get(url) ?? new Set();
  channels.set(url, members.add(socket));
  socket.on('message', data => {
    const message: unknown = JSON.parse((data as Buffer).toString());
    const frame = JSON.stringify({ message, uid, date: Date.now() });
    for (const member of members) if (member !== socket) member.send(frame);
  });
  socket.on('close', () => members.delete(socket));
});
server.on('listening', () => listening(server.address()));
