// Which of a list a misspelt word was probably meant to be. In no image.

/** A word that is further away than this share of its letters is not what was meant. */
const FARTHEST = 1 / 3;

/** The nearest of `known`, or `undefined` when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, distance: distance(word.toLowerCase(), one) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.ceil(best.one.length * FARTHEST) ? best.one : undefined;
}

/** Letters to put in, take out or change to make one word of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries())
      next.push(
        Math.min(
          (next[j] as number) + 1,
          (row[j + 1] as number) + 1,
          (row[j] as number) + (letter === other ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[to.length] as number;
}
