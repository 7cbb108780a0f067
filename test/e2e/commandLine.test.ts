import { strict as assert } from 'node:assert';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { tempDir } from '../vscode/cleanup';
import type { Person } from './support/person';
import type { Stage } from './support/stage';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const BUILT = resolve(__dirname, '../../dist/live-channels.mjs');

interface Event {
  event: string;
  state?: string;
  text?: string;
  from?: { name?: string };
}

/** The events that `tail --json` prints, one after the other. */
class Tail {
  private readonly next: AsyncIterator<string>;

  constructor(private readonly child: ChildProcess & { stdout: NodeJS.ReadableStream }) {
    this.next = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  async until(fits: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const line = await this.next.next();
      if (line.done) throw new Error('It has ended.');
      const event = JSON.parse(line.value) as Event;
      if (fits(event)) return event;
    }
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

describe('the command line and a window', function () {
  let ada: Person;
  let stage: Stage;
  let folder: Awaited<ReturnType<typeof tempDir>> | undefined;
  /** The one file, with nothing beside it. */
  let script: string;
  let tail: Tail | undefined;

  const heard = (fits: (event: Event) => boolean): Promise<Event> => {
    assert.ok(tail);
    return tail.until(fits);
  };

  useStage(async opened => {
    stage = opened;
    ada = await stage.person('Ada');
    await ada.join(CHANNEL);
    await ada.openChat();
    folder = await tempDir('cli');
    script = join(folder.path, 'live-channels.mjs');
    await copyFile(BUILT, script);
    const args = [script, 'tail', CHANNEL, '--json', '--as', 'Watcher', '--server', stage.relay.url];
    tail = new Tail(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
    await heard(({ state }) => state === 'online');
  });
  after(async () => {
    await tail?.end();
    await folder?.dispose();
  });

  it('git diff in a pipe is a card with changes in the window', async () => {
    const file = join(ada.folder, 'src/bucket.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace('Math.floor', 'Math.round'));
    const input = execFileSync('git', ['diff'], { cwd: ada.folder });
    const args = [script, 'send', CHANNEL, '--as', 'Robot', '--server', stage.relay.url];
    // Not waited for in one go: the relay is in this process.
    const robot = spawn(process.execPath, args, { cwd: ada.folder, stdio: ['pipe', 'ignore', 'inherit'] });
    robot.stdin.end(input);
    assert.deepEqual(await once(robot, 'exit'), [0, null]);
    const card = ada.card('Robot', 'src/bucket.ts');
    await card.thing.waitFor();
    assert.match(await card.code.locator('ins').first().innerText(), /Math\.round/);
    await card.button('Apply…').waitFor();
    const { text } = await heard(({ from }) => from?.name === 'Robot');
    assert.equal(text, 'src/bucket.ts');
  });

  it('what the window answers is a line of JSON', async () => {
    await ada.say('Looks right to me');
    const { text, event } = await heard(({ from }) => from?.name === 'Ada');
    assert.deepEqual([event, text], ['message', 'Looks right to me']);
  });

  it('had no error in the page', () => {
    assert.deepEqual(ada.window.problems, []);
  });
});
