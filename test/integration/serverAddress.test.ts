import assert from 'node:assert/strict';
import { AppError } from '../../src/base/errors';
import { serverBase } from '../../src/ui/server';

describe('a server address', () => {
  for (const [setting, base] of [
    ['wss://itty.ws', 'wss://itty.ws'],
    ['wss://itty.ws/', 'wss://itty.ws'],
    [' ws://127.0.0.1:4500 ', 'ws://127.0.0.1:4500'],
    ['wss://host/some/path/', 'wss://host/some/path'],
    ['ws://[::1]:80', 'ws://[::1]'],
  ] as const) {
    it(`may be ${setting.trim()}`, () => assert.equal(serverBase(setting), base));
  }

  for (const setting of [
    'https://itty.ws',
    'itty.ws',
    '',
    'ws://',
    'wss://host?key=1',
    'wss://user:pass@host',
    'file:///etc',
  ]) {
    it(`may not be “${setting}”`, () => {
      assert.throws(
        () => serverBase(setting),
        (thrown: unknown) => thrown instanceof AppError && thrown.code === 'address',
      );
    });
  }
});
