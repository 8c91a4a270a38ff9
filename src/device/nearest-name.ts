// A name that is nobody's: the words that say so, and which one was meant. On a computer only.

/** A name further away than this many letters is not what was meant. */
const FARTHEST = 3;

/** Behind "there is no ...": `; did you mean "b"? Known are: a, b.` */
export function nearestName(name: string, known: readonly string[]): string {
  if (known.length === 0) return "; there are none.";
  const [nearest] = [...known].sort((a, b) => distance(name, a) - distance(name, b));
  const isNear = nearest !== undefined && distance(name, nearest) <= Math.min(FARTHEST, name.length / 2);
  return `${isNear ? `; did you mean "${nearest}"?` : "."} Known are: ${known.join(", ")}.`;
}

/** Letters to add, take out or change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = [...Array(other.length + 1).keys()];
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, letterThere] of [...other].entries())
      next.push(
        Math.min(
          (next[j] as number) + 1,
          (row[j + 1] as number) + 1,
          (row[j] as number) + (letter === letterThere ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] as number;
}
