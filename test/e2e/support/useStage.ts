import { join } from 'node:path';
import { Stage } from './stage';

/**
 * Opens a stage before the tests of a suite and closes it after them; to be called within `describe`. When the set-up or
 * a test fails, what every window shows goes to a folder of `out/e2e` that is called like the test, and in words to
 * standard error: on a machine of others that is all one gets to see.
 * @param setUp what has to be there before the first test. @param open which kind of stage.
 */
export function useStage(setUp: (stage: Stage) => Promise<void> | void, open = () => Stage.open()): void {
  let stage: Stage | undefined;

  before(async () => {
    stage = await open();
    try {
      await setUp(stage);
    } catch (error) {
      await stage.report(folderOf('set-up'));
      throw error;
    }
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await stage?.report(folderOf(this.currentTest.title));
  });

  after(() => stage?.close());
}

function folderOf(title: string): string {
  return join(__dirname, '../../../out/e2e', title.replaceAll(/\W+/g, '-'));
}
