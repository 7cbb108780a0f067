import { environmentName, OPTION_LIST, type Option } from './options';

const INDENT = '  ';
/** Where the explanations begin. */
const COLUMN = 32;

function defaultText(option: Option): string {
  if (option.type === 'list') return ' [*]';
  if (option.type === 'switch') return '';
  return option.default === undefined ? '' : ` (${option.default})`;
}

function line(flag: string, help: string): string {
  return `${INDENT}${flag.padEnd(COLUMN - INDENT.length - 1)} ${help}`;
}

/** What `--help` prints. */
export function helpText(): string {
  const options = OPTION_LIST.map(([name, option]) => {
    return line(`--${name} ${option.value}`.trimEnd(), option.help + defaultText(option));
  });
  return `Usage: relay [options]      serves channels of the itty-sockets protocol until it is interrupted
       relay hash-key       reads a key from standard input and prints its hash, for --namespaces

${options.join('\n')}
${line('--config FILE', 'read options from this JSON file, such as {"port": 4500}')}
${line('--print-config', 'print what the options come to, as such a file, and end')}
${line('--version', 'print the version')}
${line('--help', 'print this')}

[*] may be given several times; in the environment with commas. A limit of 0 is none.
Each option can stand in the environment as well, such as ${environmentName('limit-rate')}. A flag comes before the
environment, and that before the file. The log goes to standard error, one JSON object a line.
`;
}
