import { fromBase64 } from '../../../src/base/encoding';
import { strict as assert } from 'node:assert';
import { fromBase64Url, toBase64Url, utf8 } from '../../../src/seal/bytes';
import { canonical } from '../../../src/seal/canonical';
import { ChannelKey } from '../../../src/seal/channelKey';
import { cipherKey, decrypt, encrypt, hkdf, pbkdf2 } from '../../../src/seal/crypto';
import { comparisonCode, DeviceKey, deviceWords } from '../../../src/seal/deviceKey';
import { verify } from '../../../src/seal/signing';

const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array | undefined): string => Buffer.from(value ?? []).toString('hex');
const range = (from: number, to: number): string =>
  hex(Uint8Array.from({ length: to - from + 1 }, (_, at) => from + at));

describe('the cryptography', () => {
  for (const [name, secret, salt, info, length, okm] of [
    [
      'A.1',
      '0b'.repeat(22),
      range(0x00, 0x0c),
      range(0xf0, 0xf9),
      42,
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    ],
    [
      'A.2',
      range(0x00, 0x4f),
      range(0x60, 0xaf),
      range(0xb0, 0xff),
      82,
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
        'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
    ],
    [
      'A.3',
      '0b'.repeat(22),
      '',
      '',
      42,
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    ],
  ] as const) {
    it(`derives what RFC 5869 has as ${name}`, async () => {
      assert.equal(hex(await hkdf(bytes(secret), bytes(salt), bytes(info), length)), okm);
    });
  }

  it('stretches as RFC 7914, section 11, has it', async () => {
    assert.equal(
      hex(await pbkdf2(utf8('passwd'), utf8('salt'), 1, 64)),
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
        '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    );
  });

  const key = 'feffe9928665731c6d6a8f9467308308'.repeat(2);
  const plain =
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525' +
    'b16aedf5aa0de657ba637b391aafd255';
  const cipher =
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838' +
    'c5f61e6393ba7a0abcc9f662898015ad';
  const data = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
  for (const [name, k, iv, aad, p, sealed] of [
    ['13', '00'.repeat(32), '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
    [
      '14',
      '00'.repeat(32),
      '00'.repeat(12),
      '',
      '00'.repeat(16),
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    ],
    ['15', key, 'cafebabefacedbaddecaf888', '', plain, `${cipher}b094dac5d93471bdec1a502270e3cc6c`],
    [
      '16',
      key,
      'cafebabefacedbaddecaf888',
      data,
      plain.slice(0, 120),
      `${cipher.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`,
    ],
  ] as const) {
    it(`seals and opens what the GCM specification has as test case ${name}`, async () => {
      const made = await cipherKey(bytes(k));
      assert.equal(hex(await encrypt(made, bytes(iv), bytes(aad), bytes(p))), sealed);
      assert.equal(hex(await decrypt(made, bytes(iv), bytes(aad), bytes(sealed))), p);
      assert.equal(await decrypt(made, bytes(iv), bytes(`${aad}00`), bytes(sealed)), undefined);
    });
  }

  it('verifies what RFC 8032 has as its first test, and nothing beside it', async () => {
    const publicKey = bytes('01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const signature = bytes(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
    assert.equal(await verify(publicKey, signature, bytes('')), true);
    assert.equal(await verify(publicKey, signature, bytes('00')), false);
  });

  it('writes JSON as RFC 8785 has it', () => {
    const value: unknown = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    assert.equal(
      canonical(value),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    assert.equal(
      canonical(JSON.parse('{"\\u20ac":1,"\\r":2,"1":3,"\\ud83d\\ude00":4,"\\u0080":5,"\\u00f6":6,"\\ufb33":7}')),
      '{"\\r":2,"1":3,"\u0080":5,"ö":6,"€":1,"😀":4,"\ufb33":7}',
    );
  });
});

describe('what a channel and a device are called', () => {
  it('is the same for ever', async () => {
    const key = await ChannelKey.fromText('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8');
    assert.equal(key.channel, 'dQbjRRvYUC_yx-7lMIAebg');
    const passphrase = await ChannelKey.fromPassphrase('Café', 'one two three four');
    assert.equal(passphrase.secret.reveal(), '0t6k0x50h5ysNIPT55lBNpGsivXAn4qJIiAsdOLHmhc');
    // Written with a combining accent it is the same name.
    assert.equal((await ChannelKey.fromPassphrase('Cafe\u0301', 'one two three four')).channel, passphrase.channel);
    assert.notEqual((await ChannelKey.fromPassphrase('Cafe', 'one two three four')).channel, passphrase.channel);
    assert.deepEqual(await deviceWords('AdGhNjGyVPUU'), ['vuhil', 'gugik', 'tavig', 'dupah']);
  }).timeout(20_000);

  it('is compared in the same words at either end', async () => {
    const [one, other] = await Promise.all([DeviceKey.generate(), DeviceKey.generate()]);
    const words = await comparisonCode(one.id, other.id);
    assert.deepEqual(words, await comparisonCode(other.id, one.id));
    assert.equal(new Set(words).size, 8);
    assert.ok(words.every(word => /^[bdfghjklmnprstvz][aiou][bdfghjklmnprstvz][aiou][bdfghjklmnprstvz]$/.test(word)));
    assert.deepEqual(new Set(words), new Set([...(await deviceWords(one.id)), ...(await deviceWords(other.id))]));
  }).timeout(20_000);

  it('is read from one text only', () => {
    const text = toBase64Url(Uint8Array.of(1, 2, 3, 4));
    assert.deepEqual(fromBase64Url(text), Uint8Array.of(1, 2, 3, 4));
    for (const other of [`${text}=`, `${text}==`, 'AQIDBB', ' AQIDBA', 'AQID+A', 'AQI']) {
      const back = fromBase64Url(other);
      assert.ok(back === undefined || toBase64Url(back) === other, other);
    }
    assert.equal(fromBase64Url('AQIDBB'), undefined, 'unused bits');
    assert.equal(fromBase64('AQID BA=='), undefined, 'a blank');
  });

  it('is not shown by anything that prints', async () => {
    const key = await ChannelKey.random();
    const secret = key.secret.reveal();
    const { inspect, format } = await import('node:util');
    for (const shown of [
      String(key.secret),
      JSON.stringify(key),
      JSON.stringify({ key: key.secret }),
      inspect(key, { depth: 10, showHidden: true }),
      format('%o %j %s', key, key, key.secret),
    ]) {
      assert.ok(!shown.includes(secret), shown);
    }
  });
});
