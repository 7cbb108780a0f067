import { Harness, THEMES } from './harness';
import { ME, channel, deliveries, person, snapshot } from './samples';
async function main() {
  const h = await Harness.start();
  for (const theme of THEMES)
    for (const width of [170, 300, 900]) {
      const chat = await h.open({ theme, width, height: 900 });
      await chat.say(
        snapshot(
          channel({
            state: 'reconnecting',
            detail: '127.0.0.1:4011 cannot be reached: nobody listens there.',
            retryAt: Date.now() + 4900,
            entries: deliveries(),
          }),
        ),
      );
      await new Promise(r => setTimeout(r, 500));
      await chat.page.screenshot({ path: `/tmp/page-shots/${theme}-${width}.png` });
      await chat.close();
    }
  const chat = await h.open({ width: 300 });
  await chat.say(snapshot(channel({ people: [person(ME)] })));
  await chat.page.screenshot({ path: `/tmp/page-shots/alone.png` });
  await h.stop();
}
void main();
