import assert from 'node:assert/strict';
import { Refusal } from '../../../src/relay/refusal';
import { KeyChecks } from '../../../src/relay/service/keyChecks';
import { hashKey, KeyHash } from '../../../src/relay/service/keyHash';
import { Namespaces, readNamespaces } from '../../../src/relay/service/namespaces';
import { cheapHash } from '../support/service';

function namespaces(table: Record<string, { joinKey?: string; sendKey?: string }>): Namespaces {
  const hashed = Object.entries(table).map(([prefix, keys]) => [
    prefix,
    Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, cheapHash(key)])),
  ]);
  return new Namespaces(readNamespaces(JSON.stringify(Object.fromEntries(hashed))));
}

describe('a hash of a key', () => {
  it('is of this key only, and another one each time', async () => {
    const [one, other] = await Promise.all([hashKey('key ü'), hashKey('key ü')]);
    assert.notEqual(one, other);
    const hash = KeyHash.read(one);
    assert.ok(hash);
    assert.equal(await hash.matches('key ü'), true);
    for (const wrong of ['', 'key', 'key ü ', 'key u']) assert.equal(await hash.matches(wrong), false);
  });

  it('is none when it is a plain key, broken, or would cost too much', () => {
    const good = cheapHash('k');
    assert.ok(KeyHash.read(good));
    for (const bad of [
      'secret',
      '',
      good.slice(0, -30),
      `${good}$`,
      good.replace('ln=1', 'ln=18'),
      good.replace('ln=1', 'ln=0'),
      good.replace('r=1', 'r=9'),
      good.replace('p=1', 'p=99'),
      good.replace('scrypt', 'argon2id'),
    ]) {
      assert.equal(KeyHash.read(bad), undefined, bad);
    }
  });
});

describe('checking keys', () => {
  /** A hash that is computed when the test says so. */
  class SlowHash {
    static running = 0;
    static most = 0;
    static computed = 0;
    readonly waiting: (() => void)[] = [];
    constructor(private readonly key: string) {}
    async matches(key: string): Promise<boolean> {
      SlowHash.computed += 1;
      SlowHash.running += 1;
      SlowHash.most = Math.max(SlowHash.most, SlowHash.running);
      await new Promise<void>(resolve => setImmediate(resolve));
      SlowHash.running -= 1;
      return key === this.key;
    }
  }
  const slow = (key: string) => new SlowHash(key) as unknown as KeyHash;
  beforeEach(() => (SlowHash.most = SlowHash.computed = 0));

  it('computes a hash no more once its key was given, for right keys and wrong ones', async () => {
    const checks = new KeyChecks();
    const hash = slow('right');
    assert.equal(await checks.matches(hash, 'wrong'), false);
    assert.equal(await checks.matches(hash, 'right'), true);
    assert.equal(SlowHash.computed, 2);
    for (let i = 0; i < 50; i += 1) {
      assert.equal(await checks.matches(hash, 'right'), true);
      assert.equal(await checks.matches(hash, `wrong ${i}`), false);
    }
    assert.equal(SlowHash.computed, 2);
    assert.equal(await checks.matches(slow('right'), 'other'), false);
  });

  it('computes few at a time, lets few wait, and refuses the others', async () => {
    const checks = new KeyChecks(2, 3);
    const results = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map(i => checks.matches(slow('k'), `${i}`)));
    assert.equal(SlowHash.most, 2);
    assert.deepEqual(results.map(({ status }) => status).sort(), [
      ...Array<string>(5).fill('fulfilled'),
      'rejected',
      'rejected',
    ]);
    assert.equal(await checks.matches(slow('k'), 'k'), true);
  });
});

