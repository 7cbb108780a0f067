/**
 * Data for a page, in its HTML: read with `JSON.parse`, and never executed, so that no policy has to let it in.
 * @param id under which the page finds it: letters and digits.
 * @param data whatever JSON can say; no text in it can end the element.
 */
export function dataBlock(id: string, data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="${id}">${json}</script>`;
}
