// Bugs that a stepper motor invites: a wrong direction, steps too fast, a coil that stays on.
import type { PlantedBug } from "./bugs.ts";

const STEPPER = "src/drivers/stepper.ts";
const STEPS = "test/drivers/stepper.test.ts";

export const STEPPER_BUGS: readonly PlantedBug[] = [
  {
    name: "a motor turns the wrong way",
    file: STEPPER,
    original: "[8, 12, 4, 6, 2, 3, 1, 9]",
    planted: "[9, 1, 3, 2, 6, 4, 12, 8]",
    tests: STEPS,
  },
  {
    name: "a motor is driven faster than its rate",
    file: STEPPER,
    original: "Math.floor((steps + 999) / steps)",
    planted: "Math.floor(1000 / steps)",
    tests: STEPS,
  },
  {
    name: "coils stay on at rest",
    file: STEPPER,
    original: "part.isMoving ? PHASES[part.at & 7] : OFF",
    planted: "PHASES[part.at & 7]",
    tests: STEPS,
  },
  {
    name: "a command on the way makes steps of two timers",
    file: STEPPER,
    original: "if (part.isMoving || value === part.at) return;",
    planted: "if (value === part.at) return;",
    tests: STEPS,
  },
  {
    name: "a motor begins by its second step",
    file: STEPPER,
    original: "  switchCoils(part, PHASES[part.at & 7]);\n  (part",
    planted: "  (part",
    tests: STEPS,
  },
  {
    name: "a motor goes home at start",
    file: STEPPER,
    original: "  part.at = value;\n  part.target = value;\n",
    planted: "  part.target = value;\n",
    tests: STEPS,
  },
  {
    name: "a motor knows no way back",
    file: STEPPER,
    original: "at < target ? at + 1 : at - 1",
    planted: "at + 1",
    tests: STEPS,
  },
];
