import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Person } from '../e2e/support/person';
import { picture, type Colour } from '../e2e/support/picture';
import { root } from './build';
import { smallPicture } from './tour/smallPicture';

/** Where those of the README are. */
export const PICTURES = join(root, 'media', 'screenshots');

/** The theme of each picture of the README, by VS Code's own label, and what colour a keyword has in it. */
const themes = {
  light: { theme: 'Light Modern', keyword: 'rgb(0, 0, 255)' },
  dark: { theme: 'Dark Modern', keyword: 'rgb(86, 156, 214)' },
  contrast: { theme: 'Dark High Contrast', keyword: 'rgb(86, 156, 214)' },
} as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

async function drag({ window: { page } }: Person, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}

async function boxOf(part: Locator): Promise<Point & { readonly width: number; readonly height: number }> {
  const box = await part.boundingBox();
  if (!box) throw new Error('What is to be dragged is not in sight.');
  return box;
}

/** Drags the edge of the side bar, as a person does who wants to read. */
export async function widenSideBar(person: Person, width: number): Promise<void> {
  const box = await boxOf(person.window.page.locator('.part.sidebar'));
  const y = box.y + box.height / 2;
  await drag(person, { x: box.x + box.width, y }, { x: box.x + width, y });
}

/** Leaves the people no more room than they need. @param last who is the last of them. */
export async function raiseChat(person: Person, last: string | RegExp = 'Grace'): Promise<void> {
  const { x, y, width } = await boxOf(person.window.sideBar.pane('Chat'));
  const row = await boxOf(person.window.sideBar.row('People', last));
  const middle = x + width / 2;
  await drag(person, { x: middle, y }, { x: middle, y: row.y + row.height });
}

/** Takes the mouse away from whatever would say something about itself. */
export async function withoutHover({ window: { page } }: Person): Promise<void> {
  await page.mouse.move(0, 0);
  await page.locator('.monaco-hover.workbench-hover').waitFor({ state: 'hidden' });
}

export interface PictureOptions {
  /** The part of the window that is to be seen, if not all of it. */
  readonly clip?: Locator;
  /** All of them, unless it is said. */
  readonly only?: readonly (keyof typeof themes)[];
  /** Waits until the window shows what it has to; the code in the chat in the theme's colours if nothing is said. */
  readonly ready?: () => Promise<void>;
}

/** One picture in each theme. */
export async function takePictures(person: Person, name: string, options: PictureOptions = {}): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  for (const [suffix, { theme, keyword }] of Object.entries(themes)) {
    if (options.only?.every(each => each !== suffix)) continue;
    await person.window.theme(theme);
    if (options.ready) await options.ready();
    else {
      await person.openChat();
      await person.codeHasColour('keyword', keyword);
    }
    await withoutHover(person);
    const clip = await options.clip?.boundingBox();
    const png = await person.window.page.screenshot({ animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
    await writeFile(join(PICTURES, `${name}-${suffix}.png`), smallPicture(png));
    console.log(`   media/screenshots/${name}-${suffix}.png`);
  }
}

const COLOURS = {
  paper: [250, 250, 252],
  grid: [226, 228, 233],
  before: [196, 61, 75],
  after: [38, 127, 153],
} as const satisfies Record<string, Colour>;

/** How many buckets there were, minute by minute: a line that climbs, and one that stays where it is. */
export function chart(): Buffer {
  const [width, height] = [420, 150];
  return picture(width, height, (x, y) => {
    const up = height - y;
    if (Math.abs(up - (20 + x * 0.24 + 4 * Math.sin(x / 9))) < 1.6) return COLOURS.before;
    if (Math.abs(up - (24 + 5 * Math.sin(x / 14))) < 1.6) return COLOURS.after;
    return up % 30 === 0 || x % 60 === 0 ? COLOURS.grid : COLOURS.paper;
  });
}
