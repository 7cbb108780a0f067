import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { AppError } from '../../../src/base/errors';
import { toBase64Url } from '../../../src/seal/bytes';
import { Secret } from '../../../src/seal/secret';
import {
  findInvitation,
  invitationLink,
  readLink,
  writeInvitation,
  type Invitation,
  type LinkParts,
} from '../../../src/session/invitation';

const EXTENSION = 'live-channels.live-channels';
const OWN = { scheme: 'vscode', authority: EXTENSION };
const keyOf = (bytes: Uint8Array): Secret => new Secret(toBase64Url(bytes));
const KEY = keyOf(Uint8Array.from({ length: 32 }, (_, at) => at * 7));
const PLAIN: Invitation = { server: 'wss://itty.ws', name: 'Our plans', key: KEY };

/** As a test compares them: a secret shows nothing of itself. */
const open = ({ server, name, key }: Invitation) => ({ server, name, key: key?.reveal() });
const input = (thrown: unknown): boolean =>
  thrown instanceof AppError && thrown.code === 'input' && /^[A-Z“].*\.$/.test(thrown.message);

const servers = fc.constantFrom(
  'wss://itty.ws',
  'wss://relay.example:8443/some/path',
  'ws://127.0.0.1:4500',
  'ws://192.168.1.20:4500',
  'ws://[fd12:3456::1]:4500',
  'ws://relay.local',
);
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .map(text => text.replaceAll(/[\p{C}\u2028\u2029/\s]/gu, '-'))
  .filter(text => !/[\w-]{43}/.test(text) && text !== '.' && text !== '..');
const keys = fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(keyOf), { nil: undefined });
const invitations = fc
  .record({ server: servers, name: names, key: keys })
  .map(({ server, name, key }): Invitation => ({ server, name, ...(key && { key }) }));

function partsOf(link: string): LinkParts {
  const { protocol, host, pathname, search, hash } = new URL(link);
  return {
    scheme: protocol.slice(0, -1),
    authority: host,
    path: pathname,
    query: search.slice(1),
    fragment: hash.slice(1),
  };
}

