import { runRelay } from '../relay/service/main';
import { version } from './version';

/** The command line of the relay: `node dist/relay.mjs --help`. */
void runRelay(process.argv.slice(2), version()).then(code => {
  process.exitCode = code;
  // Nothing that is still open may hold it up once it has served.
  process.stdout.write('', () => process.exit());
});
