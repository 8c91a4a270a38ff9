// A time of day as people write it: "06:30", in minutes since midnight.

const DAY_MINUTES = 1440;
const COLON = 58;

/**
 * The minutes since midnight, 0 to 1439, of "06:30", or of "06:30:15", whose minute it is; `undefined` of
 * anything else, "6:30" and "24:00" among it.
 */
export function minuteOf(text: string): number | undefined {
  const hasSeconds = text.length === 8;
  if (text.length !== 5 && !hasSeconds) return undefined;
  const hour = twoDigitsAt(text, 0);
  const minute = twoDigitsAt(text, 3);
  const second = hasSeconds ? twoDigitsAt(text, 6) : 0;
  if (hour < 0 || minute < 0 || minute >= 60 || second < 0 || second >= 60) return undefined;
  if (text.charCodeAt(2) !== COLON || (hasSeconds && text.charCodeAt(5) !== COLON)) return undefined;
  const all = hour * 60 + minute;
  return all < DAY_MINUTES ? all : undefined;
}

/** -1 where there are none. */
function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}