describe('an invitation', () => {
  it('says the same when it is read as when it was written', () => {
    fc.assert(
      fc.property(invitations, invitation => {
        const written = writeInvitation(invitation);
        assert.match(written, /^livechannels1\.[\w-]+$/);
        assert.deepEqual(open(findInvitation(written)), open(invitation));
      }),
    );
  });

  it('is found among words, in quotes and brackets, quoted, and broken into lines', () => {
    const around = fc.constantFrom('', ' ', '"', '“', '<', '(see ', 'Join me: ', '> ', '\n\n', '`');
    const behind = fc.constantFrom('', ' ', '"', '”', '>', ')', '.', ', thanks', '\nBest, Ada', '`', ' and more words');
    const width = fc.integer({ min: 1, max: 80 });
    const line = fc.constantFrom('\n', '\r\n', '\n> ', ' ', '\n\t');
    fc.assert(
      fc.property(invitations, around, behind, width, line, (invitation, before, after, size, end) => {
        const pieces = writeInvitation(invitation).match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        const pasted = before + pieces.join(end) + after;
        assert.deepEqual(open(findInvitation(pasted)), open(invitation));
      }),
    );
  });

  it('is found in a link of any editor', () => {
    for (const scheme of ['vscode', 'vscode-insiders', 'vscodium', 'cursor']) {
      const link = invitationLink(scheme, EXTENSION, PLAIN);
      assert.deepEqual(open(findInvitation(`<${link}>`)), open(PLAIN));
    }
  });

  it('is short', () => {
    assert.ok(writeInvitation(PLAIN).length < 110, `${writeInvitation(PLAIN).length} characters`);
  });

  it('that is cut off anywhere says so', () => {
    const written = writeInvitation(PLAIN);
    for (let length = 'livechannels1.'.length; length < written.length; length++) {
      assert.throws(() => findInvitation(written.slice(0, length)), /^AppError: This invitation is cut off/);
    }
  });

  it('is refused with any one character changed', () => {
    const written = writeInvitation(PLAIN);
    const others = fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_'));
    fc.assert(
      fc.property(fc.nat(written.length - 1), others, (at, other) => {
        fc.pre(written.charAt(at) !== other);
        assert.throws(() => findInvitation(written.slice(0, at) + other + written.slice(at + 1)), input);
      }),
      { numRuns: 500, examples: [[12, '0']] },
    );
  });

  it('is refused with two characters changed places, and with one more in its middle', () => {
    const written = writeInvitation(PLAIN);
    for (let at = 'livechannels1.'.length; at < written.length - 1; at++) {
      const [one, two] = [written.charAt(at), written.charAt(at + 1)];
      if (one !== two) {
        assert.throws(() => findInvitation(written.slice(0, at) + two + one + written.slice(at + 2)), input);
      }
      assert.throws(() => findInvitation(`${written.slice(0, at)}${one}${written.slice(at)}`), input);
    }
  });

  it('of a newer version says that the extension is to be updated', () => {
    assert.throws(() => findInvitation(writeInvitation(PLAIN).replace('1.', '2.')), /update the extension/);
  });

  it('never throws anything but one sentence, whatever it is given', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .base64String({ maxLength: 200 })
        .map(text => `livechannels1.${text.replaceAll('+', '-').replaceAll('/', '_')}`),
      fc.uint8Array({ maxLength: 200 }).map(bytes => `livechannels1.${toBase64Url(bytes)}`),
    );
    fc.assert(
      fc.property(hostile, text => assert.throws(() => findInvitation(text), input)),
      { numRuns: 2_000 },
    );
    assert.throws(() => findInvitation('livechannels1.'.repeat(100_000)), /too long/);
  });

  it('does not show its key to whoever prints it', () => {
    assert.ok(!JSON.stringify(findInvitation(writeInvitation(PLAIN))).includes(KEY.reveal()));
    assert.equal(String(findInvitation(writeInvitation(PLAIN)).key), '[secret]');
  });

  for (const server of [
    'ws://relay.example',
    'ws://8.8.8.8:4500',
    'ws://[2001:db8::1]',
    'ws://172.32.0.1',
    'ws://localhost.',
    'ws://192.168.1.20.example',
  ]) {
    it(`does not lead to ${server}, which is not encrypted and out in the world`, () => {
      assert.throws(() => writeInvitation({ ...PLAIN, server }), /would not be encrypted/);
    });
  }

  for (const server of [
    'https://itty.ws',
    'wss://user:pass@host',
    'wss://host?key=1',
    'wss://host/#x',
    'wss://HOST',
    'wss://host/',
    'wss://ho\nst',
    'wss://аpple.com',
    'file:///etc',
    'embedded',
    '',
  ]) {
    it(`has no server ${JSON.stringify(server)}`, () => {
      assert.throws(() => writeInvitation({ ...PLAIN, server }), /no relay address/);
    });
  }

  for (const name of ['', ' a', '../x', 'a//b', 'a\u202eb', 'a\u0000b', 'a\nb', 'a\u200bb', 'x'.repeat(201)]) {
    it(`has no name ${JSON.stringify(name.slice(0, 20))}`, () => {
      assert.throws(() => writeInvitation({ ...PLAIN, name }), input);
    });
  }
});

describe('a link', () => {
  const link = partsOf(invitationLink('vscode', EXTENSION, PLAIN));

  it('of this editor gives its invitation', () => {
    assert.deepEqual(open(readLink(link, OWN)), open(PLAIN));
    assert.deepEqual(open(readLink({ ...link, authority: 'Live-Channels.Live-Channels' }, OWN)), open(PLAIN));
  });

  it('has all of it behind the #', () => {
    assert.equal(link.query, '');
    assert.equal(link.path, '/join');
  });

  const crafted: Record<string, Partial<LinkParts>> = {
    'another path': { path: '/run' },
    'a path below': { path: '/join/x' },
    'no path': { path: '' },
    'another scheme': { scheme: 'http' },
    'another extension': { authority: 'evil.evil' },
    'a parameter': { query: 'server=wss://evil.example' },
    'its invitation as a parameter too': { query: link.fragment },
    'repeated parameters': { query: 'a=1&a=2' },
    'no invitation': { fragment: '' },
    'words around': { fragment: ` ${link.fragment}` },
    'more behind': { fragment: `${link.fragment}AAAA` },
    'two invitations': { fragment: `${link.fragment}${link.fragment}` },
    'control characters': { fragment: `${link.fragment}\u0000` },
    'a query behind the #': { fragment: `${link.fragment}?x=1` },
    'a huge invitation': { fragment: `livechannels1.${'A'.repeat(1_000_000)}` },
    'a huge query': { query: 'x'.repeat(1_000_000) },
  };
  for (const [what, parts] of Object.entries(crafted)) {
    it(`with ${what} is refused with one sentence`, () => {
      assert.throws(() => readLink({ ...link, ...parts }, OWN), input);
    });
  }
});
