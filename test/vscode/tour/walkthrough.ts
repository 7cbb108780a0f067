import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Person } from '../../e2e/support/person';
import { root } from '../build';
import { withoutHover } from '../pictures';
import type { Theme } from '../window';
import { smallPicture } from './smallPicture';
import { CHANNEL, FILE, SIZE } from './tour';

/**
 * The pictures of the steps that VS Code shows after the installation, one for each kind of theme. package.json names
 * them; test/unit/contributions.test.ts sees to it that they are there and small.
 */

const PICTURES = join(root, 'media', 'walkthrough');

/** Of a picture, as they are in the package: with 48 one sees it in shadows, with fewer in the colours of code. */
const COLOURS = 64;

/** By what package.json calls them. */
const THEMES: Readonly<Record<string, Theme>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Dark High Contrast',
  hcLight: 'Light High Contrast',
};

/** Of the window with the questions, and of the pictures of them. Pixels. */
const WINDOW = { width: 720, height: 480 };
const QUESTION_HEIGHT = 220;
const HEIGHT = 330;
const MARGIN = 8;
const ABOVE = 4;

/** Behind the question for a channel. */
const OTHER_FILE = 'src/bucket.ts';

/** In pixels, from the upper left of the window. */
interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Scene {
  /** Brings what is to be seen into sight, which it has to be in each theme anew, and says where it is. */
  readonly show: () => Promise<Clip>;
  /** Closes what was opened for it. */
  readonly end?: () => Promise<void>;
}

async function inAllThemes(person: Person, name: string, { show, end }: Scene): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  for (const [suffix, theme] of Object.entries(THEMES)) {
    await person.window.theme(theme);
    const clip = await show();
    const png = await person.window.page.screenshot({ clip, animations: 'disabled', caret: 'hide' });
    await writeFile(join(PICTURES, `${name}-${suffix}.png`), smallPicture(png, COLOURS));
    console.log(`   media/walkthrough/${name}-${suffix}.png`);
    await end?.();
  }
}

async function boxOf(part: Locator): Promise<Clip> {
  const box = await part.boundingBox();
  if (!box) throw new Error('What is to be pictured is not in sight.');
  return box;
}

/** The editor with the question that VS Code asks above it. */
async function editorAndQuestion(person: Person, height: number): Promise<Clip> {
  const { page, quickInput } = person.window;
  await withoutHover(person);
  const { x, width } = await boxOf(page.locator('.part.editor'));
  const { y } = await boxOf(quickInput.widget);
  return { x, y: y - MARGIN, width, height };
}

/** The question for a channel, and the one to whom code goes. */
export async function pictureOfQuestions(person: Person): Promise<void> {
  const { window } = person;
  const { quickInput } = window;
  await window.page.setViewportSize(WINDOW);
  await window.runCommand('View: Close Primary Side Bar');
  const end = () => quickInput.cancel();
  await window.editor.openFile(OTHER_FILE);
  await inAllThemes(person, 'join', {
    show: async () => {
      await person.command('Join Channel…');
      await quickInput.type('design');
      await quickInput.row('design').waitFor();
      return editorAndQuestion(person, QUESTION_HEIGHT);
    },
    end,
  });
  await window.editor.openFile(FILE);
  await window.editor.selectLines(9, 12);
  await inAllThemes(person, 'send', {
    show: async () => {
      await person.command('Send Selection…');
      await quickInput.row(new RegExp(CHANNEL)).waitFor();
      return editorAndQuestion(person, HEIGHT);
    },
    end,
  });
  await window.runCommand('View: Close All Editors');
  await window.page.setViewportSize(SIZE);
}

/** A message with code, and what one can do with it. */
export async function pictureOfCard(person: Person, message: Locator): Promise<void> {
  await inAllThemes(person, 'use', {
    show: async () => {
      await person.openChat();
      await message.hover();
      const { y, height, ...rest } = await boxOf(message);
      // Its tools stand a little above it.
      return { ...rest, y: y - ABOVE, height: height + ABOVE };
    },
  });
}

/** The views of a window that is in a private channel. */
export async function pictureOfPrivate(person: Person): Promise<void> {
  const { page, sideBar } = person.window;
  await inAllThemes(person, 'private', {
    show: async () => {
      await person.openChat();
      await sideBar.row('People', /verified/).waitFor();
      await withoutHover(person);
      return boxOf(page.locator('.part.sidebar'));
    },
  });
}
