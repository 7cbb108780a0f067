import { sentence } from '../base/sentence';
import { secretKindOf } from './assignedName';
import type { Spot } from './finding';
import { isSecretValue } from './secretValue';

/** What has to be somewhere in a name before it is looked at closely. */
const HINT = /pass|pwd|pw\b|secret|token|key|credential/gi;

/** Letters of a name before and behind the hint. UTF-16 units. */
const NAME_REACH = 64;

/** How much of a name is shown. UTF-16 units. */
const NAME_SHOWN = 40;

const NAME_CHARACTER = /[\w.-]/;

/** The rest of a name behind the hint. */
const NAME_END = /[\w.-]{0,64}/y;

/**
 * Between a name and its value: the quote or bracket that closes the name; a type; then `=`, `:`, `=>`, `:=`, a
 * comparison, the end of an XML tag, `value=` of the next attribute, or `value:` on the next line as in Kubernetes.
 */
const CONNECTION =
  /["'`]?\]?(?:\s{0,4}:\s{0,4}[A-Za-z][\w<>[\]|.]{0,40}(?=\s{0,4}=))?(?:[ \t]{0,20}(?:===?|!==?|:=|=>|\|\|=|\?\?=|=|:)[ \t]{0,20}|>|[ \t]{1,10}value=|[ \t]{0,10}\r?\n[ \t+-]{0,40}value:[ \t]{0,10})/y;

/** A value in quotes, which an escape does not end, or after a prefix as Python and C# have it. */
const QUOTED = /[rbfuRBFU$@]{0,2}(?<quote>["'`])(?<value>(?:\\.|(?!\k<quote>)[^\\\r\n]){1,300})\k<quote>/y;

/** A value without quotes. */
const BARE = /(?<value>[^\s"'`<>]{1,300})(?<after>[^\r\n]{0,200})/y;

/** What may stand before a name that begins a line: a diff's sign, a list's dash, a shell's and a Dockerfile's words. */
const LINE_START = /(?:^|[\r\n])[ \t+-]*(?:(?:export|set|setx|env|arg|let|-e|--env)\s+)?["']?$/i;

/** How far back the start of a line, and that of a connection string, is looked for. UTF-16 units. */
const LINE_REACH = 40;
const CONNECTION_STRING_REACH = 300;

/** Before the password in a connection string as ADO.NET and ODBC have it: `Server=…;User Id=…;`. */
const CONNECTION_STRING = /(?:server|data source|host|uid|user(?: id)?)=[^"'\r\n]{0,200};\s?$/i;

/** Behind a value without quotes: nothing but a comment. */
const LINE_END = /^[ \t]*(?:[#;].*|\/\/.*)?$/;

interface Value {
  readonly text: string;
  readonly start: number;
  /** The place leaves no doubt that a value is meant. */
  readonly certain: boolean;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function nameStart(text: string, hint: number): number {
  let start = hint;
  while (start > 0 && hint - start < NAME_REACH && NAME_CHARACTER.test(text.charAt(start - 1))) start--;
  return start;
}

function beginsLine(text: string, start: number): boolean {
  return LINE_START.test(text.slice(Math.max(0, start - LINE_REACH), start));
}

/** What would be code if it had no quotes: a call, a member, something that goes on, a mere name. */
function isCode(value: string): boolean {
  return /[()[\]{}]|[,;]$|^[A-Za-z_$][\w$]*(?:(?:\.|\?\.|::|->)[A-Za-z_$][\w$]*)+$|^[A-Za-z_$]+\d?$/.test(value);
}

/** `DB_PASSWORD=`, with no space, as shells and `.env` files have it. */
function isEnvironment(text: string, name: string, at: number): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name) && text.charAt(at - 1) === '=';
}

/**
 * What stands within something else and ends with it: a connection string, a URL's query, a flag, a tag of XML, quotes
 * around the whole (`"DB_PASSWORD=…"`).
 */
function embeddedValue(text: string, name: string, start: number, value: string, after: string): string | undefined {
  const before = text.slice(Math.max(0, start - CONNECTION_STRING_REACH), start);
  if (CONNECTION_STRING.test(before)) return value.replace(/;.*/, '');
  if (/[?&]$/.test(before)) return value.replace(/[&#;)\]},].*/, '');
  if (name.startsWith('--')) return value;
  if (/["']$/.test(before) && after.startsWith(before.slice(-1)) && !isCode(value)) return value;
  return before.endsWith('<') && after.startsWith('</') && !isCode(value) ? value : undefined;
}

/**
 * A value without quotes counts where a line is nothing but an assignment: `DB_PASSWORD=…` in a `.env` file or a shell,
 * `password: …` in YAML, `password=…` in properties. What is embedded in something else counts anywhere.
 */
function bareValue(text: string, name: string, start: number, at: number): Value | undefined {
  const { value = '', after = '' } = sticky(BARE, text, at)?.groups ?? {};
  const embedded = embeddedValue(text, name, start, value, after);
  if (embedded !== undefined) return { text: embedded, start: at, certain: false };
  const nextLine = text.slice(start, at).includes('\n');
  if (!nextLine && !beginsLine(text, start)) return undefined;
  const ends = LINE_END.test(after);
  // Behind `PGPASSWORD=…` a command may follow.
  if (isEnvironment(text, name, at)) return /[()]/.test(value) ? undefined : { text: value, start: at, certain: ends };
  return ends && !isCode(value) ? { text: value, start: at, certain: false } : undefined;
}

function valueOf(text: string, name: string, start: number, at: number): Value | undefined {
  const { value } = sticky(QUOTED, text, at)?.groups ?? {};
  if (value === undefined) return bareValue(text, name, start, at);
  return { text: value, start: at, certain: isEnvironment(text, name, at) && beginsLine(text, start) };
}

/**
 * What is assigned to something that is named like a secret, as in `.env` files, settings and code: `DB_PASSWORD=…`,
 * `api_key: "…"`, `<password>…</password>`. Placeholders, references and words are none.
 */
export function secretAssignments(text: string): Spot[] {
  const found: Spot[] = [];
  let end = 0;
  for (const { index } of text.matchAll(HINT)) {
    // Within the name that the hint before was in.
    if (index < end) continue;
    const start = nameStart(text, index);
    end = index + (sticky(NAME_END, text, index)?.[0].length ?? 0);
    const name = text.slice(start, end);
    const kind = secretKindOf(name);
    const connection = kind && sticky(CONNECTION, text, end);
    if (!connection) continue;
    const value = valueOf(text, name, start, end + connection[0].length);
    if (!value || !isSecretValue(value.text, kind, value.certain)) continue;
    found.push({
      rule: 'assignment',
      message: sentence('Value of {0}', shown(name)),
      start,
      end: value.start + value.text.length,
    });
  }
  return found;
}

/** A name as it is shown: without a flag's dashes, and its end alone where it is long. */
function shown(name: string): string {
  const bare = name.replace(/^[-.]+/, '');
  return bare.length > NAME_SHOWN ? `…${bare.slice(-NAME_SHOWN)}` : bare;
}
