import type * as vscode from 'vscode';
import type { SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import type { ServerAccess } from '../server';

/** What the API works with. */
export interface ApiParts {
  channels: JoinedChannels;
  server: Pick<ServerAccess, 'connect'>;
  guard: Pick<SendGuard, 'review' | 'reviewTyped'>;
  /** Where the person's answers are kept. */
  state: vscode.Memento;
}
