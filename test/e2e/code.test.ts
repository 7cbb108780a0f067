import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../vscode/window/poll';
import type { Card } from './support/card';
import type { Person } from './support/person';
import { useStage } from './support/useStage';

const CHANNEL = 'demo';
const LIMITER = 'src/rateLimiter.ts';
const BUCKET = 'src/bucket.ts';

/** What Grace's copy has above the code that Ada sends. */
const ABOVE = ['// Copyright Example', '// All rights reserved', ''];

/** Lines 9 to 12 of the limiter in Ada's copy. */
const TAKE = [
  '  /** Whether this client may send a request now. */',
  '  take(client: string): boolean {',
  '    return this.bucketOf(client).take();',
  '  }',
];

describe('received code, in another copy of the repository', function () {
  let ada: Person;
  let grace: Person;

  useStage(async stage => {
    [ada, grace] = await stage.pair(CHANNEL);
    change(grace, LIMITER, text => `${ABOVE.join('\n')}\n${text}`);
    change(ada, BUCKET, text => text.replace('take(count = 1)', 'takeSome(count = 1)'));
    await ada.sendSelection(LIMITER, 9, 12, CHANNEL, 'Is this right?');
    await grace.sees('Ada', 'Is this right?');
  });

  /** The card that is spoken of, in Grace's chat. */
  const question = (): Card => grace.card('Ada', 'Is this right?');

  it('is shown with its place, its language and its code', async () => {
    await question().thing.getByText('src/rateLimiter.ts').waitFor();
    await question().thing.getByText('lines 9–12 · typescript').waitFor();
    assert.equal(await question().code.innerText(), TAKE.join('\n'));
  });

  it('has the colours of the theme, also when that changes to another of its kind', async () => {
    await grace.window.theme('Light Modern');
    await grace.codeHasColour('keyword', 'rgb(0, 0, 255)');
    await grace.window.theme('Light 2026');
    await grace.codeHasColour('keyword', 'rgb(207, 34, 46)');
  });

  it('is found where it stands here, and that it moved is said', async () => {
    await question().press('Go to code');
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
    await grace.window.statusBar('Moved: found at line 12, was 9').waitFor();
    await grace.window.statusBar(/^Ln 15, Col 4 \(\d+ selected\)$/).waitFor();
    await grace.window.editor.code().getByText('All rights reserved').waitFor();
  });

  it('is compared in a diff of the file here and the file there', async () => {
    await ada.window.editor.openFile(BUCKET);
    await ada.command('Send File…');
    await ada.answer(CHANNEL, 'Another name');
    await grace.card('Ada', 'Another name').press('Compare with mine');
    await grace.window.page.getByRole('tab', { name: `${BUCKET}: here ↔ from Ada`, selected: true }).waitFor();
    const side = (which: string) =>
      grace.window.page.locator(`.part.editor .monaco-diff-editor .editor.${which} .view-lines`);
    await side('original').getByText('take(count = 1)').waitFor();
    await side('modified').getByText('takeSome(count = 1)').waitFor();
  });

  it('is inserted at the cursor, with the indentation of the place', async () => {
    writeFileSync(join(grace.folder, 'src', 'own.ts'), 'class Own {\n    \n}\n');
    await grace.window.editor.openFile('src/own.ts');
    await grace.window.editor.goTo(2, 5);
    await question().press('Insert at cursor');
    await grace.window.runCommand('File: Save');
    const fitted = [
      '    /** Whether this client may send a request now. */',
      '    take(client: string): boolean {',
      '        return this.bucketOf(client).take();',
      '    }',
    ];
    const expected = ['class Own {', ...fitted, '}', ''].join('\n');
    await poll(() => Promise.resolve(read(grace, 'src/own.ts') === expected), { what: 'what was inserted' });
  });

  it('is opened read-only, in its language', async () => {
    await question().press('Open in editor');
    await grace.window.editor.tab('rateLimiter.ts').waitFor();
    await grace.window.statusBar(/^TypeScript$/).waitFor();
    await grace.window.editor.code().click();
    await grace.window.page.keyboard.type('x');
    await grace.window.page.getByRole('alert').filter({ hasText: 'Cannot edit in read-only editor' }).waitFor();
    assert.equal(await grace.window.editor.code().getByText('All rights reserved').count(), 0);
  });

  it('is saved where the dialog says', async () => {
    await question().press('Save as…');
    const { quickInput } = grace.window;
    const suggested = join(grace.folder, 'rateLimiter.ts');
    await poll(async () => (await quickInput.box.inputValue()) === suggested, { what: 'a name to be suggested' });
    const target = join(grace.folder, 'received.ts');
    await quickInput.submit(target);
    await grace.window.statusBar('Saved received.ts').waitFor();
    assert.equal(readFileSync(target, 'utf8'), TAKE.join('\n'));
  });

  it('is replied to, and the reply leads back to it', async () => {
    await ada.say(Array.from({ length: 60 }, (_, line) => `line ${line} of much talk`).join('\n'));
    await grace.sees('Ada', 'much talk');
    await question().reply();
    await grace.window.chat().getByText('Replying to Ada').waitFor();
    await grace.window.page.keyboard.type('Quite so');
    await grace.window.page.keyboard.press('Enter');
    for (const [person, name] of [
      [grace, 'Ada'],
      [ada, 'you'],
    ] as const) {
      await person.openChat();
      const quote = person.message('Grace', 'Quite so').getByRole('button', { name: `In reply to ${name}` });
      await quote.getByText('Is this right?').waitFor();
      const { message } = person.card('Ada', /lines 9–12/);
      assert.equal(await isInSight(message), false);
      await quote.click();
      await poll(() => isInSight(message), { what: `the chat of ${person.name} to scroll back` });
    }
  });

  it('had no error in a page', () => {
    assert.deepEqual([...ada.window.problems, ...grace.window.problems], []);
  });

  function isInSight(message: ReturnType<Person['message']>): Promise<boolean> {
    return message.evaluate(element => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
  }
});

function read({ folder }: Person, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function change(person: Person, path: string, edit: (text: string) => string): void {
  writeFileSync(join(person.folder, path), edit(read(person, path)));
}
