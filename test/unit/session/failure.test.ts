import { strict as assert } from 'node:assert';
import { describeClose, isFinal } from '../../../src/session/failure';
import { ProxyFailure } from '../../../src/session/proxyFailure';

function failure(message: string, code?: string) {
  const error = Object.assign(new Error(message), code === undefined ? {} : { code });
  return describeClose('host:1', { code: 1006, reason: '', error });
}

/** A socket's error that is a proxy's doing. */
function proxied(status?: number) {
  const why = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const cause = new ProxyFailure('proxy:3128', status, status === undefined ? { cause: why } : {});
  const error = new Error(`to proxies: PROXY ada:secret@proxy:3128, or Unexpected server response: ${status}`, {
    cause,
  });
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
    [proxied(), 'unreachable', /^The proxy proxy:3128 cannot be reached: nobody listens there/, false],
    [proxied(407), 'proxy', /^The proxy proxy:3128 wants a name and a password/, true],
    [proxied(403), 'proxy', /^The proxy proxy:3128 lets nobody through to host:1 \(HTTP 403\)/, true],
    [proxied(502), 'unreachable', /^The proxy proxy:3128 does not reach host:1/, false],
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
