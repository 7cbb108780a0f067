import { strict as assert } from 'node:assert';
import { describeClose, isFinal } from '../../../src/session/failure';

function failure(message: string, code?: string) {
  const error = Object.assign(new Error(message), code === undefined ? {} : { code });
  return describeClose('host:1', { code: 1006, reason: '', error });
}

describe('why a connection is not there', () => {
  for (const [error, code, text, final] of [
    [failure('Unexpected server response: 403'), 'refused', /needs a join key/, true],
    [failure('Unexpected server response: 404'), 'notFound', /no channel at this address/, true],
    [failure('Unexpected server response: 502'), 'unreachable', /HTTP 502/, false],
    [failure('getaddrinfo ENOTFOUND host', 'ENOTFOUND'), 'unreachable', /no host of that name/, false],
    [failure('connect ECONNREFUSED', 'ECONNREFUSED'), 'unreachable', /nobody listens/, false],
    [failure('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'certificate', /DEPTH_ZERO/, true],
    [failure('certificate has expired', 'CERT_HAS_EXPIRED'), 'certificate', /CERT_HAS_EXPIRED/, true],
    [describeClose('host:1', { code: 1008, reason: 'too fast' }), 'server', /closed the connection: too fast/, false],
    [describeClose('host:1', { code: 1006, reason: '' }), 'unreachable', /was lost/, false],
  ] as const) {
    it(`is said for ${error.message}`, () => {
      assert.equal(error.code, code);
      assert.match(error.message, text);
      assert.equal(isFinal(error), final);
    });
  }

  it('looks into the errors of all the addresses that were tried', () => {
    const each = Object.assign(new Error('connect ECONNREFUSED ::1'), { code: 'ECONNREFUSED' });
    const error = describeClose('host:1', { code: 1006, reason: '', error: new AggregateError([each, each]) });
    assert.match(error.message, /nobody listens/);
  });
});
