import { existsSync, statSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';

function isListening(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}

/** Removes the socket that a relay left behind that was killed. One that somebody listens on stays, and any other file. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (process.platform === 'win32' || !existsSync(path) || !statSync(path).isSocket()) return;
  if (!(await isListening(path))) unlinkSync(path);
}
