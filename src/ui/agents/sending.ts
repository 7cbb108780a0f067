import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Draft } from '../../protocol/content';
import { placeOf, snippetDraft } from '../../snippet/snippet';
import { asOutgoing, fileOf, outgoingDraft } from '../api/outgoing';
import { fileCode, linesOf, openDocument } from '../editorSource';
import type { Candidate, SendGuard } from '../guard/sendGuard';
import type { JoinedChannels } from '../joinedChannels';
import { targetLabel, type Target } from '../targets';
import { mayAgentSend, type Outgoing } from './askToSend';
import type { CodeInput, SendInput, TextInput } from './inputs';
import { seen } from './untrusted';

const NOT_SENT = 'The user did not let this be sent. Do not try again unless they ask for it.';

/** A message that an agent has put together. */
interface Prepared {
  draft: Draft;
  shown: Outgoing;
  /** What the guard looks at: pieces of code, and what is said. */
  candidates: readonly Candidate[];
  words: string;
}

/** What agents send: nothing of it without the person's yes to exactly that. */
export class AgentSending {
  constructor(
    private readonly channels: Pick<JoinedChannels, 'get'>,
    private readonly guard: Pick<SendGuard, 'review' | 'reviewTyped'>,
  ) {}

  sendText(input: TextInput, token: vscode.CancellationToken): Promise<string> {
    // What cannot be seen is not sent either, so that the person reads all of it.
    const text = seen(input.text);
    if (text.trim() === '') throw new AppError('input', 'There is no text to send.');
    const shown = { what: vscode.l10n.t('A message:'), text, language: 'markdown' };
    return this.send(input, { draft: { type: 'chat', text }, shown, candidates: [], words: text }, token);
  }

  async sendCode(input: CodeInput, token: vscode.CancellationToken): Promise<string> {
    return this.send(input, input.code === undefined ? await ofFile(input) : given(input), token);
  }

  private async send(
    input: SendInput,
    { draft, shown, candidates, words }: Prepared,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const target = this.target(input);
    const label = targetLabel(target);
    if (!(await mayAgentSend(shown, target)) || token.isCancellationRequested) return NOT_SENT;
    if (!(await this.guard.review(candidates, label))) return NOT_SENT;
    try {
      await this.guard.reviewTyped(words, label);
    } catch (thrown) {
      if (thrown instanceof AppError) return NOT_SENT;
      throw thrown;
    }
    if (this.channels.get(target.channel.name) !== target.channel) return NOT_SENT;
    target.channel.send(draft, target.person?.uid);
    const isOnline = target.channel.view.state === 'online';
    return isOnline ? 'Sent.' : 'Taken over: there is no connection at the moment, it is sent when there is one.';
  }

  /** @throws AppError `input`. */
  private target({ channel: name, to }: SendInput): Target {
    const channel = this.channels.get(name);
    if (!channel) throw new AppError('input', 'No channel called {0} is joined: join it first.', [name]);
    if (to === undefined) return { channel };
    const others = channel.view.people.flatMap(person => (person.self ? [] : [person]));
    const meant = others.filter(({ uid, name: called }) => uid === to || called === to);
    const [person] = meant;
    if (meant.length > 1) throw new AppError('input', 'Several people are called {0}: say the uid of one.', [to]);
    if (person?.uid === undefined) throw new AppError('input', 'Nobody in {0} is called {1}.', [name, to]);
    return { channel, person: { uid: person.uid, name: person.name, self: false } };
  }
}

function shownOf(draft: Draft, code: string, comment: string, language: string | undefined): Outgoing {
  const what = draft.type === 'snippet' ? placeOf(draft) : '';
  return {
    what: vscode.l10n.t('Code of {0}:', what),
    text: comment === '' ? code : `${comment}\n\n${code}`,
    ...(language !== undefined && { language }),
  };
}

/** Code that the agent wrote itself. */
function given({ code = '', path, language, startLine, comment = '' }: CodeInput): Prepared {
  const words = seen(comment).trim();
  const { draft, candidates } = outgoingDraft(
    asOutgoing({ code: seen(code), path, language, startLine, comment: words }),
  );
  return { draft, shown: shownOf(draft, seen(code), words, language), candidates, words };
}

/** Lines of a file as the editor has it, its first to its last without a word of which. */
async function ofFile({ path, startLine = 1, endLine, comment = '' }: CodeInput): Promise<Prepared> {
  const uri = path === undefined ? undefined : fileOf(path);
  if (path === undefined || !uri) throw new AppError('input', 'Give the code, or the path of a file in the workspace.');
  asOutgoing({ code: path, path });
  const { source } = await fileCode(uri);
  const document = openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
  const last = Math.min(endLine ?? document.lineCount, document.lineCount);
  if (startLine > last) throw new AppError('input', '{0} has no line {1}.', [path, startLine]);
  const range = linesOf(document, startLine, last);
  const words = seen(comment).trim();
  const about = { ...source };
  delete about.whole;
  const draft = snippetDraft(about, [range], words);
  return {
    draft,
    shown: shownOf(draft, range.code, words, source.language),
    candidates: [{ label: path, uri, text: range.code, startLine }],
    words,
  };
}
