import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { english } from '../../../src/base/sentence';
import { startRelay, type Relay } from '../../../src/relay/server';
import type { Outcome } from '../../../src/ui/check/outcome';
import { outcomeWords } from '../../../src/ui/check/words';
import { tempDir } from '../../vscode/cleanup';
import { privateCa } from '../support/privateCa';

/** For what hangs, on a busy machine too. Milliseconds. */
const TIME_LIMIT = 60_000;

const WORDS = {
  relay: /works: connected in \d+ ms/,
  expired: /^The certificate of .* has expired, on Jan +1 00:00:00 2021 GMT: whoever runs it has to renew it/,
  otherHost: /^The certificate of .* is for other\.test: use such an address, or another certificate/,
} as const;

describe('the test of a connection, where a private authority is trusted', function () {
  this.timeout(TIME_LIMIT);
  const kinds = ['relay', 'expired', 'otherHost'] as const;
  const relays: Relay[] = [];
  let outcomes: Outcome[];

  before(async () => {
    for (const kind of kinds) {
      const { cert, key } = privateCa[kind];
      relays.push(await startRelay({ server: createServer({ cert, key }) }));
    }
    const folder = await tempDir('authority');
    const authority = join(folder.path, 'authority.pem');
    await writeFile(authority, privateCa.cert);
    const script = join(import.meta.dirname, '../support/checkProcess.ts');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', script, ...relays.map(({ url }) => url)],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority } },
    );
    await folder.dispose();
    outcomes = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Outcome);
  });

  after(async () => {
    for (const relay of relays) await relay.close();
  });

  for (const [index, kind] of kinds.entries()) {
    it(`tells ${kind === 'relay' ? 'a good certificate of it' : `one of the kind “${kind}”`}`, () => {
      const outcome = outcomes[index];
      assert.ok(outcome);
      assert.match(english(outcomeWords(outcome)), WORDS[kind]);
      if (outcome.result !== 'fails') return;
      assert.ok(outcome.fault.kind === 'certificate', outcome.fault.kind);
      assert.equal(outcome.fault.certificate?.issuer, privateCa.name);
    });
  }
});
