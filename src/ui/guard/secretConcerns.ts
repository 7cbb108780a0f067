import { findSecrets } from '../../guard/findSecrets';
import { localized } from '../localized';
import type { Candidate, Concern } from './candidate';

/** The secrets in the texts of what is about to leave. Reached by `import()` only: the rules come with it. */
export async function secretConcerns(candidates: readonly Candidate[]): Promise<Concern[]> {
  const concerns: Concern[] = [];
  for (const candidate of candidates) {
    const { uri, text, startLine } = candidate;
    if (text === undefined) continue;
    const fileName = uri?.path.slice(uri.path.lastIndexOf('/') + 1);
    const found = await findSecrets(text, { ...(fileName && { fileName }), ...(startLine && { startLine }) });
    for (const { message, line } of found) concerns.push({ candidate, what: localized(message), line });
  }
  return concerns;
}
