import type { Chat } from './harness';

/** What someone does who reads what was said before. */

/** Scrolls up, and waits until it is done. */
export async function readAbove(chat: Chat, by = -600): Promise<void> {
  await scroll(chat, by);
  await chat.button(/Jump to newest|new message/).waitFor();
}

export async function scroll(chat: Chat, by: number): Promise<void> {
  const stopped = chat.log.evaluate(
    element => new Promise(resolve => element.addEventListener('scrollend', resolve, { once: true })),
  );
  await chat.log.hover();
  await chat.page.mouse.wheel(0, by);
  await stopped;
}

/** Where on the screen a text stands. */
export function topOf(chat: Chat, words: string): Promise<number> {
  return chat.page
    .getByText(words, { exact: true })
    .evaluate(element => Math.round(element.getBoundingClientRect().top));
}
