import type { ProxyFailure } from '../../session/proxyFailure';

/** What of a connection is checked, in this order. */
export const STEPS = ['address', 'proxy', 'name', 'tcp', 'tls', 'handshake', 'key'] as const;
export type Step = (typeof STEPS)[number];

/** What a check is to reach. */
export interface Target {
  /** The server's base address, as `asServerAddress` gives it. */
  server: string;
  /** What the server calls the channel; absent: any channel will do, and no key is tried. */
  channel?: string;
  /** The one that is kept for that channel. */
  joinKey?: string;
}

/** What is in a server's certificate, as far as a person is to see it. */
export interface Certificate {
  /** For whom it is: the names of hosts, or the subject. */
  subject: string;
  issuer: string;
  /** As the certificate has it: `Jan  1 00:00:00 2021 GMT`. */
  validFrom: string;
  validTo: string;
}

/** What went well; `ms` is what it took alone. */
export type Passed =
  | { step: 'address'; server: string }
  | { step: 'proxy'; proxy: string; ms: number }
  | { step: 'name'; host: string; address: string; ms: number }
  | { step: 'tcp'; address: string; port: number; ms: number }
  /** `trusted` is false where `http.proxyStrictSSL` is off and lets any certificate be. */
  | { step: 'tls'; protocol: string; certificate: Certificate | undefined; trusted: boolean; ms: number }
  | { step: 'handshake'; ms: number }
  /** `wanted`: the server asks for a key even for a channel that nobody has ever joined, and none was tried. */
  | { step: 'key'; key: 'right' | 'wanted' };

/** What is wrong with a certificate. `unknown`: its issuer is none that is trusted here; `code` is OpenSSL's word for it. */
export type CertificateFault = 'expired' | 'notYetValid' | 'selfSigned' | 'unknown' | 'otherHost' | 'invalid';

/** What does not go. */
export type Fault =
  | { step: Step; kind: 'silent'; seconds: number }
  | { step: 'address'; kind: 'mixed' }
  | { step: 'name'; kind: 'noSuchHost' | 'notLookedUp'; host: string }
  | { step: 'tcp'; kind: 'unreachable'; error: unknown }
  | { step: 'proxy'; kind: 'failed'; failure: ProxyFailure }
  | { step: 'tls'; kind: 'certificate'; fault: CertificateFault; code: string; certificate: Certificate | undefined }
  | { step: 'tls'; kind: 'none' }
  | { step: 'tls'; kind: 'broken'; error: unknown }
  | { step: 'handshake'; kind: 'status'; status: number }
  | { step: 'handshake'; kind: 'noWebSocket' }
  | { step: 'handshake'; kind: 'closed'; secure: boolean }
  /** All that a browser tells: something answers there or nothing does. */
  | { step: 'handshake'; kind: 'notSaid'; answers: boolean }
  | { step: 'key'; kind: 'wrong' | 'missing' };

/** What came of a check. */
export type Outcome = { server: string; passed: readonly Passed[] } & (
  { result: 'works' } | { result: 'fails'; fault: Fault } | { result: 'cancelled' }
);

/** Checks a connection, in at most 15 s; rejects never. */
export type CheckConnection = (target: Target, cancelled: AbortSignal) => Promise<Outcome>;

/** The HTTP status of an answer to a handshake, as a fault; `undefined` where it says that all but a key is there. */
export function faultOfStatus(status: number, { channel, joinKey }: Target): Fault | undefined {
  if (status !== 401 && status !== 403) return { step: 'handshake', kind: 'status', status };
  if (channel === undefined) return undefined;
  return { step: 'key', kind: joinKey === undefined ? 'missing' : 'wrong' };
}
