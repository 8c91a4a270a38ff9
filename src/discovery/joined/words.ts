// Words of the parts in templates of Home Assistant, and those that Home Assistant allows.

import type { ActuatorDeclaration } from "../../device/declare/actuators/declaration.ts";
import type { SelectInputDeclaration } from "../../device/declare/actuators/select-input.ts";
import { twoStates } from "../../device/declare/actuators/states.ts";
import type { WrongOption } from "../../kinds/kind.ts";

export function hasWords(actuator: ActuatorDeclaration): actuator is SelectInputDeclaration {
  return actuator.kind === "select";
}

/** The condition of a template: what drives something does so. */
export function isRunning(actuator: ActuatorDeclaration): string {
  const [, active] = twoStates(actuator) ?? [];
  return active === undefined ? "value|float>0" : `value=='${active}'`;
}

/** A select has only words that Home Assistant has. */
export function wordFaults(
  option: string,
  actuator: ActuatorDeclaration | undefined,
  known: readonly string[],
): WrongOption[] {
  if (actuator === undefined || !hasWords(actuator)) return [];
  const strange = actuator.choices.find((word) => !known.includes(word));
  if (strange === undefined) return [];
  const sentence = `has the ${option} "${actuator.name}" with the option "${strange}"; Home Assistant's are: ${known.join(", ")}.`;
  return [{ option, sentence }];
}
