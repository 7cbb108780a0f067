import { Harness } from './harness';
import type { Chat, View } from './harness';

export interface Pages {
  open(view?: View): Promise<Chat>;
  readonly site: Harness['site'];
}

/** A browser for the tests of one `describe`, and for each of them pages that are closed behind it. */
export function usePages(): Pages {
  let harness: Harness | undefined;
  const chats: Chat[] = [];
  const running = () => {
    if (!harness) throw new Error('The browser runs only inside of tests.');
    return harness;
  };

  before(async function () {
    this.timeout(60_000);
    harness = await Harness.start();
  });
  afterEach(async () => {
    await Promise.all(chats.splice(0).map(chat => chat.close()));
  });
  after(() => harness?.stop());

  return {
    open: async view => {
      const chat = await running().open(view);
      chats.push(chat);
      return chat;
    },
    get site() {
      return running().site;
    },
  };
}
