import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Person } from '../e2e/support/person';
import { picture, type Colour } from '../e2e/support/picture';
import { root } from './build';

const PICTURES = join(root, 'media', 'screenshots');

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

/** Leaves the people no more room than they need. */
export async function raiseChat(person: Person): Promise<void> {
  const { x, y, width } = await boxOf(person.window.sideBar.pane('Chat'));
  const last = await boxOf(person.window.sideBar.row('People', 'Grace'));
  const middle = x + width / 2;
  await drag(person, { x: middle, y }, { x: middle, y: last.y + last.height });
}

/** One picture in each theme. @param clip the part of the window that is to be seen. */
export async function takePictures(person: Person, name: string, clip?: Locator): Promise<void> {
  await mkdir(PICTURES, { recursive: true });
  for (const [suffix, { theme, keyword }] of Object.entries(themes)) {
    await person.window.theme(theme);
    await person.openChat();
    await person.codeHasColour('keyword', keyword);
    const path = join(PICTURES, `${name}-${suffix}.png`);
    await person.window.screenshot(path, clip);
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
