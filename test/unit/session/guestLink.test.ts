import assert from 'node:assert/strict';
import { AppError } from '../../../src/base/errors';
import { Secret } from '../../../src/seal/secret';
import { guestLink, readGuestLink } from '../../../src/session/guestLink';
import { writeInvitation } from '../../../src/session/invitation';

const SERVER = 'wss://relay.example/chat';
const ROOT = 'https://relay.example/chat/';

describe('the link for guests', () => {
  it('leads back to its channel, whatever that is called', () => {
    for (const channel of ['team', 'a b', 'Grüße?#/&', '聊天']) {
      const link = guestLink(SERVER, channel);
      assert.ok(link.startsWith(`${ROOT}join/`), link);
      assert.deepEqual(readGuestLink(link, ROOT), { channel });
    }
  });

  it('has the key of a private channel behind the #, which no browser sends', () => {
    const key = new Secret(Buffer.alloc(32, 7).toString('base64url'));
    const link = guestLink(SERVER, 'kept', { server: SERVER, name: 'plans', key });
    const { channel, invitation } = readGuestLink(link, ROOT);
    assert.equal(channel, 'kept');
    assert.equal(invitation?.name, 'plans');
    const { pathname, search } = new URL(link);
    assert.equal(pathname + search, '/chat/join/kept?private', 'what a browser sends');
  });

  it('says that the key is missing when the link was cut off at the #', () => {
    assert.throws(() => readGuestLink(`${ROOT}join/kept?private`, ROOT), /The key is missing/);
  });

  it('never opens the channel of a private link openly, whatever stands in the place of the key', () => {
    const open = new URL(`#${writeInvitation({ server: SERVER, name: 'plans' })}`, ROOT).hash;
    for (const hash of ['#x', '#%6Civechannels1', '#Livechannels1', '#/livechannels1', open]) {
      assert.throws(() => readGuestLink(`${ROOT}join/kept?private${hash}`, ROOT), AppError, hash);
    }
  });

  it('leads to no name that looks like another', () => {
    for (const name of ['a%E2%80%AEb', 'c%00', 'a%0Ab', '%ff']) {
      assert.throws(() => readGuestLink(`${ROOT}join/${name}`, ROOT), /names no channel/, name);
    }
  });
});
