import { createServer, type Socket } from 'node:net';
import { listening } from './listening';

/** The limit of what Node can do: the bytes that come are written to all others, and nobody looks at them. */

const channels = new Map<string, Set<Socket>>();

const server = createServer({ noDelay: true }, socket => {
  socket.on('error', () => socket.destroy());
  socket.once('data', line => {
    const name = line.toString();
    const members = channels.get(name) ?? new Set();
    channels.set(name, members.add(socket));
    socket.on('data', bytes => {
      for (const member of members) if (member !== socket) member.write(bytes);
    });
    socket.on('close', () => members.delete(socket));
    socket.write('in\n');
  });
});
server.listen(0, '127.0.0.1', () => listening(server.address()));
