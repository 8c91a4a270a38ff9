// A siren.
import { siren } from "../device/declare/actuators/siren.ts";
import { type Kind, never } from "./kind.ts";
import { eitherState, ON_OFF } from "./on-off.ts";
import { POLICY_OPTIONS } from "./option-checks.ts";

export const SIREN: Kind = {
  makers: [siren],
  options: POLICY_OPTIONS,
  states: eitherState,
  classes: [],
  isNamedByClass: false,
  // Without the template Home Assistant sends JSON.
  entity: () => ({ ...ON_OFF, cmd_tpl: "{{ value }}", sup_dur: false, sup_vol: false }),
  mayObeyLate: never,
};
