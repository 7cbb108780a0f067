import { connectionCheck } from '../../../src/node/check/checkConnection';

/** Checks servers in a process of its own, which reads its authorities when it starts: prints a line of JSON for each. */
async function main(servers: readonly string[]): Promise<void> {
  const check = connectionCheck(() => true);
  for (const server of servers) console.log(JSON.stringify(await check({ server }, new AbortController().signal)));
}

void main(process.argv.slice(2));