describe('namespaces', () => {
  const given = (joinKey?: string, sendKey?: string) => ({ joinKey, sendKey });

  async function verdict(all: Namespaces, channel: string, joinKey?: string, sendKey?: string) {
    const answer = await all.check(channel, given(joinKey, sendKey));
    return answer instanceof Refusal ? answer.status : answer && (answer.canSend ? 'sends' : 'reads');
  }

  it('keep their channels, up to a boundary of the name', async () => {
    const all = namespaces({ team: { joinKey: 'j' }, 'open:': {} });
    for (const name of ['team', 'team:a', 'team/a', 'team:a/b', 'team:']) assert.equal(await verdict(all, name), 403);
    for (const name of ['teammates', 'tea', 'xteam', 'Team', 'x:team', 'open', '']) {
      assert.equal(await verdict(all, name), undefined, name);
    }
    assert.equal(await verdict(all, 'open:x'), 'sends');
  });

  it('let the most specific one decide', async () => {
    const all = namespaces({
      '': { joinKey: 'all' },
      team: { joinKey: 'team' },
      'team:red': { joinKey: 'red' },
      'team:red/free': {},
    });
    assert.equal(await verdict(all, 'any', 'all'), 'sends');
    assert.equal(await verdict(all, 'team:blue', 'team'), 'sends');
    assert.equal(await verdict(all, 'team:red', 'team'), 403);
    assert.equal(await verdict(all, 'team:red:x', 'red'), 'sends');
    assert.equal(await verdict(all, 'team:red/free:x'), 'sends');
  });

  it('tell joining and sending apart', async () => {
    const all = namespaces({ news: { sendKey: 's' }, team: { joinKey: 'j', sendKey: 's' } });
    assert.equal(await verdict(all, 'news'), 'reads');
    assert.equal(await verdict(all, 'news', undefined, 'x'), 'reads');
    assert.equal(await verdict(all, 'news', 'x', 's'), 'sends');
    assert.equal(await verdict(all, 'team', undefined, 's'), 403);
    assert.equal(await verdict(all, 'team', 's', 'j'), 403);
    assert.equal(await verdict(all, 'team', 'j'), 'reads');
    assert.equal(await verdict(all, 'team', 'j', 's'), 'sends');
  });

  it('take pushes with their sendKey only', async () => {
    const all = namespaces({ news: { sendKey: 's' }, team: { joinKey: 'j' } });
    const status = async (channel: string, key?: string) => (await all.mayPush(channel, key))?.status;
    assert.equal(await status('news:a', 's'), undefined);
    for (const [channel, key] of [
      ['news:a', 'x'],
      ['news', undefined],
      ['team', 'j'],
      ['free', 's'],
    ] as const) {
      assert.equal(await status(channel, key), 403);
    }
  });

  it('can be replaced', async () => {
    const all = namespaces({ team: { joinKey: 'old' } });
    assert.equal(await verdict(all, 'team', 'old'), 'sends');
    all.replace(readNamespaces(JSON.stringify({ team: { joinKey: cheapHash('new') } })));
    assert.equal(await verdict(all, 'team', 'old'), 403);
    assert.equal(await verdict(all, 'team', 'new'), 'sends');
    all.replace(new Map());
    assert.equal(await verdict(all, 'team'), undefined);
  });

  it('are not confused by names like those of Object.prototype', async () => {
    const all = namespaces({ team: { joinKey: 'j' } });
    for (const name of ['__proto__', 'constructor', 'toString']) assert.equal(await verdict(all, name), undefined);
  });

  for (const [text, sentence] of [
    ['{', /^Error: it is not JSON$/],
    ['[]', /not an object of namespaces/],
    ['{"team": "secret"}', /namespace 'team' is not an object/],
    ['{"team": {"joinkey": "secret"}}', /namespace 'team' has 'joinkey'/],
    ['{"team": {"joinKey": "secret"}}', /the joinKey of namespace 'team' is not a hash/],
    ['{"team": {"sendKey": 1}}', /the sendKey of namespace 'team' is not a hash/],
    ['{"team": {"sendKey": null}}', /the sendKey of namespace 'team' is not a hash/],
  ] as const) {
    it(`say what is wrong with ${text}, and repeat no key`, () => {
      assert.throws(
        () => readNamespaces(text),
        error => error instanceof Error && sentence.test(String(error)) && !error.message.includes('secret'),
      );
    });
  }
});
