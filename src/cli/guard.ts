import { neverSend } from '../guard/neverSend';
import { NEVER_SEND } from '../guard/neverSendDefaults';
import { findSecrets } from '../guard/findSecrets';
import { english } from '../base/sentence';
import { cleanLine } from './clean';
import { CliError, EXIT } from './exit';
import { isIgnored } from './git';
import type { Candidate } from './parcel';

/** Lines of what was found, before it says how many more there are. */
const SHOWN = 8;

function concern({ label }: Candidate, what: string, line?: number): string {
  return cleanLine(`${line === undefined ? label : `${label}:${line}`} ${what}`);
}

async function ofFile(candidate: Candidate, folder: string): Promise<string[]> {
  const { place, path } = candidate;
  const paths = [...(place ? [place.shown, place.absolute.replaceAll('\\', '/')] : []), ...(path ? [path] : [])];
  const pattern = neverSend(NEVER_SEND)(paths);
  return [
    ...(pattern === undefined ? [] : [concern(candidate, `never to be sent (${pattern})`)]),
    ...(place?.isLinked ? [concern(candidate, 'a symbolic link to somewhere else')] : []),
    ...(place && (await isIgnored(folder, place.absolute)) ? [concern(candidate, 'ignored by git')] : []),
  ];
}

async function ofText(candidate: Candidate): Promise<string[]> {
  const { text, place, path, startLine } = candidate;
  if (text === undefined) return [];
  const fileName = (place?.shown ?? path)?.split('/').at(-1);
  const found = await findSecrets(text, { ...(fileName && { fileName }), ...(startLine && { startLine }) });
  // Of what has no lines of its own, as a patch, a number would lead nowhere.
  return found.map(({ message, line }) =>
    concern(candidate, english(message), startLine === undefined ? undefined : line),
  );
}

/**
 * Nothing leaves by accident: looks at what is about to be sent, by the same rules as the extension.
 * @throws CliError `keptBack` that says what was found and where, never the secret itself.
 */
export async function review(candidates: readonly Candidate[], folder: string): Promise<void> {
  const found: string[] = [];
  for (const candidate of candidates) found.push(...(await ofFile(candidate, folder)), ...(await ofText(candidate)));
  const lines = [...new Set(found)];
  if (lines.length === 0) return;
  const more = lines.splice(SHOWN).length;
  if (more > 0) lines.push(`and ${more} more`);
  const list = lines.map(line => `\n  ${line}`).join('');
  throw new CliError(
    EXIT.keptBack,
    `Not sent, as this may not be meant for others:${list}\nIf it is, add --allow-secrets`,
  );
}
