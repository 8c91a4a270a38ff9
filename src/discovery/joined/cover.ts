// A cover to a position: a blind, a shutter or a window that a number moves.
import { commandOf, joined, stateOf } from "./joined.ts";
import { endsOf, POSITION, positionSteps, toldEnds } from "./positions.ts";
import { bound } from "./steps.ts";

export const COVER = joined({
  platform: "cover",
  ...POSITION,
  classes: ["awning", "blind", "curtain", "damper", "door", "garage", "gate", "shade", "shutter", "window"],
  faults: () => [],
  entity({ position }, options) {
    const steps = positionSteps(position);
    const { templates } = steps;
    const least = bound(position, position.leastValue);
    const most = bound(position, position.mostValue);
    const { closed, open } = endsOf({ least, most }, options);
    return {
      pos_t: stateOf(position),
      set_pos_t: commandOf(position),
      ...(templates === undefined ? {} : { pos_tpl: templates.read, set_pos_tpl: templates.written }),
      ...toldEnds(endsOf(steps, options)),
      // Open and close have no position of their own there.
      cmd_t: commandOf(position),
      pl_open: String(open),
      pl_cls: String(closed),
    };
  },
});
