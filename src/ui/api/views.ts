import type { SnippetBody } from '../../protocol/bodies';
import type { PersonView } from '../../protocol/panel';
import type { MessageEntry, Sender } from '../../protocol/transcript';
import type { Channel } from '../../session/channel';
import { plainText } from '../../snippet/snippet';
import type { ChannelInfo, PersonInfo, ReceivedMessage, ReceivedSnippet } from './liveChannels';

/** What an extension is told of a channel: nothing by which it could be entered. */
export function channelInfo({ view }: Channel): ChannelInfo {
  const { name, state, people, anonymous, privacy = 'open' } = view;
  return { name, privacy, state, people: people.length + anonymous };
}

export function personInfo({ uid, name, self }: PersonView | (Sender & { name: string })): PersonInfo {
  return { ...(uid !== undefined && { uid }), name, self };
}

function snippetsOf(body: SnippetBody): ReceivedSnippet[] {
  const { path, language, ranges } = body;
  const about = { ...(language !== undefined && { language }), ...(path !== undefined && { path }) };
  return ranges.map(({ code, startLine, endLine }) => ({ code, ...about, startLine, endLine }));
}

export function receivedMessage(channel: string, { from, to, date, body }: MessageEntry): ReceivedMessage {
  const snippets =
    body.type === 'snippet' ? snippetsOf(body) : body.type === 'bundle' ? body.snippets.flatMap(snippetsOf) : [];
  return {
    channel,
    from: personInfo({ ...from, name: from.name ?? '' }),
    direct: to !== undefined,
    date,
    kind: body.type,
    text: body.type === 'text' ? body.text : plainText(body),
    snippets,
    ...(body.type === 'patch' && { diff: body.diff }),
  };
}
