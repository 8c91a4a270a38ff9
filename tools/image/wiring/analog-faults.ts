// Voltages that a board's analog pins do not tell apart: a part whose highest is beyond full scale reads as
// that for ever.
import type { Board } from "../../../boards/board.ts";
import { type Fault, fault } from "../../../src/checks/fault.ts";
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { AnalogPart } from "../../../src/drivers/analog-part.ts";
import type { Part } from "../../../src/reading/part.ts";

/** One sentence for each part that gives its pin more than the board takes. */
export function analogFaults(
  declaration: DeviceDeclaration,
  { title, analogMillivolts }: Pick<Board, "title" | "analogMillivolts">,
): Fault[] {
  const parts: readonly (Part & Partial<Pick<AnalogPart, "mostMillivolts">>)[] = measuringParts(declaration);
  return parts.flatMap((part) => {
    const { role, mostMillivolts = 0 } = part;
    if (analogMillivolts === undefined || !(mostMillivolts > analogMillivolts)) return [];
    return [
      fault(
        part,
        "",
        `The part "${role}" gives its pin up to ${mostMillivolts} mV, and ${title} takes ${analogMillivolts} mV at most; put a voltage divider in front of the pin and declare what is behind it, or choose another board.`,
      ),
    ];
  });
}
