import { asIs, sentence, type Sentence } from '../../base/sentence';
import { describeProxy, unreachableWhy } from '../../session/failure';
import type { Fault, Outcome, Passed, Step } from './outcome';

/** A server as a sentence names it: `relay.example.com:4500`. */
function named(server: string): string {
  return server.replace(/^wss?:\/\//, '');
}

/** Says in one sentence what came of a check, and what to do. */
export function outcomeWords(outcome: Outcome): Sentence {
  const server = named(outcome.server);
  switch (outcome.result) {
    case 'works':
      return workingWords(server, outcome.passed);
    case 'fails':
      return faultWords(server, outcome.fault);
    case 'cancelled':
      return sentence('The test of {0} was cancelled.', server);
  }
}

function workingWords(server: string, passed: readonly Passed[]): Sentence {
  const key = passed.find(each => each.step === 'key')?.key;
  if (key === 'right') return sentence('{0} works, and so does the join key of this channel.', server);
  if (key === 'wanted') return sentence('{0} works. It asks for a key for every channel.', server);
  const ms = passed.reduce((sum, each) => sum + ('ms' in each ? each.ms : 0), 0);
  return sentence('{0} works: connected in {1} ms.', server, Math.round(ms));
}

function faultWords(server: string, fault: Fault): Sentence {
  if (fault.kind === 'silent') return silenceWords(server, fault.step, fault.seconds);
  switch (fault.step) {
    case 'address':
      return sentence('A page that came over https reaches no server without TLS: set a wss:// address.');
    case 'name':
      return fault.kind === 'noSuchHost'
        ? sentence('There is no host {0}: check how it is written, and your network or VPN.', fault.host)
        : sentence('The name {0} cannot be looked up at the moment: check your network.', fault.host);
    case 'tcp':
      return sentence(
        '{0} cannot be reached: {1}. Check address and port, and whether the relay runs.',
        server,
        unreachableWhy(fault.error),
      );
    case 'proxy':
      return describeProxy(server, fault.failure);
    case 'tls':
      return tlsWords(server, fault);
    case 'handshake':
      return handshakeWords(server, fault);
    case 'key':
      return fault.kind === 'wrong'
        ? sentence('{0} works, but the key that is kept for this channel is not the right one.', server)
        : sentence('{0} works, but this channel needs a join key.', server);
  }
}

function silenceWords(server: string, step: Step, seconds: number): Sentence {
  switch (step) {
    case 'proxy':
      return sentence('The proxy on the way to {0} has not answered for {1} s: check "http.proxy".', server, seconds);
    case 'name':
      return sentence('The name of {0} could not be looked up within {1} s: check your network.', server, seconds);
    case 'tls':
    case 'handshake':
      return sentence(
        '{0} takes the connection and then says nothing for {1} s: it is no relay, or something in between holds it up.',
        server,
        seconds,
      );
    default:
      return sentence(
        '{0} has not answered for {1} s: check address and port, and whether a firewall is in between.',
        server,
        seconds,
      );
  }
}

function tlsWords(server: string, fault: Extract<Fault, { step: 'tls' }>): Sentence {
  if (fault.kind === 'none') return sentence('{0} does not speak TLS: if that is meant, its address is ws://.', server);
  if (fault.kind === 'broken') {
    return sentence('{0} does not come to terms about TLS: {1}.', server, unreachableWhy(fault.error));
  }
  if (fault.certificate) {
    const { subject, issuer, validFrom, validTo } = fault.certificate;
    switch (fault.fault) {
      case 'expired':
        return sentence(
          'The certificate of {0} has expired, on {1}: whoever runs it has to renew it.',
          server,
          validTo,
        );
      case 'notYetValid':
        return sentence(
          'The certificate of {0} holds from {1} on: check the clock of this computer.',
          server,
          validFrom,
        );
      case 'selfSigned':
        return sentence('{0} has signed its certificate itself: let this computer trust it, then reload.', server);
      case 'unknown':
        return sentence(
          'The certificate of {0} is signed by “{1}”, whom this computer does not trust: add that authority to the system’s, then reload.',
          server,
          issuer,
        );
      case 'otherHost':
        return sentence(
          'The certificate of {0} is for {1}: use such an address, or another certificate.',
          server,
          subject,
        );
    }
  }
  return sentence('{0} has no certificate that this machine trusts ({1}).', server, fault.code);
}

function handshakeWords(server: string, fault: Extract<Fault, { step: 'handshake' }>): Sentence {
  switch (fault.kind) {
    case 'status':
      return statusWords(server, fault.status);
    case 'notSaid':
      return fault.answers
        ? sentence(
            'Something answers at {0}, but no channel opens: a wrong key, or no relay. The browser does not say.',
            server,
          )
        : sentence('{0} does not answer, or has no certificate that is trusted. The browser does not say.', server);
    case 'closed':
      return fault.secure
        ? sentence(
            '{0} ends the connection without a word: it is no relay, or something in between lets no WebSocket through.',
            server,
          )
        : sentence('{0} ends the connection without a word: it is no relay, or its address is wss://.', server);
    default:
      return sentence(
        '{0} answers, but is no relay: check address and port, and whether it is ws:// or wss://.',
        server,
      );
  }
}

function statusWords(server: string, status: number): Sentence {
  if (status === 404) return sentence('{0} serves no channel at this address (404): check the server.', server);
  if (status === 429) return sentence('{0} has had too much from your address (HTTP 429): wait a minute.', server);
  if (status >= 500) return sentence('{0} answers with HTTP {1} at the moment.', server, status);
  return sentence('{0} is a web server, but no relay (HTTP {1}): check the address.', server, status);
}

/** What a step is called. */
export function stepWords(step: Step): Sentence {
  switch (step) {
    case 'address':
      return sentence('Address');
    case 'proxy':
      return sentence('Proxy');
    case 'name':
      return sentence('Name');
    case 'tcp':
      return sentence('TCP');
    case 'tls':
      return sentence('TLS');
    case 'handshake':
      return sentence('WebSocket');
    case 'key':
      return sentence('Key');
  }
}

/** What there is to say of a step that was taken. */
export function passedWords(passed: Passed): Sentence {
  switch (passed.step) {
    case 'address':
      return asIs(passed.server);
    case 'proxy':
      return sentence('{0} lets it through', passed.proxy);
    case 'name':
      return sentence('{0} is {1}', passed.host, passed.address);
    case 'tcp':
      return sentence('{0}, port {1}', passed.address, passed.port);
    case 'tls':
      return passed.trusted
        ? sentence('{0}, the certificate is trusted', passed.protocol)
        : sentence('{0}, the certificate is not trusted, and "http.proxyStrictSSL" is off', passed.protocol);
    case 'handshake':
      return sentence('opened');
    case 'key':
      return passed.key === 'right' ? sentence('right') : sentence('wanted for every channel');
  }
}
