// The part of ringmote scan about the levels of a board's pins.
import type { Board } from "../../../boards/board.ts";
import type { LevelPin, Levels } from "../../flash/pin-levels.ts";
import { columns } from "../words/columns.ts";

export interface NamedLevels extends Levels {
  pin: string;
}

/** The inputs, without those that flash, memory, console or a relay need, by the board's names for them. */
export function levelPins({ pins }: Board): [name: string, pin: LevelPin][] {
  return Object.entries(pins)
    .filter(([, { can, isLeftAlone }]) => can.includes("in") && isLeftAlone !== true)
    .map(([name, { id, can }]) => [name, { id, hasPullUp: can.includes("pullup") }]);
}

export function levelsInWords(levels: readonly NamedLevels[]): string {
  const rows = levels.map(({ pin, open, pulledUp }) => [`  ${pin}`, `${open}`, `${pulledUp ?? "-"}`]);
  return `Levels without a pull-up, and with it:\n${columns(rows)}`;
}
