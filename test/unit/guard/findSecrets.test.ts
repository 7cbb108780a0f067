import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { english } from '../../../src/base/sentence';
import type { Finding } from '../../../src/guard/finding';
import { findSecrets } from '../../../src/guard/findSecrets';
import { harmlessSamples } from './harmlessSamples';
import { MadeUp } from './madeUp';
import { secretSamples } from './secretSamples';

/** What is promised of the samples, as shares. */
const LEAST_TRUE_POSITIVES = 0.98;
const MOST_FALSE_POSITIVES = 0.02;

/** Each sample is tried with this many different random values. */
const SEEDS = Array.from({ length: 12 }, (_, index) => 4_711 * (index + 1));

const MEGABYTE = 1024 * 1024;

const up = new MadeUp(7);
const token = `ghp_${up.alphanumeric(36)}`;

function percent(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function rules(findings: readonly Finding[]): string[] {
  return findings.map(({ rule }) => rule);
}

describe('secrets in a text', function () {
  this.timeout(60_000);

  it('are found in whatever way they are written', async () => {
    const missed: string[] = [];
    const samples = SEEDS.flatMap(seed => secretSamples(seed));
    for (const { name, text, rule } of samples) {
      const found = await findSecrets(text, name.includes('.npmrc') ? { fileName: '.npmrc' } : {});
      if (!rules(found).some(each => rule.test(each))) missed.push(`${name}: ${text}`);
    }
    const hits = samples.length - missed.length;
    console.log(`      true positives: ${percent(hits, samples.length)}, ${secretSamples().length} kinds`);
    assert.ok(secretSamples().length >= 110);
    assert.ok(hits / samples.length >= LEAST_TRUE_POSITIVES, missed.join('\n'));
  });

  it('are not seen in checksums, placeholders, references, translations and code', async () => {
    const wrong: string[] = [];
    const samples = SEEDS.flatMap(seed => harmlessSamples(seed));
    for (const { name, text } of samples) {
      const found = await findSecrets(text);
      if (found.length > 0) wrong.push(`${name}: ${JSON.stringify(found)}`);
    }
    console.log(`      false positives: ${percent(wrong.length, samples.length)}, ${harmlessSamples().length} kinds`);
    assert.ok(harmlessSamples().length >= 170);
    assert.ok(wrong.length / samples.length <= MOST_FALSE_POSITIVES, wrong.join('\n'));
  });

  it('are found once each, by the rule that knows them best', async () => {
    for (const { name, text } of secretSamples()) {
      const found = await findSecrets(text, { fileName: '.npmrc' });
      assert.ok(found.length <= 1, `${name}: ${JSON.stringify(found)}`);
    }
    assert.deepEqual(rules(await findSecrets(`GITHUB_TOKEN=${token}`)), ['github']);
  });

  it('are never part of what is said about them', async () => {
    for (const { text } of secretSamples()) {
      const said = JSON.stringify(await findSecrets(text));
      const parts = text.match(/[A-Za-z0-9+/]{9,}/g) ?? [];
      // The name of a variable is said; what is behind it is not.
      const leaked = parts.filter(part => /\d/.test(part) && said.includes(part));
      assert.deepEqual(leaked, []);
    }
  });

  it('have the line of the file and the column', async () => {
    const text = `first\n  const token = '${token}';\n\nDB_PASSWORD=${up.password(12)}\n`;
    const places = (await findSecrets(text, { startLine: 41 })).map(({ line, column, message }) => [
      line,
      column,
      english(message),
    ]);
    assert.deepEqual(places, [
      [42, 18, 'GitHub token'],
      [44, 1, 'Value of DB_PASSWORD'],
    ]);
  });

  it('have the right line behind CRLF as well', async () => {
    const [found] = await findSecrets(`a\r\nb\r\nx = '${token}'\r\n`);
    assert.deepEqual([found?.line, found?.column], [3, 6]);
  });

  it('are found wherever they are in a long text, and once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 600_000 }), async before => {
        const padding = 'lorem ipsum dolor\n'.repeat(Math.ceil(before / 18)).slice(0, before);
        const found = await findSecrets(`${padding} ${token} ${'dolor sit amet\n'.repeat(20_000)}`);
        assert.deepEqual(rules(found), ['github']);
        assert.equal(found[0]?.line, padding.split('\n').length);
      }),
      { numRuns: 15, examples: [[64 * 1024 - 20], [64 * 1024 - 1], [128 * 1024 - 39]] },
    );
  });

  it('do not make the guard throw, whatever the text is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async text => {
        await findSecrets(text);
        await findSecrets(`password="${text}`);
      }),
    );
  });

  it('list no more than anybody reads', async () => {
    const many = Array.from({ length: 2_000 }, () => `KEY_${up.letters(3)}_TOKEN=${up.alphanumeric(32)}`).join('\n');
    assert.equal((await findSecrets(many)).length, 200);
  });

  it('leave nothing in the performance timeline, which others share', async () => {
    await findSecrets(token);
    assert.deepEqual(performance.getEntriesByType('mark'), []);
  });

  it('say where looking ended when it takes too long', async () => {
    let clock = 0;
    const text = 'x\n'.repeat(400_000);
    const found = await findSecrets(text, { now: () => (clock += 4_000) });
    assert.deepEqual(
      found.map(({ rule, line }) => [rule, line]),
      [['unfinished', 32_769]],
    );
  });
});

describe('looking for secrets takes bounded time', function () {
  this.timeout(120_000);

  const repeated = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
  const random = up.base64(64 * 1024);
  const texts: Record<string, string> = {
    'in 8 MB of lines': repeated(`const value = compute(index + 1, "${up.letters(40)}");\n`, 8 * MEGABYTE),
    'in 8 MB of base 64': repeated(`${random.slice(0, 76)}\n`, 8 * MEGABYTE),
    'in one line of 1 MB': repeated(random, MEGABYTE),
    'in one line of spaces': ' '.repeat(MEGABYTE),
    'in line ends': '\r\n'.repeat(MEGABYTE / 2),
    'in one word': 'a'.repeat(MEGABYTE),
  };
  const beginnings = [
    ...['ghs_1_', 'ghs_1_a.', 'xoxb-', 'xoxb-a-', 'eyJ', `eyJ${'a'.repeat(20)}.`, 'AKIA', 'glc_', 'ops_ey', 'tskey-a-'],
    ...[
      '://',
      'http://a:',
      'http://a:b',
      'postgres://a:',
      'mongodb://',
      'a+b.c-',
      '_authToken=',
      'https://:x-oauth-basic',
    ],
    ...['token', 'token=', 'password: ', 'password:\n', 'token.', 'secret: a ', 'password="', 'password="\\', "key='"],
    ...[
      `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}`,
      `${'-'.repeat(5)}BEGIN RSA `,
      'PuTTY-User-Key-File-2: ',
      'AWS_SECRET = ',
    ],
    ...['authorization: bearer ', 'Server=', 'uid=;', '8Q~', '1234567890:AA', 'SG.a.', 'secretlint-disable '],
  ];
  for (const beginning of beginnings)
    texts[`in ${JSON.stringify(beginning)} over and over`] = repeated(beginning, MEGABYTE);

  for (const [name, text] of Object.entries(texts)) {
    it(name, async () => {
      const started = performance.now();
      await findSecrets(text);
      const took = performance.now() - started;
      if (text.length > MEGABYTE) console.log(`      ${Math.round(took)} ms for ${text.length / MEGABYTE} MB`);
    });
  }
});
