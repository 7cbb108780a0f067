import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { english } from '../../../src/base/sentence';
import { socketCheck } from '../../../src/ui/check/socketCheck';
import { outcomeWords } from '../../../src/ui/check/words';
import { freePort } from '../../vscode/ports';
import { useRelay, Wire } from '../support/relay';

describe('the test of a connection in a browser', function () {
  this.timeout(60_000);
  const under = useRelay();
  const check = async (server: string, channel?: string) => {
    const target = { server, ...(channel !== undefined && { channel }) };
    const outcome = await socketCheck(() => Promise.resolve(WebSocket))(target, new AbortController().signal);
    return english(outcomeWords(outcome));
  };

  it('says that it works', async () => {
    assert.match(await check(under.relay.url), /works: connected in \d+ ms/);
  });

  it('says what little a browser knows of one that does not', async () => {
    const locked = await Wire.join(under.base, 'locked', 'joinKey=sesame');
    assert.match(await check(under.relay.url, 'locked'), /Something answers at .* a wrong key, or no relay/);
    assert.match(await check(`ws://127.0.0.1:${await freePort()}`), /does not answer, or has no certificate/);
    locked.socket.terminate();
  });

  it('says that a page may not go there', async () => {
    const outcome = await socketCheck(() =>
      Promise.resolve(
        class extends WebSocket {
          constructor(url: string) {
            // As browsers do, in a page that came over https.
            if (url.startsWith('ws:')) throw new DOMException('An insecure connection', 'SecurityError');
            super(url);
          }
        },
      ),
    )({ server: under.relay.url }, new AbortController().signal);
    assert.match(english(outcomeWords(outcome)), /set a wss:\/\/ address/);
  });
});
