// Strips of LEDs on a board: the pins that can drive one under its firmware, and why there is none.
import type { Board, Wiring } from "../../../boards/board.ts";
import { roleNameOf } from "./named-pins.ts";
import type { WrongRole } from "./shared-pins.ts";
import type { NeededRole } from "./wiring.ts";

/** Of those that are outputs; `undefined`: all of them. */
export function pixelPins({ kind }: NeededRole, { pixels }: Board): readonly string[] | undefined {
  return kind === "pixels" ? pixels?.pins : undefined;
}

/** For a role that needs a strip where there is none: then its pin is not mentioned. */
export function lackingPixels(
  pins: readonly NeededRole[],
  { board, roles }: Wiring,
): WrongRole[] | undefined {
  const user = pins.find(({ kind }) => kind === "pixels");
  const because = whyNone(board);
  if (user === undefined || because === undefined) return undefined;
  const role = roleNameOf(user);
  const option = Object.hasOwn(roles, role) ? [role] : [];
  const sentence = `the role "${role}" needs a pin for a strip of LEDs, and ${board.title} has none, because ${because}.`;
  return [{ sentence, option }];
}

function whyNone({ pixels, pins }: Board): string | undefined {
  if (pixels === undefined) return "ringmote knows none there";
  return areElsewhere(pixels.pins, pins) ? "it is not a pin that the board names" : pixels.because;
}

/** A board that took the facts of another one, and calls its pins otherwise. */
export function areElsewhere(named: readonly string[] = [], pins: Board["pins"]): boolean {
  return named.length > 0 && named.every((pin) => !Object.hasOwn(pins, pin));
}
