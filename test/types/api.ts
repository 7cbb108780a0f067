/* eslint-disable @typescript-eslint/no-unused-vars, @typescript-eslint/no-unnecessary-type-parameters -- types are held
   against each other here, and nothing runs */
import type * as vscode from 'vscode';
import type { AppError } from '../../src/base/errors';
import type * as client from '../../src/client/connect';
import type { ApiExports } from '../../src/ui/api/exports';
import type * as api from '../../src/ui/api/liveChannels';

/** What other extensions copy, held against what there is. Nothing here runs; `tsc` and test/unit/apiTypes.test.ts read it. */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Does not compile unless the two types are the same. */
declare function same<A, B>(proof: Equal<A, B>): void;
declare function accepts<A>(value: A): void;

// What activate() returns is what the file says.
same<ApiExports['exports'], api.LiveChannelsExports>(true);
declare const thrown: AppError;
accepts<api.LiveChannelsError>(thrown);

// An extension hands over its own context, and shows our events as VS Code's.
declare const context: vscode.ExtensionContext;
accepts<api.LiveChannelsCaller>(context);
declare const given: api.LiveChannelsApi;
accepts<{ dispose(): unknown }>(given.onDidReceive(({ text }) => text.length));
context.subscriptions.push(
  given,
  given.onDidChangeChannels(() => undefined),
);

// connect is the client's own.
same<api.IttySocketOptions, client.IttySocketOptions>(true);
accepts<api.IttySocket>({} as client.IttySocket);
accepts<client.IttySocket>({} as api.IttySocket);
accepts<api.IttySocketConnect>({} as client.IttySocketConnect);
accepts<client.IttySocketConnect>({} as api.IttySocketConnect);

declare const exported: api.LiveChannelsExports;
export async function use(): Promise<void> {
  const one = await exported.getApi(1, context);
  same<typeof one.version, 1>(true);
  await one.sendText('team', 'hello', { to: 'uid' });
  await one.sendSnippet('team', { code: 'x', path: 'src/a.ts', startLine: 3 });
  const connect = await one.loadConnect();
  connect<{ score: { points: number } }>('team').on('score', ({ points, uid }) => {
    same<typeof points, number>(true);
    same<typeof uid, string>(true);
  });
  // @ts-expect-error -- there is no other version
  await exported.getApi(2, context);
  // @ts-expect-error -- who asks has to be said
  await exported.getApi(1);
  // @ts-expect-error -- a snippet has code
  await one.sendSnippet('team', { path: 'src/a.ts' });
  // @ts-expect-error -- what is told is not to be changed
  (await one.channels())[0].name = 'other';
}
