import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readFrame } from '../../../src/client/frame';
import { countOf, encodeClientFrame, listedUsers, splitClientFrame, UNIT_SEPARATOR } from '../../../src/protocol/itty';
import { errorFrame, messageFrame, presenceFrame } from '../../../src/relay/frames';
import { channelOf, cleanAlias, mayComeFrom, readRequest } from '../../../src/relay/handshake';
import * as samples from './samples';
import { anything, mutations, texts } from './values';

const wellFormed = fc.string({ unit: 'binary', maxLength: 200 });
/** Half surrogates as well. */
const anyText = fc.oneof(
  wellFormed,
  fc.array(fc.nat(0xffff), { maxLength: 50 }).map(units => String.fromCharCode(...units)),
);
const runs = { numRuns: 2000 };

describe('frames, against anything', function () {
  this.timeout(30_000);

  it('readFrame makes an event or nothing, and no peer can forge the server', () => {
    const frames = texts(fc.oneof(anything, { weight: 4, arbitrary: mutations(samples.serverFrame) }));
    fc.assert(
      fc.property(frames, fc.boolean(), (text, raw) => {
        const arrival = readFrame(text, raw);
        if (!arrival) return;
        const { name, user, event } = arrival;
        const frame: unknown = JSON.parse(text);
        assert.ok(typeof event === 'object' && (name === undefined || typeof name === 'string'));
        if (!user || name === 'join' || name === 'leave' || name === 'error') {
          assert.ok(!user && !Array.isArray(frame));
          const { type, message } = frame as Record<string, unknown>;
          assert.ok(typeof type === 'string' && (name === type || name === undefined));
          if (/^(join|leave|error)$/.test(type)) {
            assert.equal(
              (event as Record<string, unknown>)['message'],
              typeof message === 'string' ? message : undefined,
            );
          }
        }
        assert.ok(name === undefined || !['open', 'close', 'message', '*'].includes(name));
      }),
      runs,
    );
  });

  it('readFrame takes who and when from the frame alone', () => {
    const payload = fc.oneof(
      mutations(samples.content),
      fc.dictionary(fc.constantFrom('uid', 'alias', 'date'), anyText),
    );
    fc.assert(
      fc.property(payload, fc.boolean(), (message, named) => {
        const head = named ? { uid: 'u', alias: 'a', date: 1 } : {};
        const [text] = fc.sample(texts(fc.constant({ message, ...head })), { numRuns: 1, seed: 1 });
        const event = readFrame(text ?? '', false)?.event as Record<string, unknown> | undefined;
        if (!event) return;
        const frame = JSON.parse(text ?? '') as Record<string, unknown>;
        for (const key of ['uid', 'alias', 'date', 'message']) assert.deepEqual(event[key], frame[key]);
      }),
      { numRuns: 500 },
    );
  });

  it('splitClientFrame takes apart what encodeClientFrame puts together', () => {
    const uid = anyText.filter(text => text !== '' && !text.includes(UNIT_SEPARATOR));
    fc.assert(
      fc.property(fc.jsonValue(), fc.option(uid, { nil: undefined }), (message, to) => {
        const parts = splitClientFrame(encodeClientFrame(message, to));
        assert.deepEqual(parts, { ...(to !== undefined && { uid: to }), payload: JSON.stringify(message) });
      }),
    );
  });

  it('splitClientFrame loses nothing of any text', () => {
    const pieces = fc.array(fc.oneof(fc.constant(UNIT_SEPARATOR), anyText), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, list => {
        const frame = list.join('');
        const parts = splitClientFrame(frame);
        if (!parts) assert.ok(frame.startsWith(UNIT_SEPARATOR));
        else if (parts.uid === undefined) assert.equal(parts.payload, frame);
        else {
          assert.ok(parts.uid !== '' && !parts.uid.includes(UNIT_SEPARATOR));
          assert.equal(UNIT_SEPARATOR + parts.uid + UNIT_SEPARATOR + parts.payload, frame);
        }
      }),
      runs,
    );
  });

  it('the people of a join are people', () => {
    const users = fc.oneof(anything, fc.array(mutations(fc.record({ uid: anyText, alias: anyText }))));
    fc.assert(
      fc.property(users, anything, (value, total) => {
        for (const { uid, alias } of listedUsers(value)) {
          assert.ok(typeof uid === 'string' && (alias === undefined || typeof alias === 'string'));
        }
        const count = countOf({ users: value, total });
        assert.ok(count === undefined || (Number.isSafeInteger(count) && count >= 0));
      }),
      runs,
    );
  });
});

describe('the relay, against anything', function () {
  this.timeout(30_000);

  const query = fc.array(
    fc.tuple(
      fc.constantFrom('as', 'alias', 'echo', 'announce', 'list', 'joinKey', 'sendKey', '__proto__', '%'),
      fc.oneof(anyText, wellFormed.map(encodeURIComponent)),
    ),
    { maxLength: 6 },
  );
  const escaped = wellFormed.map(encodeURIComponent);
  const target = fc.oneof(
    anyText,
    fc.tuple(fc.oneof(anyText, escaped), query).map(([name, options]) => {
      const pairs = options.map(([key, text]) => `${key}=${text}`);
      return `/c/${name}?${pairs.join('&')}`;
    }),
    fc.constantFrom(
      '/c/',
      '/c',
      '/c/%',
      '/c/%ff',
      '/c/?',
      `/c/${'x'.repeat(10_000)}`,
      `/c/x?as=${'👩'.repeat(10_000)}`,
    ),
  );

  it('readRequest makes a bounded request or nothing', () => {
    fc.assert(
      fc.property(target, text => {
        const request = readRequest(text);
        assert.equal(request?.channel, channelOf(text));
        if (!request) return;
        const { channel, alias, echo, announce, list, keys } = request;
        assert.ok(channel !== '' && channel.length <= 512);
        assert.ok(alias === undefined || (alias.length <= 128 && !/^\s|\s$|[\p{Cc}\u202e\u2028]|^$/u.test(alias)));
        assert.ok([echo, announce, list].every(flag => typeof flag === 'boolean'));
        assert.ok([keys.joinKey, keys.sendKey].every(key => key === undefined || key !== ''));
      }),
      runs,
    );
  });

  it('cleanAlias leaves what it has cleaned as it is', () => {
    fc.assert(
      fc.property(anyText, text => {
        const name = cleanAlias(text);
        assert.ok(name === undefined || (Array.from(name).length <= 64 && cleanAlias(name) === name));
      }),
      runs,
    );
  });

  it('mayComeFrom lets in no page that was not allowed', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.webUrl()), origin => {
        assert.equal(mayComeFrom(origin, []), false);
        assert.equal(mayComeFrom(origin, [origin]), true);
      }),
      runs,
    );
  });

  it('its frames are JSON whatever people are called', () => {
    const user = fc.record({ uid: anyText, alias: fc.option(anyText, { nil: undefined }) });
    fc.assert(
      fc.property(fc.jsonValue(), user, fc.nat(), (message, sender, date) => {
        const named = JSON.parse(JSON.stringify(sender)) as object;
        const json = JSON.stringify(message);
        const said: unknown = JSON.parse(json);
        assert.deepEqual(JSON.parse(messageFrame(json, sender, date)), { message: said, ...named, date });
        assert.deepEqual(JSON.parse(errorFrame(sender.uid, date)), { type: 'error', message: sender.uid, date });
        const presence = presenceFrame({ type: 'join', total: 1, who: sender, date }, 1, true);
        assert.equal((JSON.parse(presence) as Record<string, unknown>)['uid'], sender.uid);
      }),
      { numRuns: 300 },
    );
  });
});
