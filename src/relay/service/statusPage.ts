import { createHash } from 'node:crypto';
import { KEPT, type Sample } from './activity';
import { chart, readable } from './chart';

/** What the page for a person shows. */
export interface Status {
  /** What VS Code has to be told: `wss://relay.example.com`. */
  readonly url: string;
  readonly version: string;
  readonly connections: number;
  readonly channels: number;
  /** Seconds since the start. */
  readonly uptime: number;
  readonly stopping: boolean;
  /** The last ten minutes, the oldest first. */
  readonly samples: readonly Sample[];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2430; --soft: #5a6272; --paper: #fff; --card: #f4f5f8; --line: #0b63c5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ee; --soft: #a3abbb; --paper: #16181d; --card: #20242c; --line: #6cb2ff; }
}
body { margin: 0 auto; padding: 2.5rem 1.25rem; max-width: 44rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.1rem; }
p, ol { margin: .5rem 0; }
ol { padding-left: 1.4rem; }
.soft, figcaption, dt, .axis, .top { color: var(--soft); }
pre { margin: .4rem 0; padding: .7rem .9rem; border-radius: 6px; background: var(--card); overflow-x: auto;
  font: .92rem/1.4 ui-monospace, monospace; user-select: all; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: .75rem 0 1.5rem; }
dl div { padding: .7rem .9rem; border-radius: 6px; background: var(--card); }
dt { font-size: .85rem; }
dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
figure { margin: 0 0 1.25rem; }
figcaption { margin-bottom: .3rem; font-size: .9rem; }
.plot { position: relative; border-bottom: 1px solid var(--soft); background: var(--card); border-radius: 6px 6px 0 0; }
.top { position: absolute; top: .15rem; left: .4rem; font-size: .75rem; }
svg { display: block; width: 100%; height: 6rem; }
.line { fill: none; stroke: var(--line); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.area { fill: var(--line); opacity: .15; }
.axis { display: flex; justify-content: space-between; font-size: .75rem; }
footer { margin-top: 2.5rem; font-size: .85rem; }
`;

/** No script, nothing from elsewhere, in nobody's frame, and no style but ours. */
export const STATUS_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function duration(seconds: number): string {
  for (const [unit, size] of [
    ['day', DAY],
    ['hour', HOUR],
    ['minute', MINUTE],
  ] as const) {
    const count = Math.floor(seconds / size);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return 'moments';
}

function numbers({ connections, channels, uptime, samples }: Status): string {
  const entries = [
    ['Connections', readable(connections)],
    ['Channels', readable(channels)],
    ['Messages a second', readable(samples.at(-1)?.rate ?? 0)],
    ['Running for', duration(uptime)],
  ];
  return `<dl>${entries.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function charts(samples: readonly Sample[]): string {
  const [rates, connections] = [samples.map(({ rate }) => rate), samples.map(sample => sample.connections)];
  return [
    chart({ title: 'Messages a second', unit: ' a second', values: rates, room: KEPT }),
    chart({ title: 'Connections', unit: '', values: connections, room: KEPT }),
  ].join('\n');
}

/** The whole page. `url` and `version` have to be free of anything that means something in HTML. */
export function statusPage(status: Status): string {
  const { url, version, stopping, samples } = status;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Live Channels relay</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Live Channels relay</h1>
<p class="soft">${stopping ? 'It is about to stop.' : 'It is running.'}</p>
<p>It carries channels in which people show one another code and talk, from inside VS Code. It keeps nothing of what is
said.</p>
<h2>Join from VS Code</h2>
<ol>
<li>Install the extension <strong>Live Channels</strong>.</li>
<li>Put this into your settings (<em>Preferences: Open User Settings (JSON)</em>):
<pre tabindex="0" aria-label="The setting to copy">"liveChannels.server": "${url}"</pre></li>
<li>Run <strong>Live Channels: Join Channel…</strong> and type a name that your colleagues know.</li>
</ol>
<h2>At the moment</h2>
${numbers(status)}
${charts(samples)}
</main>
<footer class="soft">Counts only: nobody’s name, no channel’s name, nothing of what is said. Reload for newer ones. Version
${version}.</footer>
</body>
</html>
`;
}
