import { strict as assert } from 'node:assert';
import { AppError } from '../../../src/base/errors';
import { asDraft } from '../../../src/protocol/content';
import { bundleDraft, imageDraft, MAX_IMAGE, patchDraft } from '../../../src/snippet/drafts';
import { snippetDraft } from '../../../src/snippet/snippet';

const range = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, code: 'x' };
const gif = new Uint8Array([...Buffer.from('GIF89a'), 3, 0, 2, 0]);

function refused(message: RegExp) {
  return (thrown: unknown) => thrown instanceof AppError && thrown.code === 'input' && message.test(thrown.message);
}

describe('drafts', () => {
  it('are what a peer reads back, whatever their kind', () => {
    const repository = { branch: 'main', commit: 'abc' };
    const drafts = [
      patchDraft({ title: 'a.ts', diff: 'diff --git a/a b/a\n', staged: true, repository }, ' look '),
      patchDraft({ title: 'repo', diff: 'd', commit: { hash: 'abc', message: 'Mend it\n\nAll of it' } }, ''),
      imageDraft('a.gif', gif, 'see'),
      bundleDraft('src', [{ path: 'src/a.ts', whole: true, ranges: [range] }], ''),
      snippetDraft({ path: 'n.ipynb', cell: 3, output: '1', repository }, [range], ''),
      snippetDraft({ terminal: true }, [range], ''),
    ];
    for (const draft of drafts) assert.deepEqual(asDraft(JSON.parse(JSON.stringify(draft))), draft);
    assert.deepEqual(
      drafts.map(({ text }) => text),
      ['look', 'Mend it', 'see', 'src/a.ts', 'n.ipynb, cell 3', 'terminal'],
    );
  });

  it('of an image say its kind and size and hold its bytes', () => {
    const draft = imageDraft('a.png', gif, '');
    assert.ok(draft.type === 'image');
    assert.deepEqual([draft.mime, draft.width, draft.height], ['image/gif', 3, 2]);
    assert.deepEqual([...Buffer.from(draft.data, 'base64')], [...gif]);
  });

  it('refuse in a sentence what cannot be sent', () => {
    assert.throws(() => patchDraft({ title: 'a', diff: '' }, ''), refused(/^There are no changes to send\.$/));
    assert.throws(() => bundleDraft('', [], ''), refused(/^There is no file to send\.$/));
    const many = Array.from({ length: 201 }, () => ({ ranges: [range] }));
    assert.throws(() => bundleDraft('', many, ''), refused(/201 files and a message holds 200/));
    assert.throws(
      () => imageDraft('a.svg', Buffer.from('<svg/>'), ''),
      refused(/^a\.svg is no image that can be shown/),
    );
    const large = new Uint8Array(MAX_IMAGE + 1);
    large.set(gif);
    assert.throws(() => imageDraft('a.gif', large, ''), refused(/^a\.gif is 4\.0 MB and an image may have 4 MB/));
    assert.equal(imageDraft('a.gif', large.subarray(0, MAX_IMAGE), '').type, 'image');
  });
});
