// A switch.
import { powerSwitch } from "../device/declare/actuators/switch.ts";
import { type Kind, mayStay } from "./kind.ts";
import { eitherState, ON_OFF } from "./on-off.ts";
import { CONFIRMED } from "./option-checks.ts";

export const SWITCH: Kind = {
  makers: [powerSwitch],
  options: CONFIRMED,
  states: eitherState,
  classes: ["outlet", "switch"],
  isNamedByClass: false,
  entity: () => ON_OFF,
  mayObeyLate: mayStay,
};
