/** Talk with everything in it that Markdown has. */
export const EVERYTHING = `# The limiter, third try
It **keeps** every hit, *why* and ~~how~~ since \`take()\` in \`src/relay/limiter.ts:12\`, see also src/session/__init__.py:3:7.
Second line of the same paragraph, with a [link](https://example.com/a?b=c) and https://example.com/limits.

@Linus, @Ada and @Grace Hopper: :tada: it is in! @nobody is not here.

- one
- two
  1. first
  2. second, with a longer line that has to be broken somewhere when the side bar is narrow
- [x] written
- [ ] reviewed

> Who wrote this?
> > Me.

\`\`\`ts
export function take(key: string, now = Date.now()): boolean {
  const recent = hits.get(key)?.filter(at => now - at < within) ?? []; // a line that is longer than the page is wide
  return recent.length <= max;
}
\`\`\`

| file | hits | why |
|:-----|-----:|:---:|
| \`limiter.ts:12\` | 12,041 | **hot** |
| a.ts | 3 | |

---
![A picture of it](https://example.com/limiter.png) and [github.com/a](https://example.org/b)`;

export const CONVERSATION = [
  'Morning! Does anyone remember why the limiter keeps every hit?',
  'See src/relay/limiter.ts:12, it **never** forgets.',
  '@Linus have a look:\n```ts\nhits.delete(key);\n```',
  '- so keys stay\n- for ever',
  'Ha :joy:',
];
