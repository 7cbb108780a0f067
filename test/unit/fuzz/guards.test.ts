import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { isAmendment } from '../../../src/protocol/amendments';
import { asContent, asSent } from '../../../src/protocol/content';
import { asPageToHost } from '../../../src/protocol/panel';
import { asPassing } from '../../../src/protocol/passing';
import { bodyOf, readPayload } from '../../../src/session/payload';
import * as samples from './samples';
import { isContentShape, isPageShape, isPassingShape } from './shapes';
import { anything, mutations } from './values';

/**
 * Holds a guard against the shape, and against values it must know.
 * @param comes how a value gets there: out of a frame as JSON, from the page as any that can be cloned.
 */
function fuzz(
  guard: (value: unknown) => unknown,
  isShape: (value: unknown) => boolean,
  valid: fc.Arbitrary<object>,
  comes: (value: unknown) => unknown = asJson,
) {
  fc.assert(fc.property(valid, value => assert.deepEqual(asJson(guard(asJson(value))), asJson(value))));
  fc.assert(
    fc.property(fc.oneof(anything, { weight: 4, arbitrary: mutations(valid) }), value => {
      const accepted = guard(comes(value));
      assert.ok(accepted === undefined || isShape(accepted));
    }),
    { numRuns: 3000 },
  );
}

describe('guards, against anything', function () {
  this.timeout(30_000);

  it('asContent lets through content only', () => fuzz(asContent, isContentShape, samples.content));

  it('asContent loses nothing that is passed on', () => {
    const values = fc
      .oneof(fc.jsonValue({ maxDepth: 4 }), { weight: 4, arbitrary: mutations(samples.content) })
      .map(asJson);
    fc.assert(
      fc.property(values, value => {
        const content = asContent(value);
        if (content) assert.deepEqual(asJson(asSent(content)), value);
      }),
      { numRuns: 3000 },
    );
  });

  it('asPassing lets through passing content only', () => fuzz(asPassing, isPassingShape, samples.passing));

  it('asPageToHost lets through what the page may say only', () =>
    fuzz(asPageToHost, isPageShape, samples.page, value => value));

  it('readPayload makes content, text of bounded length or nothing of every JSON value', () => {
    const valid = fc.oneof(samples.content, samples.passing);
    // Only what JSON can hold comes out of a frame.
    const values = fc.oneof(fc.jsonValue({ maxDepth: 4 }), { weight: 4, arbitrary: mutations(valid) }).map(asJson);
    fc.assert(
      fc.property(values, value => {
        const incoming = readPayload(value);
        if (incoming.kind === 'text') assert.ok(incoming.text.length <= 20_000);
        else if (incoming.kind === 'passing') assert.ok(!incoming.message || isPassingShape(incoming.message));
        else {
          assert.ok(isContentShape(incoming.content));
          const { content } = incoming;
          if (content.type !== 'void' && !isAmendment(content)) bodyOf(content);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

/** As it comes out of a frame; nesting that JSON.stringify cannot write is put in as a peer would. */
function asJson(value: unknown): unknown {
  try {
    const json = (JSON.stringify(value) as string | undefined) ?? 'null';
    return JSON.parse(json);
  } catch {
    return JSON.parse('{"type":"chat","text":1}');
  }
}
