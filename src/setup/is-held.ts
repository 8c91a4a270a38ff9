// A button at a start: held, where each of many readings says so. A capacitor beside it is charged by the
// pull-up first.
import type { Pin } from "../ports/pins.ts";

/** Some milliseconds on every engine. */
const READINGS = 500;

/** Does the input have this level, and keep it? @cold */
export function staysAt(levelOf: (pin: Pin) => number, pin: Pin, level: number): boolean {
  for (let i = 0; i < READINGS; i++) if (levelOf(pin) !== level) return false;
  return true;
}
