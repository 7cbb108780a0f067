/** Where a phone lays its keyboard over the page, the page gets as small as what is left to see: the box stays in sight. */
export function keepInSight(): void {
  const { visualViewport: seen } = window;
  if (!seen) return;
  const fit = () => {
    // Not while somebody zooms in to read.
    if (seen.scale > 1.01) return;
    document.documentElement.style.setProperty('--seen-height', `${Math.round(seen.height)}px`);
    scrollTo(0, 0);
  };
  seen.addEventListener('resize', fit);
  fit();
}
