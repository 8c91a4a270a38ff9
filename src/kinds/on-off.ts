// The shared part of the kinds that are on or off.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { twoStates } from "../device/declare/actuators/states.ts";

/** Their words in Home Assistant. */
export const ON_OFF = { pl_on: "on", pl_off: "off" } as const;

/** The two states of one, as a sentence names them. */
export function eitherState(actuator: ActuatorDeclaration): string {
  return (twoStates(actuator) ?? []).join(" or ");
}
