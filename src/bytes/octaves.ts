// Logarithms to the base 2 and their powers in whole numbers, in 2^-14: the same on every engine, where those
// of its library are not.

/**
 * The logarithm to the base 2 of a whole number above 0, in 2^-14: of a square it is twice as much, bit by
 * bit. @cold
 */
export function octavesOf(whole: number): number {
  let octaves = 14;
  let rest = whole;
  while (rest < 16384) {
    rest = rest * 2;
    octaves -= 1;
  }
  while (rest > 32767) {
    rest = rest >> 1;
    octaves += 1;
  }
  for (let bit = 0; bit < 14; bit++) {
    rest = (rest * rest) >> 14;
    octaves = octaves * 2;
    if (rest > 32767) {
      rest = rest >> 1;
      octaves += 1;
    }
  }
  return octaves;
}

/** 2 to the power of a part of an octave, 0 to 16383, in 2^-14: within 0.01 %. @cold */
export function powerWithinOctave(part: number): number {
  const cubed = 848 + ((part * 224) >> 14);
  const squared = 3956 + ((part * cubed) >> 14);
  const once = 11354 + ((part * squared) >> 14);
  return 16384 + ((part * once + 8192) >> 14);
}
