import { BARE, SEND, TAIL, type Option, type Options } from './options';

const INDENT = '  ';
/** Where the explanations begin. */
const COLUMN = 26;

function line(what: string, help: string): string {
  return `${INDENT}${what.padEnd(COLUMN - INDENT.length - 1)} ${help}\n`;
}

function optionLine(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  const value = option.type === 'flag' ? '' : ` ${option.value}`;
  const variable = option.type === 'text' && option.variable !== undefined ? ` [${option.variable}]` : '';
  return line(`${short}--${name}${value}`, option.help + variable);
}

function lines(options: Options): string {
  return Object.entries(options)
    .map(([name, option]) => optionLine(name, option))
    .join('');
}

const ENDS = `Exit codes: 0 done, 1 not connected or not delivered, 2 used wrongly, 3 kept back as it may be a secret,
4 a key is needed or is a wrong one. What stands in brackets is read from the environment where it is not given.
`;

export const HELP = {
  '': `Usage: live-channels send CHANNEL [FILE[:FIRST[-LAST]]]   sends code, changes or words
       live-channels tail CHANNEL                           prints what is said
       live-channels relay                                  serves channels on this machine

live-channels COMMAND --help lists what a command takes.

${lines(BARE)}`,
  send: `Usage: live-channels send CHANNEL [options]                       what is piped into it
       live-channels send CHANNEL FILE[:FIRST[-LAST]] [options]   a file, or lines of it; - is standard input
       live-channels send CHANNEL --message TEXT [options]        words

What git diff or git show prints goes as changes that others can apply, an image as an image, one line as words, and any
other input as code. It ends when the server has passed it on, or the one person it is for has it.

${lines(SEND)}
${ENDS}`,
  tail: `Usage: live-channels tail CHANNEL [options]

Prints what is said from now on, and before that what others in the channel have kept and give to newcomers.

${lines(TAIL)}
${ENDS}`,
} as const;
