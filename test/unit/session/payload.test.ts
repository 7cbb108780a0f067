import { strict as assert } from 'node:assert';
import { asContent, asSent, type Message } from '../../../src/protocol/content';
import { bodyOf, readPayload } from '../../../src/session/payload';

const lasting = { id: 'i', session: 's', seq: 1, at: 1, text: 'hi' };
const range = { startLine: 3, startColumn: 1, endLine: 5, endColumn: 2, code: 'x' };

describe('what arrives', () => {
  it('is content when it is whole', () => {
    assert.equal(readPayload({ ...lasting, type: 'chat' }).kind, 'content');
    assert.equal(readPayload({ ...lasting, type: 'snippet', ranges: [range] }).kind, 'content');
  });

  it('is text when it comes from a plain client', () => {
    assert.deepEqual(readPayload('hello'), { kind: 'text', text: 'hello' });
    assert.deepEqual(readPayload({ type: 'chat', text: 'hello' }), { kind: 'text', text: 'hello' });
    assert.deepEqual(readPayload({ a: 1 }), { kind: 'text', text: '{\n  "a": 1\n}' });
    assert.deepEqual(readPayload([1, null]), { kind: 'text', text: '[\n  1,\n  null\n]' });
    assert.deepEqual(readPayload(null), { kind: 'text', text: 'null' });
  });

  it('is shown by its text when a newer peer sends a kind this version does not know', () => {
    assert.deepEqual(readPayload({ ...lasting, type: 'poll', votes: 3 }), {
      kind: 'content',
      content: { ...lasting, type: 'chat', foreign: 'poll', beyond: '{"type":"poll","votes":3}' },
    });
  });

  it('is said to be of the kind that it is, and goes on as it came', () => {
    const poll = { ...lasting, type: 'poll', votes: { Ada: [1, { two: null }] }, re: 'r' };
    const first = readPayload(poll);
    assert.equal(first.kind, 'content');
    assert.deepEqual(bodyOf(first.content as Message), { type: 'text', text: lasting.text, foreign: 'poll' });
    assert.deepEqual(asSent(first.content), poll);
  });

  it('goes on as it came with a field that is called as ours, and without what nobody could write or has signed', () => {
    const named = { ...lasting, type: 'poll', foreign: 'poll', beyond: '{' };
    const content = asContent(named);
    assert.ok(content);
    assert.deepEqual(asSent(content), named);
    const proof = { key: 'k', sig: 's', name: 'n' };
    const padded = asContent({ ...lasting, type: 'chat', proof: { ...proof, more: 'x'.repeat(1_000) } });
    assert.deepEqual(padded, { ...lasting, type: 'chat', proof });
    let deep: unknown = 1;
    for (let depth = 0; depth < 40; depth += 1) deep = [deep];
    assert.deepEqual(asContent({ ...lasting, type: 'chat', deep }), { ...lasting, type: 'chat' });
    const digits = Array.from({ length: 400_000 }, () => 1e20);
    assert.equal(asContent({ ...lasting, type: 'chat', digits })?.beyond, undefined, 'written out, it is too long');
    assert.equal(asContent(lasting), undefined, 'what has no type is none');
  });

  it('is left out when it is passing content', () => {
    assert.equal(readPayload({ type: 'typing', session: 's' }).kind, 'passing');
  });

  for (const [what, change] of [
    ['no ranges', { ranges: [] }],
    ['a line 0', { ranges: [{ ...range, startLine: 0 }] }],
    ['a line that is no number', { ranges: [{ ...range, endLine: '5' }] }],
    ['a path that is an object', { ranges: [range], path: {} }],
    ['a very long path', { ranges: [range], path: 'x'.repeat(2000) }],
    ['an endless number of ranges', { ranges: Array.from({ length: 1000 }, () => range) }],
  ] as const) {
    it(`is talk, in its place, when it is a snippet with ${what}`, () => {
      const sent = { ...lasting, type: 'snippet', ...change };
      const incoming = readPayload(sent);
      assert.ok(incoming.kind === 'content');
      const { beyond, ...known } = incoming.content;
      assert.deepEqual(known, { ...lasting, type: 'chat', foreign: 'snippet' });
      assert.equal(beyond, JSON.stringify({ type: 'snippet', ...change }));
      assert.deepEqual(asSent(incoming.content), sent);
    });
  }

  for (const [what, change] of [
    ['a sequence number of 0', { seq: 0 }],
    ['a sequence number past what a number holds', { seq: 2 ** 60 }],
    ['an id that is no text', { id: 7 }],
    ['no time', { at: undefined }],
    ['an untrue direct mark', { direct: 'yes' }],
  ] as const) {
    it(`is text like any other with ${what}`, () => {
      assert.equal(readPayload({ ...lasting, type: 'chat', ...change }).kind, 'text');
    });
  }

  it('is cut when foreign text has no end', () => {
    const incoming = readPayload('x'.repeat(1_000_000));
    assert.ok(incoming.kind === 'text' && incoming.text.length <= 20_000);
  });
});
