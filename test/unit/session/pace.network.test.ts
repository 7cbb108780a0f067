import { strict as assert } from 'node:assert';
import { socketClass } from '../../../src/node/sockets';
import { startRelay, type Relay } from '../../../src/relay/server';
import { Pace } from '../../../src/session/pace';
import { until } from '../support/channel';
import { ChaosProxy } from '../support/chaosProxy';
import { lineTo } from '../support/connection';

const FLOOD = 5_000;

/** What the network does at the message that has come back as the so manyth: it stalls, is slow, and is far away. */
function change(proxy: ChaosProxy, count: number): void {
  if (count % 500 === 250) {
    proxy.stall();
    setTimeout(() => proxy.release(), 150);
  }
  if (count % 1_000 === 300) proxy.slow(100_000);
  if (count % 1_000 === 400) proxy.slow();
  if (count % 1_000 === 600) proxy.latency(20);
  if (count % 1_000 === 700) proxy.latency(0);
}

describe('a flood of 5,000 messages at the pace', () => {
  let relay: Relay;
  let proxy: ChaosProxy;
  beforeEach(async () => {
    relay = await startRelay();
    proxy = await ChaosProxy.start(() => relay.port);
  });
  afterEach(async () => {
    await proxy.close();
    await relay.close();
  });

  it('earns no warning of a relay with the public limits, however the network is', async () => {
    const { connection, uid } = lineTo(() => proxy.url, socketClass);
    const came: unknown[] = [];
    const errors: string[] = [];
    const pace: Pace = new Pace({
      send: (message, to) => connection.send(message, to),
      fence: n => uid() !== '' && connection.send({ type: 'ping', session: 's', n }, uid()),
      buffered: () => connection.buffered,
    });
    connection.onDidReceive(event => {
      if (event.kind === 'error') errors.push(event.event.message);
      if (event.kind !== 'message') return;
      const { message } = event.event as { message: { n: number; type?: string } };
      if (message.type === 'ping') pace.passed(message.n);
      else came.push(message.n);
      change(proxy, came.length);
    });
    try {
      connection.open();
      await until(connection.onDidReceive, () => uid() !== '');
      for (let n = 0; n < FLOOD; n++) pace.lasting(() => ({ message: { n, text: 'x'.repeat(80) } }));
      await until(connection.onDidReceive, () => came.length === FLOOD || errors.length > 0);
      assert.deepEqual(errors, []);
      assert.deepEqual(came, [...Array(FLOOD).keys()]);
    } finally {
      pace.dispose();
      connection.dispose();
    }
  }).timeout(60_000);
});
