import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { MessageEntry } from '../../protocol/transcript';
import type { Channel } from '../../session/channel';
import type { ToolName } from '../contributions';
import type { SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import { plain } from '../plain';
import { checked, codeInput, readInput, textInput, type ReadInput } from './inputs';
import { mayLeavePrivate, ReadableChannels } from './readable';
import { AgentSending } from './sending';
import { cut, quoted, untrusted } from './untrusted';
import { headOf, isReadable, READ_LIMITS, textOf, written } from './written';

/** What the tools of agents work with. */
export interface AgentParts {
  channels: JoinedChannels;
  guard: Pick<SendGuard, 'review' | 'reviewTyped'>;
}

/** Names of people that are listed for one channel. */
const MAX_PEOPLE = 50;
/** UTF-16 units of code that a question shows. */
const PREVIEW = 200;
/** Channels that are listed. */
const MAX_CHANNELS = 50;

const NOT_CHOSEN =
  'The user has not chosen a channel that may be read. Do not ask for it again: they can choose with the command ' +
  '"Live Channels: Choose Channels for Agents…".';

interface Newest {
  channel: Channel;
  entry: MessageEntry;
}

/** The tools that agents in VS Code's chat can use. What they answer is for a model to read, in English. */
export class Tools {
  private readonly readable: ReadableChannels;
  private readonly sending: AgentSending;

  constructor(private readonly parts: AgentParts) {
    this.readable = new ReadableChannels(parts.channels);
    this.sending = new AgentSending(parts.channels, parts.guard);
  }

  choose(): Promise<void> {
    return this.readable.choose();
  }

  /** @throws AppError with a sentence that a model can go by. */
  async invoke(tool: ToolName, input: unknown, token: vscode.CancellationToken): Promise<string> {
    switch (tool) {
      case 'liveChannels_list':
        return this.list();
      case 'liveChannels_read':
        return this.read(checked(readInput, input, tool));
      case 'liveChannels_receivedSnippet':
        return this.receivedSnippet();
      case 'liveChannels_sendMessage':
        return this.sending.sendText(checked(textInput, input, tool), token);
      case 'liveChannels_sendSnippet':
        return this.sending.sendCode(checked(codeInput, input, tool), token);
    }
  }

  /** Private channels are named only where the person lets agents read them: their names are sealed too. */
  private list(): string {
    const { all } = this.parts.channels;
    const named = all.filter(channel => channel.view.privacy !== 'private' || this.readable.has(channel));
    const hidden = all.length - named.length;
    const about = [
      `Channels that the user has joined: ${all.length}.`,
      hidden === 0 ? '' : `${hidden} of them ${hidden === 1 ? 'is' : 'are'} private and not shown to agents.`,
      'A person’s uid is what "to" of the tools that send takes.',
    ];
    const list = named.slice(0, MAX_CHANNELS).map(channel => this.listed(channel));
    return untrusted(about.filter(Boolean).join(' '), list.join('\n'));
  }

  private listed(channel: Channel): string {
    const { name, state, privacy, people, anonymous } = channel.view;
    const may = this.readable.has(channel) ? 'readable' : 'not readable before the user chooses it';
    const head = `${quoted(name)}: ${privacy}, ${state}, ${people.length + anonymous} people, ${may}`;
    const persons = people
      .slice(0, MAX_PEOPLE)
      .map(person =>
        person.self ? `  - the user, called ${quoted(person.name)}` : `  - ${quoted(person.name)}, uid ${person.uid}`,
      );
    return [head, ...persons].join('\n');
  }

  private async read({ channel: name, limit = READ_LIMITS.usual }: ReadInput): Promise<string> {
    const channel = await this.readable.find(name);
    if (!channel) return NOT_CHOSEN;
    const { text, shown } = written(channel.transcript.entries, limit);
    const total = channel.transcript.entries.filter(isReadable).length;
    const about = `The latest ${shown} of ${total} messages in the channel ${quoted(channel.name)}, the oldest first.`;
    return untrusted(about, text);
  }

  private async receivedSnippet(): Promise<string> {
    const newest = this.newestSnippet();
    if (!newest) throw new AppError('input', 'Nobody has sent code yet.');
    const { channel, entry } = newest;
    if (!this.readable.has(channel) && !(await mayGive(newest))) {
      return 'The user did not let this snippet be read. Do not ask for it again unless they want you to.';
    }
    const about = `The code that was received last, in the channel ${quoted(channel.name)}.`;
    return untrusted(about, `${headOf(entry)}\n${cut(textOf(entry.body), READ_LIMITS.all)}`);
  }

  private newestSnippet(): Newest | undefined {
    const found = this.parts.channels.all.flatMap(channel => {
      const entry = channel.transcript.entries.findLast(
        (each): each is MessageEntry =>
          isReadable(each) && !each.from.self && ['snippet', 'patch', 'bundle'].includes(each.body.type),
      );
      return entry ? [{ channel, entry }] : [];
    });
    return found.toSorted((a, b) => b.entry.date - a.entry.date)[0];
  }
}

/** Asks for this one snippet, and for no more of its channel. */
async function mayGive({ channel, entry }: Newest): Promise<boolean> {
  const who = plain(entry.from.name ?? vscode.l10n.t('Somebody'));
  const where = plain(channel.name);
  if (channel.view.privacy === 'private') {
    return mayLeavePrivate(
      vscode.l10n.t('Let an agent read the code that {0} sent in the private channel “{1}”?', who, where),
    );
  }
  const give = vscode.l10n.t('Give It to the Agent');
  const chosen = await vscode.window.showQuickPick([give, vscode.l10n.t('Do Not Give It')], {
    title: vscode.l10n.t('An agent wants to read the code that {0} sent in {1}', who, where),
    placeHolder: plain(textOf(entry.body).slice(0, PREVIEW)),
    ignoreFocusOut: true,
  });
  return chosen === give;
}
