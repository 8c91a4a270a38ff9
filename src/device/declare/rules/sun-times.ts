// Times of day that the sun makes, as rules name them: at(sunset), between(sunset, sunrise).

/** No sensor or actuator can have such a name. */
export type SunTime = "@sunrise" | "@sunset" | "@dawn" | "@dusk";

/** The upper edge of the sun comes over the horizon. */
export const sunrise = "@sunrise";
/** The upper edge of the sun goes below the horizon. */
export const sunset = "@sunset";
/** Civil twilight begins: the sun is six degrees below the horizon, and one sees outside without a lamp. */
export const dawn = "@dawn";
/** Civil twilight ends. */
export const dusk = "@dusk";

/** Their places in the list of a device's events (`SunEvent`); -1 for any other text. */
export function placeOfSunTime(time: string): number {
  if (time === sunrise) return 0;
  if (time === sunset) return 1;
  if (time === dawn) return 2;
  return time === dusk ? 3 : -1;
}
