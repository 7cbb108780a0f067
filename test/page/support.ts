import { Harness } from './harness';
import type { Chat, View } from './harness';

export interface Pages {
  open(view?: View): Promise<Chat>;
  readonly site: Harness['site'];
}

/** One browser for all files; the root hook ends it. */
let harness: Promise<Harness> | undefined;

after(async () => (await harness)?.stop());

/** For the tests of one `describe`: pages that are closed behind each of them. */
export function usePages(): Pages {
  let running: Harness | undefined;
  const chats: Chat[] = [];
  const started = () => {
    if (!running) throw new Error('The browser runs only inside of tests.');
    return running;
  };

  before(async () => {
    harness ??= Harness.start();
    running = await harness;
  });
  afterEach(async () => {
    await Promise.all(chats.splice(0).map(chat => chat.close()));
  });

  return {
    open: async view => {
      const chat = await started().open(view);
      chats.push(chat);
      return chat;
    },
    get site() {
      return started().site;
    },
  };
}
