// Square roots in whole numbers: the same on every engine, where those of its library are not.

/** The root of a whole number from 0 to 2^30, rounded down. @cold */
export function squareRoot(whole: number): number {
  let root = 0;
  for (let bit = 16384; bit > 0; bit = bit >> 1) {
    const larger = root + bit;
    if (larger * larger <= whole) root = larger;
  }
  return root;
}
