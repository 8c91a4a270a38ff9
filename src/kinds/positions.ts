// Faults of the positions of a lock or a valve.
import { isWhole } from "../arguments/bounds.ts";
import type { WrongOption } from "../arguments/given.ts";
import type { PositionedDeclaration } from "../device/declare/actuators/positions.ts";
import { twoStates } from "../device/declare/actuators/states.ts";

export function positionFaults(actuator: PositionedDeclaration): WrongOption[] {
  const { part, restDrive, activeDrive } = actuator;
  const { least = 0 } = part;
  const states = twoStates(actuator) ?? [];
  return [restDrive, activeDrive].flatMap((position, i) => {
    const sentence = `has the position ${position}; its part takes whole numbers from ${least} to ${part.most}.`;
    const isWithin = isWhole(position, least, Math.max(1, part.most));
    return isWithin ? [] : [{ option: `positions.${states[i]}`, sentence }];
  });
}
