// The words for the lines of a display: display(oled, ["{temperature} °C", "Pump {pump}"]).
import { ZONE } from "../../features.ts";
import type { TextPart } from "../../reading/part.ts";
import { type Display, NO_TIME, NO_VALUE, type Row, type ShownValue, UNSEEN } from "../run/display.ts";
import { NOWHERE } from "../run/rules/rule.ts";

/** Names for the wall clock, where no sensor and no actuator has one of them. */
type OfTheWall = "time" | "date";

/** The names in a line between braces. Nothing for a text that is put together while the program runs. */
export type NamesIn<Line extends string> = string extends Line
  ? never
  : Line extends `${string}{${infer Name}}${infer Rest}`
    ? Exclude<Name, OfTheWall> | NamesIn<Rest>
    : never;

/**
 * Shows lines of text, from the top: words, and names of sensors and actuators between braces, which stand
 * for the value that they last published, or "--". `{time}` is the local time ("06:30", or "--:--" while it
 * is not known), `{date}` the local date ("2026-11-29"), of a device whose clock has a zone. Text longer than
 * a row is cut.
 */
export function display<const Line extends string>(
  part: TextPart,
  lines: readonly Line[],
): Display<NamesIn<Line>>;
export function display(part: TextPart, lines: readonly string[]): Display {
  const rows: Row[] = [];
  for (const line of lines) rows.push(rowOf(line));
  return { lines, part, rows, stage: UNSEEN, blankAt: 0, lookedAt: 0, fault: "" };
}

/** A brace that nothing closes stands for itself: the declaration's faults say so. */
export function rowOf(line: string): Row {
  const values: ShownValue[] = [];
  let open = line.indexOf("{");
  const front = open < 0 ? line : line.substring(0, open);
  let rest = open < 0 ? "" : line.substring(open + 1, line.length);
  while (open >= 0) {
    const close = rest.indexOf("}");
    const name = close < 0 ? rest : rest.substring(0, close);
    rest = close < 0 ? "" : rest.substring(close + 1, rest.length);
    open = rest.indexOf("{");
    const after = open < 0 ? rest : rest.substring(0, open);
    rest = open < 0 ? "" : rest.substring(open + 1, rest.length);
    const text = ZONE && name === "time" ? NO_TIME : NO_VALUE;
    values.push({ name, sensorAt: NOWHERE, actuatorAt: NOWHERE, after, text, shownFrom: undefined });
  }
  return { front, values, isStale: true };
}
