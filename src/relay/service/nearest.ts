/** How many letters a name may differ from one that was meant. */
const MAX_DISTANCE = 3;

/** How many letters have to be put in, taken out or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known name that somebody may have meant; `undefined` when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const spelled = name.toLowerCase().replaceAll('_', '-');
  const ranked = known.map(one => ({ one, far: distance(spelled, one) })).sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.min(MAX_DISTANCE, best.one.length / 2) ? best.one : undefined;
}
