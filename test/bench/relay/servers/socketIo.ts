import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { listening } from './listening';

/** Rooms of socket.io, with its defaults: WebSockets, nothing compressed. */

const http = createServer();
const io = new Server(http);

io.on('connection', socket => {
  const channel = String(socket.handshake.query['channel']);
  void socket.join(channel);
  socket.on('message', (message: unknown) => socket.to(channel).emit('message', message));
});
http.listen(0, '127.0.0.1', () => listening(http.address()));
