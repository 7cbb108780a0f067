import * as vscode from 'vscode';
import { AppError } from '../../base/errors';
import { isInteger, isRecord } from '../../base/guards';
import { LIMITS, type SnippetBody } from '../../protocol/bodies';
import type { Body, MessageEntry } from '../../protocol/transcript';
import type { Channel } from '../../session/channel';
import type { JoinedChannels } from '../joinedChannels';

/** Which of the received things a command is about: what the page, a menu or a keybinding hands over. */
export interface ReceivedHint {
  channel: string;
  /** The id of its entry in the transcript, or the one of its content, which a reply names too. */
  entry: string;
  /** Which one of a bundle, from 0. */
  item?: number;
}

export function asReceivedHint(value: unknown): ReceivedHint | undefined {
  if (!isRecord(value)) return undefined;
  const { channel, entry, item } = value;
  if (typeof channel !== 'string' || typeof entry !== 'string') return undefined;
  return { channel, entry, ...(isInteger(item, 0, LIMITS.snippets) && { item }) };
}

/** What can be done something with: all but talk. */
export type Thing = Exclude<Body, { type: 'text' }>;

/** One received (or sent) thing, and the message it came in. */
export interface Received<T extends Thing = Thing> {
  readonly hint: ReceivedHint;
  readonly channel: Channel;
  readonly entry: MessageEntry;
  /** Of a bundle's item that one alone. */
  readonly body: T;
}

export type Code = Extract<Thing, { type: 'snippet' }>;
export type Changes = Extract<Thing, { type: 'patch' }>;
export type Image = Extract<Thing, { type: 'image' }>;
export type Bundle = Extract<Thing, { type: 'bundle' }>;
/** What is one thing by itself. */
export type Single = Exclude<Thing, Bundle>;

/** The name of who sent it, as they call themselves. */
export function senderName({ from }: MessageEntry): string {
  if (from.self) return vscode.l10n.t('you');
  return from.name ?? vscode.l10n.t('anonymous');
}

/** Finds what was received in the transcripts of the joined channels; it keeps nothing itself. */
export class ReceivedCode {
  constructor(private readonly channels: Pick<JoinedChannels, 'get' | 'all'>) {}

  /** @throws AppError `input` when it was left. */
  channel({ channel: name }: ReceivedHint): Channel {
    const channel = this.channels.get(name);
    if (!channel) throw new AppError('input', 'You have left {0}: join it again to use what was sent there.', [name]);
    return channel;
  }

  /** @throws AppError `input` when the channel was left or the message is gone. */
  message(hint: ReceivedHint): { channel: Channel; entry: MessageEntry } {
    const channel = this.channel(hint);
    const { entry: id } = hint;
    const { transcript } = channel;
    const entry = transcript.get(id) ?? transcript.entries.find(each => each.kind === 'message' && each.content === id);
    if (entry?.kind !== 'message') {
      throw new AppError('input', 'This message is no longer in the transcript: ask for it to be sent again.');
    }
    return { channel, entry };
  }

  /** @throws AppError `input` as `message`, and when it is only talk. */
  find(hint: ReceivedHint): Received {
    const { channel, entry } = this.message(hint);
    const { body } = entry;
    if (body.type === 'text') throw new AppError('input', 'This message has no code in it.');
    if (body.type !== 'bundle' || hint.item === undefined) return { hint, channel, entry, body };
    const snippet = body.snippets[hint.item];
    if (!snippet) throw new AppError('input', 'This file is not in what was sent.');
    return { hint, channel, entry, body: { type: 'snippet', ...snippet } };
  }

  /** All messages, the latest first. */
  messages(): { hint: ReceivedHint; channel: Channel; entry: MessageEntry }[] {
    const found = this.channels.all.flatMap(channel =>
      channel.transcript.entries.flatMap(entry =>
        entry.kind === 'message' ? [{ hint: { channel: channel.name, entry: entry.id }, channel, entry }] : [],
      ),
    );
    return found.toSorted((a, b) => b.entry.date - a.entry.date);
  }
}

/** The files of a bundle, each as received by itself. */
export function itemsOf({ hint, channel, entry, body }: Received): Received<Code>[] {
  if (body.type !== 'bundle') return [];
  return body.snippets.map((snippet: SnippetBody, item) => ({
    hint: { ...hint, item },
    channel,
    entry,
    body: { type: 'snippet', ...snippet },
  }));
}
