// A button.
import type { WrongOption } from "../arguments/given.ts";
import { button } from "../device/declare/actuators/button.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { type Kind, never } from "./kind.ts";
import { isNumber, RESTING, SHOWN } from "./option-checks.ts";

export const BUTTON: Kind = {
  makers: [button],
  options: { ...SHOWN, ...RESTING, pulse: isNumber },
  longestTime: () => ({ option: "pulse", shown: "pulse" }),
  faults,
  states: () => "press",
  classes: ["identify", "restart", "update"],
  isNamedByClass: true,
  entity: () => ({ pl_prs: "press" }),
  mayObeyLate: never,
};

function faults({ maximumOn }: ActuatorDeclaration): WrongOption[] {
  if (maximumOn !== 0) return [];
  return [{ option: "pulse", sentence: "has a pulse of 0 ms; its part would never be off again." }];
}
