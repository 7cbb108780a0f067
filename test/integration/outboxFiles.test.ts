import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Outboxes } from '../../src/ui/outboxFiles';
import { filesIn, removeAll, tempFolder } from './files';

describe('the outboxes of a window on disk', () => {
  let folder: vscode.Uri;
  let outboxes: Outboxes;
  const warnings: string[] = [];
  const log = { warn: (text: string) => warnings.push(text) } as unknown as vscode.LogOutputChannel;

  beforeEach(() => {
    folder = tempFolder();
    outboxes = new Outboxes(folder, log);
    warnings.length = 0;
  });
  afterEach(() => removeAll(folder));

  const message = (id: string) => ({ id, draft: { type: 'chat' as const, text: id } });

  it('have nothing of a channel that is left while a message is still being written', async () => {
    const joined = outboxes.of('team');
    for (let n = 0; n < 20; n++) joined.put(message(`m${n}`));
    outboxes.of('team').clear();
    assert.deepEqual(await joined.load(), []);
    assert.deepEqual(await filesIn(folder), []);
    assert.deepEqual(warnings, []);
  });

  it('keep what is said after the channel is joined again, and each channel its own', async () => {
    outboxes.of('team').put(message('before'));
    outboxes.of('other').put(message('elsewhere'));
    outboxes.of('team').clear();
    outboxes.of('team').put(message('after'));
    assert.deepEqual(await outboxes.of('team').load(), [message('after')]);
    assert.deepEqual(await outboxes.of('other').load(), [message('elsewhere')]);
  });
});
