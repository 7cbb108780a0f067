import * as vscode from 'vscode';
import { run } from '../commandRegistry';
import type { TargetHint } from '../targets';
import type { PeopleNode } from './nodes';

/** Files, as the Explorer and editors' tabs hand them over, and other programs on a desktop: RFC 2483. */
const URI_LIST = 'text/uri-list';

function urisOf(list: string): vscode.Uri[] {
  // Other programs hand over what they like: what has no scheme is no address.
  const lines = list.split(/\r?\n/).filter(line => /^[a-z][a-z\d+.-]*:/i.test(line));
  return lines.map(line => vscode.Uri.parse(line));
}

/** Files that are dropped on a channel or a person go there, by way of the command and its questions. */
export class PeopleDrop implements vscode.TreeDragAndDropController<PeopleNode> {
  readonly dropMimeTypes = [URI_LIST];
  readonly dragMimeTypes = [];

  async handleDrop(node: PeopleNode | undefined, data: vscode.DataTransfer): Promise<void> {
    if (node?.kind !== 'channel' && (node?.kind !== 'person' || node.person.self)) return;
    const uris = urisOf((await data.get(URI_LIST)?.asString()) ?? '');
    const hint: TargetHint = { channel: node.channel, ...(node.uid !== undefined && { uid: node.uid }) };
    if (uris.length > 0) await run('liveChannels.sendFile', hint, uris);
  }
}
