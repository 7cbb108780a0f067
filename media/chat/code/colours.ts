import type { CodeClass, CodeColours } from '../../../src/protocol/panel';

/**
 * Gives code the colours of the editor's theme. The card is not the editor: a colour that is too faint on it is moved
 * towards the colour of text until it can be read.
 */

/** What WCAG asks of text. */
const ENOUGH = 4.5;
const STEP = 0.1;
/** How much of its colour is behind a changed line: as in code.css. */
const TINT = 0.14;
/** When the theme changes many variables change one by one. */
const SETTLED_AFTER = 50;

type Colour = readonly [red: number, green: number, blue: number];

export class Colours {
  private colours: CodeColours = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly set = new Set<string>();

  /** @param element gets two variables for each class: `--code-…`, and `--tinted-…` for lines of a change. */
  constructor(private readonly element: HTMLElement) {
    // VS Code writes the theme's colours there. They may come before or after the host's.
    const watcher = new MutationObserver(() => this.soon());
    watcher.observe(document.documentElement, { attributeFilter: ['style'] });
  }

  show(colours: CodeColours): void {
    this.colours = colours;
    this.apply();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.apply(), SETTLED_AFTER);
  }

  private apply(): void {
    const { style } = this.element;
    for (const name of this.set) style.removeProperty(name);
    this.set.clear();
    const theme = getComputedStyle(document.documentElement);
    const read = (name: string) => parsed(theme.getPropertyValue(`--vscode-${name}`).trim());
    const card = read('editor-background');
    const text = read('editor-foreground') ?? read('foreground');
    if (!card || !text) return;
    const tints = ['charts-green', 'charts-red'].map(name => read(name)).filter(colour => colour !== undefined);
    const lines = tints.map(tint => mixed(card, tint, TINT));
    for (const [name, colour] of Object.entries(this.colours) as [CodeClass, string][]) {
      const wanted = parsed(colour) ?? text;
      this.put(`--code-${name}`, legible(wanted, text, [card]));
      this.put(`--tinted-${name}`, legible(wanted, text, lines));
    }
  }

  private put(variable: string, colour: Colour): void {
    this.element.style.setProperty(variable, `rgb(${colour.map(Math.round).join(' ')})`);
    this.set.add(variable);
  }
}

/** The first colour on the way to the colour of text that stands out from every ground; that one, if none does. */
export function legible(colour: Colour, text: Colour, grounds: readonly Colour[]): Colour {
  for (let share = 0; share < 1; share += STEP) {
    const tried = mixed(colour, text, share);
    if (grounds.every(ground => contrast(tried, ground) >= ENOUGH)) return tried;
  }
  return text;
}

/** WCAG's contrast of two colours, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map(value => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed([red, green, blue]: Colour, other: Colour, share: number): Colour {
  const at = (value: number, towards: number) => value + (towards - value) * share;
  return [at(red, other[0]), at(green, other[1]), at(blue, other[2])];
}

/** `#rgb`, `#rrggbb` and `rgb(…)`, as VS Code writes its variables; what is transparent is taken as if it were not. */
export function parsed(colour: string): Colour | undefined {
  const [, short, long, list] =
    /^#([0-9a-f]{3})$|^#([0-9a-f]{6})(?:[0-9a-f]{2})?$|^rgba?\(([^)]*)\)$/i.exec(colour) ?? [];
  const hex = long ?? short?.replace(/./g, '$&$&');
  const values = hex === undefined ? (list?.match(/[\d.]+/g) ?? []).map(Number) : (hex.match(/../g) ?? []).map(fromHex);
  const [red, green, blue] = values;
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}

function fromHex(digits: string): number {
  return parseInt(digits, 16);
}
