// A list that shows a fault, cut down to what shows it still: what is told of a program that fails can be
// read.

/** Most looks at a shorter one: each is a build. */
const MOST_LOOKS = 400;

/**
 * The items that are left when none of them, nor any neighbours of half, a quarter, ... of all, can go
 * without the fault going too. `shows` looks at fewer of them; the whole list shows it.
 */
export async function cutDown<T>(
  items: readonly T[],
  shows: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = items;
  let looks = 0;
  for (let size = items.length >> 1; size > 0; ) {
    const before = left.length;
    for (let at = 0; at < left.length; ) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if (looks++ === MOST_LOOKS) return left;
      if (await shows(fewer)) left = fewer;
      else at += size;
    }
    // What could not go beside its neighbour may go without it.
    if (left.length === before) size >>= 1;
  }
  return left;
}
