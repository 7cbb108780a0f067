/** What may not be taken out of the document, wherever one scrolls to. */

/** The range of what is selected; `undefined` for a mere place. */
export function selectedRange(): Range | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  return selection.getRangeAt(0);
}

/** What has the focus, and where the selection begins and ends: without these nodes both would be lost. */
export function nodesHeld(): Node[] {
  const range = selectedRange();
  const ends = range ? [range.startContainer, range.endContainer] : [];
  return [...(document.activeElement ? [document.activeElement] : []), ...ends];
}
