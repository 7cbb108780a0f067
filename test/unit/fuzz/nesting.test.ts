import { strict as assert } from 'node:assert';
import { encodeClientFrame, MAX_FRAME_BYTES } from '../../../src/protocol/itty';
import { readPayload } from '../../../src/session/payload';

/** JSON.parse reads any depth and JSON.stringify does not write it: what a peer sends must not be written unseen. */
describe('nesting without end, in one frame', () => {
  for (const depth of [1000, 3000, MAX_FRAME_BYTES / 2 - 100]) {
    const deep = '['.repeat(depth) + ']'.repeat(depth);

    it(`of ${depth} levels is shown as text like any foreign payload`, () => {
      const incoming = readPayload(JSON.parse(deep));
      assert.ok(incoming.kind === 'text' && incoming.text.length <= 20_000);
    });

    it(`of ${depth} levels in a field that content does not have is not sent on`, () => {
      const chat = `{"type":"chat","id":"i","session":"s","seq":1,"at":1,"text":"hi","extra":${deep}}`;
      const incoming = readPayload(JSON.parse(chat));
      assert.ok(incoming.kind !== 'content' || encodeClientFrame(incoming.content).length < 1000);
    });
  }
});
