import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from '../../../src/relay/limits';
import { Refusal } from '../../../src/relay/refusal';
import { AddressGate } from '../../../src/relay/service/addressGate';
import { addressKey, clientAddress, readAddress, TrustedProxies } from '../../../src/relay/service/addresses';

function requestFrom(remoteAddress: string | undefined, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('an address', () => {
  for (const [text, address] of [
    ['1.2.3.4', '1.2.3.4'],
    [' 1.2.3.4:567 ', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', undefined],
    ['', undefined],
    ['1.2.3', undefined],
    ['1.2.3.4, 5.6.7.8', undefined],
  ] as const) {
    it(`is read from ${JSON.stringify(text)}`, () => assert.equal(readAddress(text), address));
  }

  for (const [address, key] of [
    ['1.2.3.4', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::9:8:7:6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::1.2.3.4', '64:ff9b:0:0::/64'],
    ['1:2:3::4:5:6:7', '1:2:3:0::/64'],
  ] as const) {
    it(`counts ${address} as ${key}`, () => assert.equal(addressKey(address), key));
  }

  it('of the same 64 bits is the same, however it is written, and of others is not', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 8, maxLength: 8 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        (a, end) => {
          const write = (groups: number[]) => groups.map(each => each.toString(16)).join(':');
          const short = new URL(`http://[${write(a)}]/`).hostname.slice(1, -1);
          assert.equal(addressKey(short), addressKey(write(a)));
          assert.equal(addressKey(write([...a.slice(0, 4), ...end])), addressKey(write(a)));
          assert.notEqual(addressKey(write([(a[0] ?? 0) ^ 1, ...a.slice(1)])), addressKey(write(a)));
        },
      ),
    );
  });
});

describe('the address of a client', () => {
  const from = (trusted: string[], remote: string | undefined, forwarded?: string) =>
    clientAddress(requestFrom(remote, forwarded), new TrustedProxies(trusted));

  it('is that of the socket where no proxy is trusted, whatever a header says', () => {
    assert.equal(from([], '1.1.1.1', '9.9.9.9'), '1.1.1.1');
    assert.equal(from(['10.0.0.0/8'], '1.1.1.1', '9.9.9.9'), '1.1.1.1');
    assert.equal(from([], undefined, '9.9.9.9'), undefined);
  });

  it('is the right-most that no trusted proxy has', () => {
    assert.equal(from(['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 9.9.9.9'), '9.9.9.9');
    assert.equal(from(['10.0.0.0/8'], '10.0.0.1', '6.6.6.6, 9.9.9.9, 10.1.1.1'), '9.9.9.9');
    assert.equal(from(['local'], '::ffff:127.0.0.1', '9.9.9.9'), '9.9.9.9');
    assert.equal(from(['local'], '::1', '[2001:db8::1]:80'), '2001:db8::1');
    assert.equal(from(['local'], undefined, '9.9.9.9'), '9.9.9.9');
    assert.equal(from(['2001:db8::/32'], '2001:db8::5', '9.9.9.9'), '9.9.9.9');
  });

  it('is the proxy itself where its header says nothing usable', () => {
    for (const header of [undefined, '', 'unknown', '9.9.9.9, unknown', ',', '9.9.9.9,']) {
      assert.equal(from(['local'], '127.0.0.1', header), '127.0.0.1');
    }
    assert.equal(from(['local'], '127.0.0.1', '127.0.0.1'), '127.0.0.1');
  });

  it('cannot be chosen by the client, whatever it writes', () => {
    fc.assert(
      fc.property(fc.string(), written => {
        assert.equal(from(['local'], '127.0.0.1', `${written}, 9.9.9.9`), '9.9.9.9');
      }),
    );
  });

  for (const wrong of ['nginx', '', '10.0.0.0/33', '10.0.0.0/', '1.2.3.4/8/8', '::/129', '10.0.0.0/-1']) {
    it(`says that '${wrong}' is no proxy`, () => assert.throws(() => new TrustedProxies([wrong]), /is no address/));
  }
});

describe('the limits of an address', () => {
  let now = 0;
  let gate: AddressGate;
  const limits = { ...DEFAULT_LIMITS, joins: 3, address: 2, guesses: 2, ban: 5_000 };
  beforeEach(() => {
    now = 1_000_000;
    gate = new AddressGate(
      limits,
      ({ socket }) => socket.remoteAddress,
      () => now,
      4,
    );
  });
  afterEach(() => gate.dispose());

  const arrive = (address: string | undefined) => gate.arrive(requestFrom(address));
  const visitor = (address: string) => {
    const answer = arrive(address);
    assert.ok(!(answer instanceof Refusal), 'is let in');
    return answer;
  };
  const limitOf = (address: string) => {
    const answer = arrive(address);
    return answer instanceof Refusal ? answer.limit : undefined;
  };

  it('lets so many joins a second through', () => {
    assert.deepEqual(
      [1, 2, 3, 4].map(() => limitOf('a')),
      [undefined, undefined, undefined, 'joins'],
    );
    assert.equal(limitOf('b'), undefined);
    now += 1_000;
    assert.deepEqual(
      [1, 2, 3, 4].map(() => limitOf('a')),
      [undefined, undefined, undefined, 'joins'],
    );
  });

  it('lets so many connections stand', () => {
    const first = visitor('a');
    first.entered();
    visitor('a').entered();
    assert.equal(limitOf('a'), 'address');
    now += 1_000;
    first.left();
    assert.equal(limitOf('a'), undefined);
  });

  it('counts wrong keys only', () => {
    const guesser = visitor('a');
    for (let i = 0; i < 10; i += 1) {
      assert.ok(guesser.tryKey());
      guesser.keyWasRight();
    }
    assert.deepEqual([guesser.tryKey(), guesser.tryKey(), guesser.tryKey()], [true, true, false]);
    assert.equal(visitor('b').tryKey(), true);
    now += 60_000;
    assert.equal(guesser.tryKey(), true);
  });

  it('keeps out for a while who was warned too often, and says for how long', () => {
    visitor('a').ban();
    const answer = arrive('a');
    assert.ok(answer instanceof Refusal && answer.limit === 'ban' && answer.status === 429);
    assert.deepEqual(answer.headers, { 'Retry-After': '5' });
    now += 5_001;
    assert.equal(limitOf('a'), undefined);
  });

  it('are none where there are no addresses', () => {
    for (let i = 0; i < 100; i += 1) {
      const one = arrive(undefined);
      assert.ok(!(one instanceof Refusal));
      one.entered();
      assert.ok(one.tryKey());
    }
    assert.equal(gate.size, 0);
  });

  it('are forgotten when they are as new, and bounded before that', () => {
    for (let i = 0; i < 100; i += 1) visitor(`10.0.0.${i}`);
    assert.equal(gate.size, 4);
    visitor('kept').entered();
    visitor('banned').ban();
    now += 1_000;
    gate.sweep();
    assert.equal(gate.size, 2);
    now += 60_000;
    gate.sweep();
    assert.equal(gate.size, 1);
    for (let i = 0; i < 100; i += 1) visitor(`10.0.0.${i}`);
    visitor('kept').entered();
    assert.equal(limitOf('kept'), 'address', 'who is connected is not forgotten');
  });
});
