import { sentence, type Say } from '../../base/sentence';
import { wrapped } from '../../base/wrap';
import type { Certificate, Outcome, Step } from './outcome';
import { outcomeWords, passedWords, stepWords } from './words';

/** A setting of VS Code's that has a part in it, as text. */
export type Fact = readonly [name: string, value: string];

const DONE = '✓';
const FAILED = '✗';
const NOT_TRIED = '–';

/** Columns of a line: what an editor shows beside the side bar. */
const COLUMNS = 76;

type Row = readonly [mark: string, what: string, details: string, time: string];

/** What would have followed. */
function stepsAfter(step: Step, server: string): Step[] {
  const rest: Step[] = server.startsWith('wss:') ? ['tls', 'handshake'] : ['handshake'];
  const at = rest.indexOf(step);
  if (step === 'key' || step === 'handshake') return [];
  return at === -1 ? rest : rest.slice(at + 1);
}

function rowsOf(outcome: Outcome, say: Say): Row[] {
  const rows = outcome.passed.map((passed): Row => [
    DONE,
    say(stepWords(passed.step)),
    say(passedWords(passed)),
    'ms' in passed ? `${Math.round(passed.ms)} ms` : '',
  ]);
  if (outcome.result !== 'fails') return rows;
  const { fault } = outcome;
  rows.push([FAILED, say(stepWords(fault.step)), say(outcomeWords(outcome)), '']);
  const after = stepsAfter(fault.step, outcome.server);
  return [...rows, ...after.map((step): Row => [NOT_TRIED, say(stepWords(step)), say(sentence('not tried')), ''])];
}

function certificateOf(outcome: Outcome): Certificate | undefined {
  if (outcome.result === 'fails' && outcome.fault.kind === 'certificate') return outcome.fault.certificate;
  return outcome.passed.find(each => each.step === 'tls')?.certificate;
}

function aligned(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

/** A check as a text to read and to pass on: each step, the certificate, and what is set. No key and no query is in it. */
export function reportText(outcome: Outcome, say: Say, settings: readonly Fact[]): string {
  const rows = rowsOf(outcome, say);
  const width = Math.max(...rows.map(([, what]) => what.length));
  const indent = ' '.repeat(width + 6);
  const steps = rows.flatMap(([mark, what, details, time]) => {
    const [first = '', ...more] = wrapped(`${details}${time && ` (${time})`}`, COLUMNS - indent.length);
    return [`  ${mark} ${what.padEnd(width)}  ${first}`.trimEnd(), ...more.map(line => `${indent}${line}`)];
  });
  const certificate = certificateOf(outcome);
  const shown = certificate && [
    '',
    say(sentence('The certificate')),
    '',
    ...aligned([
      [say(sentence('for')), certificate.subject],
      [say(sentence('signed by')), certificate.issuer],
      [say(sentence('from')), certificate.validFrom],
      [say(sentence('until')), certificate.validTo],
    ]),
  ];
  return [
    ...wrapped(say(outcomeWords(outcome)), COLUMNS),
    '',
    say(sentence('Step by step')),
    '',
    ...steps,
    ...(shown ?? []),
    '',
    say(sentence('What is set in VS Code')),
    '',
    ...aligned(settings),
    '',
  ].join('\n');
}
