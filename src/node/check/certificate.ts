import { request } from 'node:https';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import type { Certificate, CertificateFault } from '../../ui/check/outcome';

/** How long the second look may take. Milliseconds. */
const TIME_LIMIT = 3_000;

const FAULTS: Readonly<Record<string, CertificateFault>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYetValid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown',
  CERT_UNTRUSTED: 'unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'otherHost',
};

/** What OpenSSL's code says of a certificate; `undefined` for what is no fault of one. */
export function certificateFault(code: string): CertificateFault | undefined {
  return FAULTS[code] ?? (code.includes('CERT') ? 'invalid' : undefined);
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function certificateOf(peer: Partial<PeerCertificate>): Certificate | undefined {
  const { subject, issuer, valid_from: validFrom, valid_to: validTo, subjectaltname } = peer;
  if (!subject || !issuer || validFrom === undefined || validTo === undefined) return undefined;
  const names = subjectaltname?.replaceAll(/(?:DNS|IP Address):/g, '');
  const nameOf = (party: PeerCertificate['subject']) => firstOf(party.CN) ?? firstOf(party.O) ?? '?';
  return { subject: names ?? nameOf(subject), issuer: nameOf(issuer), validFrom, validTo };
}

/** The certificate that a socket was shown. */
export function shownCertificate(socket: TLSSocket): Certificate | undefined {
  return certificateOf(socket.getPeerCertificate());
}

/**
 * Fetches the certificate of a server that is not trusted, to say what it is: by the same way as any request, proxies
 * included. Nothing is sent over the connection, least of all a key.
 */
export function lookAtCertificate(server: URL, cancelled: AbortSignal): Promise<Certificate | undefined> {
  return new Promise(resolve => {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(TIME_LIMIT)]);
    const host = server.hostname.replace(/^\[|\]$/g, '');
    const asked = request({ host, port: server.port || 443, rejectUnauthorized: false, signal });
    const done = (certificate?: Certificate): void => {
      resolve(certificate);
      asked.destroy();
    };
    asked.on('socket', socket => {
      if (socket instanceof TLSSocket) socket.once('secureConnect', () => done(shownCertificate(socket)));
      else done();
    });
    asked.on('error', () => done());
  });
}
