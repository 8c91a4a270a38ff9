// A valve.
import type { PositionedDeclaration } from "../device/declare/actuators/positions.ts";
import { valve } from "../device/declare/actuators/valve.ts";
import { type Kind, never } from "./kind.ts";
import { eitherState } from "./on-off.ts";
import { CONFIRMED, isRecordOf } from "./option-checks.ts";
import { positionFaults } from "./positions.ts";

export const VALVE: Kind<PositionedDeclaration> = {
  makers: [valve],
  options: { ...CONFIRMED, positions: isRecordOf },
  faults: positionFaults,
  states: eitherState,
  classes: ["water", "gas"],
  isNamedByClass: false,
  // Its states are Home Assistant's own words: open, opening, closed, closing.
  entity: () => ({ pl_open: "open", pl_cls: "close" }),
  mayObeyLate: never,
};
