import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { percentile, shown, type Section } from './figures';
import { openTalks, type Talk } from './talks';

/** Milliseconds between two messages, at least and at most, so that they fall anywhere in a frame of the screen. */
const PAUSE = { least: 150, most: 250 };

/** Messages that are not counted: the first ones load code. */
const WARM_UP = 10;

/** Milliseconds of the wall clock, which all pages of a machine share, at which Enter was pressed next. */
function pressed(box: Locator): Promise<number> {
  return box.evaluate(
    element =>
      new Promise<number>(resolve =>
        element.addEventListener('keydown', ({ timeStamp }) => resolve(Date.now() - (performance.now() - timeStamp)), {
          once: true,
          capture: true,
        }),
      ),
  );
}

/**
 * The same at which a frame had been drawn that shows this text. What is told within a frame's callbacks is heard when the
 * frame has been drawn; what changes at another time is drawn with the next frame.
 */
function painted(log: Locator, text: string): Promise<number> {
  return log.evaluate(
    (element, wanted) =>
      new Promise<number>(resolve => {
        const drawing = { now: false, done: false };
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => {
          drawing.now = false;
          if (data === true) resolve(Date.now());
        };
        const tick = {
          run() {
            drawing.now = true;
            port2.postMessage(false);
            if (!drawing.done) requestAnimationFrame(() => tick.run());
          },
        };
        tick.run();
        new MutationObserver((_, observer) => {
          if (!element.textContent.includes(wanted)) return;
          observer.disconnect();
          drawing.done = true;
          if (drawing.now) port2.postMessage(true);
          else requestAnimationFrame(() => port2.postMessage(true));
        }).observe(element, { childList: true, subtree: true, characterData: true });
      }),
    text,
  );
}

/** Milliseconds from the key that sends a message until it is painted at the other's. */
async function sendOne({ box, log }: Talk, text: string): Promise<number> {
  await box.fill(text);
  const [sent, seen] = [pressed(box), painted(log, text)];
  // Both are asked of the pages before the key, over one connection each, and are there when the key comes.
  await Promise.all([box.evaluate(() => undefined), log.evaluate(() => undefined)]);
  await box.press('Enter');
  return (await seen) - (await sent);
}

/** How long a message takes from one's key to the other's screen, beside the least that a browser and VS Code need. */
export async function latency(rounds: number, messages: number): Promise<Section> {
  const talks = await openTalks();
  const found = talks.all.map(() => [] as number[]);
  try {
    for (let at = 0; at < WARM_UP + rounds * messages; at += 1) {
      if (at % 50 === 0) process.stderr.write(`latency, message ${at} of ${WARM_UP + rounds * messages}\n`);
      for (const [which, talk] of talks.all.entries()) {
        const took = await sendOne(talk, `message ${at} of this round`);
        if (at >= WARM_UP) found[which]?.push(took);
        await delay(PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least));
      }
    }
  } finally {
    await talks.close();
  }
  const floor = percentile(found[1] ?? [], 0.5);
  return {
    title: 'A message, from the key to the other’s screen',
    words:
      `Milliseconds from Enter in one’s chat until a frame with the message has been drawn in the other’s, ${rounds * messages} messages each, in\n` +
      'turns, all on one machine. What is bare has a box, a list that grows and a plain WebSocket, in the page or, as VS Code has it,\n' +
      'in the extension host: the least that is possible there. Goal: p50 20, p95 35.',
    head: ['', 'p50', 'p95', 'highest', 'ratio of p50 to a bare chat'],
    lines: talks.all.map(({ name }, which) => {
      const [p50 = NaN, p95 = NaN, most = NaN] = [0.5, 0.95, 1].map(share => percentile(found[which] ?? [], share));
      return [name, shown(p50), shown(p95), shown(most), (p50 / floor).toFixed(2)];
    }),
  };
}
