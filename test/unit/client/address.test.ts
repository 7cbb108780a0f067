import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { channelPath, withQuery } from '../../../src/client/address';
import { createConnect } from '../../../src/client/connect';
import { next } from '../support/client';
import { useRelay, Wire } from '../support/relay';

const NAMES = [
  'plain',
  'team:project/room',
  'with space?and#marks&more=1',
  '100%',
  '%2e%2e',
  '%2F',
  '...',
  '..a/.b',
  'a//b',
  '/leading',
  'trailing/',
  'back\\slash',
  'ünïcödé 频道 🎉',
  '\u0000\u001f\n',
  '!\'()*~;@$,[]{}|^`"<>+',
  '__proto__',
  'x'.repeat(500),
];

describe('the address of a channel', () => {
  const under = useRelay();

  for (const name of NAMES) {
    it(`reaches the channel ${JSON.stringify(name.slice(0, 40))} and no other`, async () => {
      assert.equal(decodeURIComponent(new URL(under.base + channelPath(name)).pathname), `/c/${name}`);
      const connect = createConnect({ WebSocket, base: under.base });
      const [one, two] = [connect(name), connect(name)];
      await next(one, 'join');
      two.send({ type: 'mark' });
      assert.equal((await next(one, 'mark'))['type'], 'mark');
      const apart = await Wire.join(under.base, 'another');
      assert.equal(apart.frames[0]?.users, 1);
      one.close();
      two.close();
    });
  }

  for (const name of ['', '.', '..', 'a/../b', './a', 'a/..', '../../etc', '\ud800', 'a\udc00b']) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => channelPath(name), { name: 'TypeError', message: /^Not a channel name/ });
      assert.throws(() => createConnect({ WebSocket })(name), TypeError);
    });
  }

  it('keeps : and / and encodes what is unsafe', () => {
    assert.equal(channelPath('a:b/c d?é'), 'a:b/c%20d%3F%C3%A9');
  });
});

describe('withQuery', () => {
  const url = 'wss://h/c/room';

  it('leaves out what is undefined, null or false', () => {
    assert.equal(withQuery(url, { echo: true, announce: false, as: undefined, list: null }), `${url}?echo=true`);
    assert.equal(withQuery(url, {}), url);
    assert.equal(withQuery(url, undefined), url);
  });

  it('encodes values', () => {
    const { searchParams } = new URL(withQuery(url, { as: 'A & B=ü?#', n: 0, empty: '' }));
    assert.deepEqual(
      [...searchParams],
      [
        ['as', 'A & B=ü?#'],
        ['n', '0'],
        ['empty', ''],
      ],
    );
  });

  it('adds to a query that is there', () => {
    assert.equal(withQuery(`${url}?a=1`, { b: 2 }), `${url}?a=1&b=2`);
  });

  it('takes what URLSearchParams takes', () => {
    assert.equal(
      withQuery(
        url,
        new URLSearchParams([
          ['a', '1'],
          ['a', '2'],
        ]),
      ),
      `${url}?a=1&a=2`,
    );
    assert.equal(withQuery(url, 'a=1&b=2'), `${url}?a=1&b=2`);
  });
});
