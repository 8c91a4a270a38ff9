// A valve to a position: of a radiator, or of a line of water, which a number moves.
import { commandOf, joined, stateOf } from "./joined.ts";
import { endsOf, POSITION, positionSteps, toldEnds } from "./positions.ts";

export const VALVE = joined({
  platform: "valve",
  ...POSITION,
  classes: ["water", "gas"],
  faults: () => [],
  entity({ position }, options) {
    const steps = positionSteps(position);
    const { templates } = steps;
    return {
      // It opens and closes by its positions.
      pos: true,
      stat_t: stateOf(position),
      cmd_t: commandOf(position),
      ...(templates === undefined ? {} : { val_tpl: templates.read, cmd_tpl: templates.written }),
      ...toldEnds(endsOf(steps, options)),
    };
  },
});
