// Colours: one number of 24 bits for red, green and blue, as text "255,128,0", and darker by a brightness.
// Black is 0.

/** White. */
export const MOST_COLOUR = 16777215;
/** The largest level of red, green, blue and brightness. */
export const MOST_LEVEL = 255;
/** "255,255,255" */
const LONGEST = 11;
const COMMA = 44;
const ZERO = 48;

/**
 * The colour that a text means, as "255,128,0", with nothing around or between; `undefined` for any other
 * text.
 */
export function colourOf(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  let colour = 0;
  let level = -1;
  let commas = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === COMMA) {
      if (level < 0 || commas === 2) return undefined;
      colour = colour * 256 + level;
      level = -1;
      commas += 1;
    } else {
      const digit = char - ZERO;
      if (digit < 0 || digit > 9) return undefined;
      level = level < 0 ? digit : level * 10 + digit;
      if (level > MOST_LEVEL) return undefined;
    }
  }
  return commas < 2 || level < 0 ? undefined : colour * 256 + level;
}

/** The colour as text: "255,128,0". */
export function colourText(colour: number): string {
  return redOf(colour) + "," + greenOf(colour) + "," + blueOf(colour);
}

/** The colour at a brightness of 0 to 255, each level rounded to the nearest: it is dark only at 0. */
export function dimmed(colour: number, brightness: number): number {
  const red = redOf(colour);
  const green = greenOf(colour);
  const blue = blueOf(colour);
  const found = packed(
    dimmedLevel(red, brightness),
    dimmedLevel(green, brightness),
    dimmedLevel(blue, brightness),
  );
  if (found > 0 || brightness === 0) return found;
  return packed(Math.min(red, 1), Math.min(green, 1), Math.min(blue, 1));
}

function packed(red: number, green: number, blue: number): number {
  return red * 65536 + green * 256 + blue;
}

function dimmedLevel(level: number, brightness: number): number {
  return Math.floor((level * brightness + 127) / MOST_LEVEL);
}

export function redOf(colour: number): number {
  return Math.floor(colour / 65536);
}

export function greenOf(colour: number): number {
  return Math.floor(colour / 256) % 256;
}

export function blueOf(colour: number): number {
  return colour % 256;
}
