import * as vscode from 'vscode';
import { AppError } from '../base/errors';
import { readAddress, type WebAddress } from '../snippet/webAddress';
import { gitIgnored } from './guard/gitIgnore';
import { localized } from './localized';
import { plain } from './plain';
import { Prompts, type Choice } from './received/prompts';
import { openText, placeBelow, WorkspaceFiles } from './received/workspaceFiles';

/** Opens what somebody's words in the chat lead to: an address, or a place in a file of this workspace. */

/** Files of one name that are looked at. */
const MAX_FOUND = 500;
/** How long VS Code may look for them. Milliseconds. */
const FOUND_WITHIN = 5_000;

/** Opens an address in the way that it is meant for. */
export type Opener = (address: WebAddress) => Thenable<unknown>;

/**
 * Opens an address that the person has clicked on. They see all of it before: VS Code asks, unless they trust the domain.
 * It is asked here only where VS Code does not, or does not say what is odd.
 * @throws AppError `input` when it is not to be opened.
 */
export async function openLink(
  url: string,
  prompts: Pick<Prompts, 'confirm'> = new Prompts(),
  open: Opener = openAddress,
): Promise<void> {
  const address = readAddress(url);
  if (!address.isWeb || address.warnings.length > 0) {
    const detail = [...address.warnings.map(localized), address.href].join('\n\n');
    if (!(await prompts.confirm(vscode.l10n.t('Open this address?'), detail, vscode.l10n.t('Open')))) return;
  }
  await open(address);
}

/** The command takes an address of the web as text: as a `Uri` it would be written anew, and `%2F` become `/`. */
function openAddress({ href, isWeb }: WebAddress): Thenable<unknown> {
  return isWeb
    ? vscode.commands.executeCommand('vscode.open', href)
    : vscode.env.openExternal(vscode.Uri.parse(href, true));
}

/**
 * Shows a place in a file of this workspace that somebody named. Their folders may be others than the ones here: where
 * there is no file at the very path, the one is meant whose path ends like it, with its folder if one was named.
 * @param path relative, with `/`. @param line from 1, as `column`; the nearest there is where the file is shorter.
 * @throws AppError `input` when there is none, or it lies outside of the workspace or behind a symbolic link.
 */
export async function openPlace(
  path: string,
  line: number,
  column = 1,
  prompts: Pick<Prompts, 'pick' | 'say'> = new Prompts(),
): Promise<void> {
  const exact = await new WorkspaceFiles().find(path);
  const uri = exact.exists ? exact.uri : await similar(path, prompts);
  if (!uri) return;
  const document = await openText(uri);
  const place = document.validatePosition(new vscode.Position(line - 1, column - 1));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
  if (line > document.lineCount) {
    prompts.say(vscode.l10n.t('{0} has only {1} lines', plain(path), document.lineCount));
  }
}

/** The file whose path ends most like this one. @returns `undefined` when there are several and the person gave up. */
async function similar(path: string, prompts: Pick<Prompts, 'pick'>): Promise<vscode.Uri | undefined> {
  const wanted = path.split('/');
  const shared = new Map((await filesCalled(wanted.at(-1) ?? '')).map(uri => [uri, sharedEnd(wanted, uri)]));
  // A name alone is too little where a folder was named too.
  const most = Math.max(Math.min(2, wanted.length), ...shared.values());
  const choices: Choice<vscode.Uri>[] = [...shared].flatMap(([uri, count]) =>
    count === most ? [{ label: plain(vscode.workspace.asRelativePath(uri)), value: uri }] : [],
  );
  if (choices.length === 0) {
    throw new AppError('input', '{0} is not in the folders of this window.', [plain(path)]);
  }
  const title = vscode.l10n.t('Open {0}', plain(path));
  const uri = choices.length === 1 ? choices[0]?.value : await prompts.pick(title, choices);
  return uri && reached(uri);
}

/** As many names of the path, from the last, as the file's has too. */
function sharedEnd(wanted: readonly string[], uri: vscode.Uri): number {
  const names = uri.path.split('/').reverse();
  const differs = wanted.toReversed().findIndex((name, at) => name !== names[at]);
  return differs < 0 ? wanted.length : differs;
}

/** The files of a name, without those that searches leave out and those that git ignores. */
async function filesCalled(name: string): Promise<vscode.Uri[]> {
  const excluded = Object.entries(
    vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude', {}),
  ).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
  const cancel = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => cancel.cancel(), FOUND_WITHIN);
  try {
    // What means something in a glob is any character there, and compared below.
    const glob = `**/${name.replace(/[[\]{}*?!\\]/g, '?')}`;
    const exclude = excluded.length === 0 ? undefined : `{${excluded.join(',')}}`;
    const found = await vscode.workspace.findFiles(glob, exclude, MAX_FOUND, cancel.token);
    const called = found.filter(({ path }) => path.endsWith(`/${name}`));
    // Where git cannot say it now, a file too many is no harm: the person chooses.
    const ignored = await gitIgnored(called).catch(() => new Set<string>());
    return called.filter(uri => !ignored.has(uri.toString()));
  } finally {
    clearTimeout(timer);
    cancel.dispose();
  }
}

/** The file once more, by the way that is taken for others: inside of a folder of this window, through no symbolic link. */
async function reached(uri: vscode.Uri): Promise<vscode.Uri> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) throw new AppError('input', '{0} is not in the folders of this window.', [plain(uri.path)]);
  return (await placeBelow(folder.uri, uri.path.slice(folder.uri.path.replace(/\/$/, '').length + 1))).uri;
}
