import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import type { Content } from '../../../src/protocol/content';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../../../src/protocol/itty';
import { writeBody } from '../../../src/seal/body';
import { ChannelKey } from '../../../src/seal/channelKey';
import { DeviceKey } from '../../../src/seal/deviceKey';
import { frameLength, MAX_BODY, type SealedFrame } from '../../../src/seal/frame';
import { Seal } from '../../../src/seal/seal';
import * as page from './reference';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => 7 * at));
const BUCKETS = [256, 512, 1024, 2048, 4096, 8192, 16384, 24576, 32768, 40960, 49152, 57344, 65536, 73728];

describe('sealed frames', () => {
  let seal: Seal;
  /** Another member, by the page's own implementation. */
  const ada = page.ed25519();
  const session = page.sessionOf(ada.publicKey);
  const voice = page.newVoice();
  const chat = { type: 'chat', text: 'hello', id: 'c1', session, seq: 1, at: 1_700_000_000_000 };

  before(async () => {
    seal = await Seal.create({ key: await ChannelKey.fromText(page.base64url(KEY)) });
  });

  const sealed = async (message: unknown, to?: string): Promise<SealedFrame> => {
    const own = seal.speak();
    return own.seal(own.next(), writeBody(message, to));
  };
  const opened = async (frame: unknown) => {
    const result = await seal.open(frame);
    if (typeof result === 'string') throw new assert.AssertionError({ message: `refused as ${result}` });
    return result;
  };
  const written = (m: unknown, to?: string, n = 1) => page.write(KEY, ada, voice, n, m, to);

  it('have the channel that the page says', () => {
    assert.equal(seal.channel, page.channelId(KEY));
  });

  for (const [scheme, make] of [
    ['Ed25519', page.ed25519],
    ['P-256', page.p256],
  ] as const) {
    it(`are read as the page writes them, signed with ${scheme}`, async () => {
      const signer = make();
      const own = page.sessionOf(signer.publicKey);
      const said = page.prove(KEY, signer, { ...chat, session: own, ranges: [{ b: 1, a: 'ü' }] }, 'Ada');
      const frame = page.write(KEY, signer, voice, 2 ** 40, said, seal.session);
      assert.deepEqual(await opened(frame), { voice, n: 2 ** 40, session: own, to: seal.session, message: said });
    });
  }

  it('are written as the page reads them', async () => {
    const own: Content = { ...chat, type: 'chat', session: seal.session };
    const frame = await sealed(await seal.prove(own, 'Grace'), session);
    assert.deepEqual(Object.keys(frame), ['type', 'v', 's', 'n', 'c']);
    const { m, ...who } = page.read(KEY, frame);
    assert.deepEqual(who, { session: seal.session, to: session });
    assert.ok(page.isProven(KEY, m as object));
    assert.deepEqual({ ...(m as object), proof: undefined }, { ...own, proof: undefined });
  });

  it('have one of a few lengths, which are told before', async () => {
    for (const length of [0, 1, 100, ...BUCKETS.flatMap(size => [size - 200, size - 120, size - 100, size - 60])]) {
      if (length > MAX_BODY - 20) continue;
      const text = 'x'.repeat(Math.max(0, length));
      const frame = await sealed(text);
      const plain = Buffer.from(frame.c, 'base64').length - 16;
      assert.ok(BUCKETS.includes(plain), `${length} became ${plain}`);
      assert.ok(JSON.stringify(frame).length <= frameLength(writeBody(text, undefined).length));
      assert.equal((await opened(frame)).message, text);
    }
  });

  it('hold 73 KB under the public limit, recipient included, and no more', async () => {
    const text = 'x'.repeat(MAX_BODY - JSON.stringify({ to: session, m: '' }).length);
    const frame = await sealed(text, session);
    assert.ok(Buffer.byteLength(encodeClientFrame(frame, 'u'.repeat(64))) < MAX_FRAME_BYTES);
    assert.ok(MAX_BODY > 73_000);
    await assert.rejects(sealed(`${text}x`, session), RangeError);
  });

  it('do not open when any of their fields or any bit is another', async () => {
    const frame = written(page.prove(KEY, ada, chat, 'Ada'));
    const flipped = (bytes: Buffer, at: number): string => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
      return copy.toString('base64');
    };
    const bytes = Buffer.from(frame.c, 'base64');
    const others: object[] = [
      { ...frame, type: 'chat' },
      { ...frame, v: 2 },
      { ...frame, v: '1' },
      { ...frame, s: page.newVoice() },
      { ...frame, s: `${frame.s}=` },
      { ...frame, s: frame.s.slice(1) },
      { ...frame, n: 2 },
      { ...frame, n: 0 },
      { ...frame, n: 1.5 },
      { ...frame, n: '1' },
      { ...frame, n: 2 ** 53 },
      { ...frame, c: ` ${frame.c}` },
      { ...frame, c: frame.c.slice(0, -4) },
      { ...frame, c: '' },
      ...Object.keys(frame).map(name => ({ ...frame, [name]: undefined })),
      ...Array.from(bytes, (_, at) => ({ ...frame, c: flipped(bytes, at) })),
    ];
    for (const other of others) {
      const result = await seal.open(other);
      assert.ok(result === 'unreadable' || result === 'plain', JSON.stringify(other).slice(0, 100));
    }
    await opened(frame);
  });

  it('do not open in another channel', async () => {
    const other = await Seal.create({ key: await ChannelKey.random() });
    assert.equal(await other.open(written('hello')), 'unreadable');
    assert.equal(await seal.open(page.write(Buffer.alloc(32), ada, voice, 1, 'hello')), 'unreadable');
  });

  it('are padded in one way only', async () => {
    const body = Buffer.from('{"m":1}');
    const plain = page.plaintextOf(KEY, ada, voice, 1, body);
    const end = plain.lastIndexOf(0x80);
    const changed = (at: number, byte: number) => Object.assign(Buffer.from(plain), { [at]: byte });
    const others = [
      Buffer.concat([plain, Buffer.alloc(256)]),
      plain.subarray(0, end + 1),
      plain.subarray(0, end),
      changed(plain.length - 1, 1),
      changed(end, 0),
      changed(0, 3),
      Buffer.alloc(256),
      Buffer.alloc(0),
    ];
    for (const other of others) {
      assert.equal(await seal.open(page.sealRaw(KEY, voice, 1, other)), 'unreadable');
    }
    assert.equal((await opened(page.sealRaw(KEY, voice, 1, plain))).message, 1);
  });

  describe('of a member who lies', () => {
    const eve = page.ed25519();
    const own = page.sessionOf(eve.publicKey);
    const proven = page.prove(KEY, ada, chat, 'Ada');
    const resent = (content: unknown) => ({ type: 'resent', session: own, content, name: 'Eve', date: 1 });
    const says = (m: unknown) => seal.open(page.write(KEY, eve, voice, 1, m));

    it('are refused where they speak as another session', async () => {
      for (const m of [
        proven,
        { type: 'hello', session, seen: {}, last: 0, met: {} },
        { type: 'ping', session },
        { type: 'hail', session, name: 'Ada', challenge: page.newVoice() },
        { session: 1 },
      ]) {
        assert.equal(await says(m), 'forged', JSON.stringify(m));
      }
    });

    it('are refused where the signature is of another place, or of other words', async () => {
      const body = Buffer.from('{"m":1}');
      for (const [s, n, said] of [
        [page.newVoice(), 1, body],
        [voice, 2, body],
        [voice, 1, Buffer.from('{"m":2}')],
      ] as const) {
        const plain = page.plaintextOf(KEY, ada, s, n, said);
        // The same signature with the words, the place and the voice that it is not of.
        body.copy(plain, 33 + 64);
        assert.equal(await seal.open(page.sealRaw(KEY, voice, 1, plain)), 'forged');
      }
    });

    it('are refused with content that nobody has said like that', async () => {
      const others = [
        chat,
        { ...proven, text: 'hello!' },
        { ...proven, seq: 2 },
        { ...proven, at: chat.at + 1 },
        { ...proven, id: 'c2' },
        { ...proven, session: own },
        { ...proven, direct: true },
        { ...proven, further: 1 },
        { ...proven, proof: { ...proven.proof, name: 'Eve' } },
        { ...proven, proof: page.prove(KEY, eve, chat, 'Ada').proof },
        page.prove(Buffer.alloc(32), ada, chat, 'Ada'),
        { ...proven, proof: 'yes' },
        undefined,
        'text',
      ];
      for (const content of others) assert.equal(await says(resent(content)), 'forged', JSON.stringify(content));
      assert.equal(await says({ ...chat, session: own }), 'forged', 'own words without a proof');
    });

    it('can pass on what another said, under the name that the other had', async () => {
      const { message } = await opened(page.write(KEY, eve, voice, 1, resent(proven)));
      assert.deepEqual(message, { ...resent(proven), name: 'Ada' });
    });

    it("are refused where the device is somebody else's", async () => {
      const device = page.ed25519();
      const hail = (claim: object) => ({
        type: 'hail',
        session: own,
        name: 'Eve',
        challenge: page.newVoice(),
        device: claim,
      });
      assert.equal(await says(hail(page.deviceClaim(KEY, device, session))), 'forged');
      assert.equal(
        await says(hail({ ...page.deviceClaim(KEY, device, own), key: page.base64url(ada.publicKey) })),
        'forged',
      );
      const { device: shown } = await opened(page.write(KEY, eve, voice, 1, hail(page.deviceClaim(KEY, device, own))));
      assert.equal(shown, page.base64url(device.publicKey));
    });
  });

  it('carry what was said before the key was renewed, to those who had the old one', async () => {
    const renewed = await ChannelKey.random();
    const raw = Buffer.from(renewed.secret.reveal(), 'base64url');
    const stayed = await Seal.create({ key: await ChannelKey.fromText(page.base64url(KEY)) });
    const late = await Seal.create({ key: renewed });
    await stayed.adopt(renewed);
    assert.equal(stayed.channel, renewed.channel);
    const old = { type: 'resent', session, content: page.prove(KEY, ada, chat, 'Ada'), name: 'Ada', date: 1 };
    const frame = page.write(raw, ada, voice, 1, old);
    assert.equal(typeof (await stayed.open(frame)), 'object');
    assert.equal(await late.open(frame), 'forged');
    assert.equal(await stayed.open(written('in the old channel')), 'unreadable');
  });

  it('give a new key to one session alone, as the page has it', async () => {
    const renewed = await ChannelKey.random();
    const raw = Buffer.from(renewed.secret.reveal(), 'base64url');
    const box = page.boxKey();
    const renew = await seal.renew(renewed, { session, box: box.publicKey });
    assert.ok(renew);
    assert.deepEqual(page.unbox(KEY, box, renew, seal.session, session), raw);
    assert.throws(() => page.unbox(KEY, page.boxKey(), renew, seal.session, session));
    assert.throws(() => page.unbox(KEY, box, renew, session, session), 'as if another had said it');
    const back = page.boxed(KEY, raw, session, seal.session, seal.box);
    assert.equal((await seal.renewed({ type: 'renew', session, ...back }))?.channel, renewed.channel);
    for (const other of [
      { ...back, session: seal.session },
      { ...back, session, box: back.key },
      { ...back, session, key: box.publicKey },
      { ...back, session, key: 'AAAA' },
      { ...page.boxed(KEY, raw, session, 'another', seal.box), session },
      { ...page.boxed(Buffer.alloc(32), raw, session, seal.session, seal.box), session },
      { ...page.boxed(KEY, raw.subarray(1), session, seal.session, seal.box), session },
    ]) {
      assert.equal(await seal.renewed({ type: 'renew', ...other }), undefined);
    }
    assert.equal(await seal.renew(renewed, { session, box: 'AAAA' }), undefined);
  });

  it('carry a device that the page understands', async () => {
    const device = await DeviceKey.generate();
    const claim = await device.claim(seal.channel, seal.session);
    assert.equal(claim.key, device.id);
    assert.equal(await DeviceKey.fromText('{"kty":"OKP"}'), undefined);
    assert.equal((await DeviceKey.fromText(device.secret.reveal()))?.id, device.id);
  });

  it('are nothing for whatever else comes', async function () {
    this.timeout(60_000);
    const frame = written('hello');
    const anything = fc.oneof(
      fc.anything(),
      fc.jsonValue(),
      fc.record({
        type: fc.constant('sealed'),
        v: fc.constant(1),
        s: fc.base64String(),
        n: fc.anything(),
        c: fc.anything(),
      }),
      fc.record({
        type: fc.constant('sealed'),
        v: fc.constant(1),
        s: fc.constant(voice),
        n: fc.nat(),
        c: fc.base64String(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async value => {
        assert.equal(typeof (await seal.open(value)), 'string');
      }),
      { numRuns: 500 },
    );
    // One who has the key seals what they like.
    const plaintext = fc.oneof(
      fc.uint8Array({ maxLength: 600 }).map(bytes => Buffer.from(bytes)),
      fc.uint8Array({ maxLength: 100 }).map(body => page.plaintextOf(KEY, ada, voice, 1, Buffer.from(body))),
    );
    await fc.assert(
      fc.asyncProperty(plaintext, async bytes => {
        assert.equal(typeof (await seal.open(page.sealRaw(KEY, voice, 1, bytes))), 'string');
      }),
      { numRuns: 300 },
    );
    // And says what they like.
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ depthSize: 'large' }), async m => {
        await seal.open(written(m));
        await seal.open(written({ ...frame, m, session, seq: 1, proof: m }));
        await seal.open(written({ type: 'resent', session, content: m }));
      }),
      { numRuns: 300 },
    );
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = Buffer.from(
      `{"m":{"type":"resent","session":"${session}","content":{"session":"${session}","x":${deep}}}}`,
    );
    assert.equal(await seal.open(page.sealRaw(KEY, voice, 1, page.plaintextOf(KEY, ada, voice, 1, body))), 'forged');
  });
});
