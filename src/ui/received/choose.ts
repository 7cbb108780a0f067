import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import type { Sentence } from '../../base/sentence';
import { plainText, placeOf } from '../../snippet/snippet';
import { plain } from '../plain';
import type { Choice, Prompts } from './prompts';
import {
  asReceivedHint,
  itemsOf,
  senderName,
  type Bundle,
  type Code,
  type Received,
  type ReceivedCode,
  type Thing,
} from './received';

/** Messages that a list shows: what is older is found in the chat. */
const MAX_LISTED = 500;

const ICONS: Record<Thing['type'], string> = {
  snippet: 'code',
  patch: 'git-compare',
  image: 'file-media',
  bundle: 'files',
};

/** What it is, as a title: the place of code, the name of all else. */
function nameOf(body: Thing): string {
  switch (body.type) {
    case 'snippet':
      return placeOf(body);
    case 'patch':
      return body.title;
    case 'image':
      return body.name;
    case 'bundle':
      return vscode.l10n.t('{0} files', body.snippets.length);
  }
}

function choiceOf(received: Received): Choice<Received> {
  const { channel, entry, body } = received;
  const time = new Date(entry.date).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const name = plain(nameOf(body));
  const words = plain(body.comment ?? plainText(body));
  return {
    label: `$(${ICONS[body.type]}) ${name}`,
    description: `${plain(senderName(entry))} · ${plain(channel.name)} · ${time}`,
    ...(words !== '' && words !== name && { detail: words }),
    value: received,
  };
}

function isOf<K extends Thing['type']>(body: Thing, kinds: readonly K[]): body is Extract<Thing, { type: K }> {
  return kinds.some(kind => kind === body.type);
}

function isSingle<T extends Thing>(body: T): body is Exclude<T, Bundle> {
  return body.type !== 'bundle';
}

/** Finds what a command is about: what its caller names, or what the person chooses. */
export class Chooser {
  constructor(
    private readonly code: ReceivedCode,
    private readonly prompts: Prompts,
  ) {}

  /**
   * @param kinds what the command can do something with.
   * @param refusal one sentence for what it cannot.
   * @returns `undefined` when the person gave up. @throws AppError `input` when there is nothing to choose from.
   */
  async choose<K extends Thing['type']>(
    title: string,
    given: unknown,
    kinds: readonly K[],
    refusal: Sentence,
  ): Promise<Received<Extract<Thing, { type: K }>> | undefined> {
    const hint = asReceivedHint(given);
    const received = hint ? this.code.find(hint) : await this.ask(title, kinds);
    if (!received) return undefined;
    const { body } = received;
    if (!isOf(body, kinds)) throw AppError.of('input', refusal);
    return { ...received, body };
  }

  /** One file of a bundle; all else is itself. `undefined`: the person gave up. */
  async one<T extends Thing>(
    title: string,
    received: Received<T>,
  ): Promise<Received<Exclude<T, Bundle> | Code> | undefined> {
    const { body } = received;
    if (isSingle(body)) return { ...received, body };
    const items = itemsOf(received);
    const choices = items.map(item => ({ label: `$(code) ${plain(nameOf(item.body))}`, value: item }));
    return this.prompts.pick(title, choices);
  }

  private ask(title: string, kinds: readonly Thing['type'][]): Promise<Received | undefined> {
    const choices: Choice<Received>[] = [];
    for (const { hint, channel, entry } of this.code.messages()) {
      const { body } = entry;
      if (choices.length === MAX_LISTED) break;
      if (body.type !== 'text' && isOf(body, kinds)) choices.push(choiceOf({ hint, channel, entry, body }));
    }
    if (choices.length === 0) {
      throw new AppError('input', 'Nothing has arrived yet that this could be done with.');
    }
    return this.prompts.pick(title, choices);
  }
}
