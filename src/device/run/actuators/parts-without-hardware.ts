// Parts without hardware: the chip itself, which starts anew when it is driven; and a value, for a number or
// a select that only rules and people look at.
import { SAFE_MODE } from "../../../features.ts";
import type { Ports } from "../../../ports/ports.ts";
import type { Drivable } from "../../../reading/part.ts";
import { forgetStarts } from "../unsteady-starts.ts";

/** The time for messages to go out first: a command at QoS 1 must be acknowledged, or it comes again. */
const RESTART_MS = 1000;

interface ChipPart extends Drivable {
  ports: Ports | undefined;
}

/** For `button("restart", restartChip())`: a press restarts the chip a second later. It has no wire. */
export function restartChip(): Drivable {
  const part: ChipPart = { role: "", wire: "none", setUp, drive, most: 1, ports: undefined };
  return part;
}

function setUp(part: ChipPart, ports: Ports): void {
  part.ports = ports;
}

function drive(part: ChipPart, value: number): void {
  if (value === 0 || part.ports === undefined) return;
  // Else whoever presses it ten times would bring the device into safe mode.
  if (SAFE_MODE) forgetStarts(part.ports);
  part.ports.restartIn(RESTART_MS);
}

/** A part without a wire: driving it does nothing. */
export function valueOnly(): Drivable {
  return { role: "", wire: "none", setUp: nothing, drive: nothing, most: 255 };
}

function nothing(): void {}
