import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usePages } from './support';

const WHOLE = join(__dirname, '../../node_modules/@vscode/codicons/dist/codicon.ttf');

describe('the icons', function () {
  const pages = usePages();

  it('look as in the whole font, of which the page has what it uses', async () => {
    const chat = await pages.open();
    const whole = (await readFile(WHOLE)).toString('base64');
    const { icons, others } = await chat.page.evaluate(async bytes => {
      // The bytes themselves, as the page's policy lets it load no other font.
      const font = new FontFace(
        'whole',
        Uint8Array.from(atob(bytes), char => char.charCodeAt(0)),
      );
      document.fonts.add(await font.load());
      await document.fonts.load('64px codicon');
      const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 80 });
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
      const texts = rules.flatMap(rule => /::before \{ content: "(.)"/u.exec(rule.cssText)?.[1] ?? []);
      const all = texts.filter(text => /[\ue000-\uf8ff]/.test(text));
      const differing = all.filter(text => {
        const [small, large] = ['codicon', 'whole'].map(name => {
          if (!context) throw new Error('no canvas');
          context.clearRect(0, 0, 80, 80);
          context.font = `64px ${name}`;
          context.fillText(text, 8, 72);
          return context.getImageData(0, 0, 80, 80).data.join();
        });
        return small !== large;
      });
      return { icons: all.length, others: differing };
    }, whole);
    assert.ok(icons > 20, `${icons} icons`);
    assert.deepEqual(others, []);
  });
});
