import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DARK } from '../../src/snippet/codePalettes';
import { currentColours } from '../../src/ui/themeColours';
import { inWorker } from './support';

const { Global } = vscode.ConfigurationTarget;

describe('the colours of code', () => {
  afterEach(async () => {
    await write('workbench.colorTheme', undefined);
    await write('editor.tokenColorCustomizations', undefined);
  });

  async function write(id: string, value: unknown): Promise<void> {
    await vscode.workspace.getConfiguration().update(id, value, Global);
  }

  async function choose(theme: string): Promise<void> {
    const changed = new Promise(resolve => {
      const listener = vscode.window.onDidChangeActiveColorTheme(() => resolve(listener.dispose()));
    });
    await write('workbench.colorTheme', theme);
    await changed;
  }

  // Here VS Code's own themes are with the extension host that has Node, and the worker is not told of them.
  if (!inWorker) {
    it('are those of the theme’s own file, and of the files it includes', async () => {
      await choose('Monokai');
      const monokai = await currentColours();
      assert.equal(monokai.comment, '#88846f');
      assert.equal(monokai.string, '#e6db74');
      await choose('Default Light+');
      const light = await currentColours();
      assert.equal(light.comment, '#008000');
      assert.equal(light.string, '#a31515');
      assert.equal(light.control, '#af00db', 'of the file');
      assert.equal(light.keyword, '#0000ff', 'of the file that it includes');
    });
  }

  it('are the person’s own where they have set them', async () => {
    await choose('Monokai');
    await write('editor.tokenColorCustomizations', { comments: '#123456', '[Monokai]': { strings: '#654321' } });
    const colours = await currentColours();
    assert.equal(colours.comment, '#123456');
    assert.equal(colours.string, '#654321');
    assert.equal(typeof colours.meta, typeof DARK.meta, 'what is missing comes from VS Code’s own theme');
  });
});
