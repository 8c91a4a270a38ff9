// A board drawn as text: its two rows of pins as they are printed, and what a device has on them.
import type { Board } from "../../../boards/board.ts";

/** What stands beside a pin that plays roles. */
const WIRE = " -- ";

/**
 * The lines of the drawing. `roles` has what plays on a pin, by the pin's name; a pin with a trap has a "!".
 */
export function boardDrawing({ headers, pins }: Board, roles: ReadonlyMap<string, string>): string[] {
  const mark = (printed: string) =>
    Object.hasOwn(pins, printed) && pins[printed].trap !== undefined ? "!" : " ";
  const { left, right } = headers;
  const nameWidth = (names: readonly string[]) => Math.max(0, ...names.map((name) => name.length));
  const [leftWidth, rightWidth] = [nameWidth(left), nameWidth(right)];
  const outside = left.map((printed) => (roles.has(printed) ? `${roles.get(printed)}${WIRE}` : ""));
  const margin = nameWidth(outside);
  const inner = leftWidth + rightWidth + 8;
  const edge = `${" ".repeat(margin)}+${"-".repeat(inner)}+`;

  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [west = "", east = ""] = [left[at], right[at]];
    const role = roles.get(east);
    const body = `${mark(west)}${west.padEnd(leftWidth)}      ${east.padStart(rightWidth)}${mark(east)}`;
    const beside = role === undefined ? "" : `${WIRE}${role}`;
    return `${(outside[at] ?? "").padStart(margin)}|${body}|${beside}`;
  });
  return [edge, ...rows, edge];
}
