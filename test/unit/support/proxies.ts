import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../vscode/ports';
import { certificates } from './certificates';

/** The shipped examples for nginx and Caddy, run by the real programs: ports, paths and certificates are all that is changed. */

const DEPLOY = join(import.meta.dirname, '../../../src/relay/deploy');
/** How often it is looked whether somebody listens. Milliseconds. */
const LOOK_EVERY = 20;

/** A proxy that runs. */
export interface Proxy {
  /** `wss://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** All that it has written about requests. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a proxy of the program at this path, with an empty folder for its files, in front of a relay. */
export type StartProxy = (program: string, folder: string, relayPort: number) => Promise<Proxy>;

/** @throws AssertionError-like when the example has not what is to be changed, and so is another than is tried here. */
function adapt(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`The example has no longer: ${from}`);
    return all.replaceAll(from, to);
  }, text);
}

function writeCertificate(folder: string): { cert: string; key: string } {
  const paths = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(paths.cert, certificates.one.cert);
  writeFileSync(paths.key, certificates.one.key);
  return paths;
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
}

async function run(
  program: string,
  args: readonly string[],
  folder: string,
  port: number,
  log: () => string,
): Promise<Proxy> {
  // Caddy keeps its configuration for the next start, in the user's folder unless told otherwise.
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
  const gone = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  void gone.then(() => process.off('exit', end));
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended:\n${said}`);
    await sleep(LOOK_EVERY);
  }
  return {
    url: `wss://127.0.0.1:${port}`,
    port,
    log: () => said + log(),
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** nginx with `deploy/nginx.conf` among its `conf.d`. */
export const startNginx: StartProxy = async (program, folder, relayPort) => {
  const [plain, port] = [await freePort(), await freePort()];
  const { cert, key } = writeCertificate(folder);
  const [access, errors] = [join(folder, 'access.log'), join(folder, 'error.log')];
  const example = adapt(readFileSync(join(DEPLOY, 'nginx.conf'), 'utf8'), [
    ['server 127.0.0.1:4500;', `server 127.0.0.1:${relayPort};`],
    ['listen 80;', `listen 127.0.0.1:${plain};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['/etc/ssl/relay.example.com/fullchain.pem', cert],
    ['/etc/ssl/relay.example.com/privkey.pem', key],
    ['/var/log/nginx/live-channels.log', access],
    ['/var/log/nginx/live-channels-error.log', errors],
  ]);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${join(folder, name)};`,
  );
  const main = `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log stderr warn;
    events {} http { access_log off; ${temp.join(' ')}\n${example}\n}`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  const read = () => readFileSync(access, 'utf8') + readFileSync(errors, 'utf8');
  return run(program, ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], folder, port, read);
};

/** Caddy with `deploy/Caddyfile`, its advice about logs followed. */
export const startCaddy: StartProxy = async (program, folder, relayPort) => {
  const port = await freePort();
  const { cert, key } = writeCertificate(folder);
  const access = join(folder, 'access.log');
  const text = readFileSync(join(DEPLOY, 'Caddyfile'), 'utf8');
  // The lines that it shows commented out, as they would be put in.
  const logging = text
    .split('\n')
    .filter(line => line.startsWith('#\t'))
    .map(line => line.slice(1))
    .join('\n')
    .replace('log {', `log {\n\t\toutput file ${access}`);
  const example = adapt(text, [
    ['relay.example.com {', `https://127.0.0.1:${port} {\n\ttls ${cert} ${key}\n\tbind 127.0.0.1\n${logging}`],
    ['reverse_proxy 127.0.0.1:4500', `reverse_proxy 127.0.0.1:${relayPort}`],
  ]);
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    join(folder, 'Caddyfile'),
    `{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system ${join(folder, 'data')}\n}\n${example}`,
  );
  const args = ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
  return run(program, args, folder, port, () => readFileSync(access, 'utf8'));
};
