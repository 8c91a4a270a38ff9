// Bugs that ramps invite: a way that begins at the wrong place or anew, an end that comes late, a light that is dark at its start.
import type { PlantedBug } from "./bugs.ts";

const RAMP = "src/device/run/actuators/ramp.ts";
const RAMPS = "test/device/run/ramps.test.ts";

export const RAMP_BUGS: readonly PlantedBug[] = [
  {
    name: "a ramp begins where the one before began",
    file: RAMP,
    original: "  ramp.from = ramp.at;\n",
    planted: "  ramp.from = ramp.to;\n",
    tests: RAMPS,
  },
  {
    name: "a ramp never ends where its time is no whole number of steps",
    file: RAMP,
    original: "passed >= ramp.ms ? target : between",
    planted: "passed > ramp.ms + STEP_MS ? target : between",
    tests: RAMPS,
  },
  {
    name: "the last step comes a step late",
    file: RAMP,
    original: "Math.min(ramp.ms, (steps + 1) * STEP_MS) - passed",
    planted: "(steps + 1) * STEP_MS - passed",
    tests: RAMPS,
  },
  {
    name: "a light ramps up from darkness at its start",
    file: RAMP,
    original: "  ramp.at = value;\n",
    planted: "",
    tests: RAMPS,
  },
  {
    name: "a part is driven at each step, also to where it is",
    file: RAMP,
    original: "if (at !== ramp.at) {",
    planted: "if (at >= 0) {",
    tests: RAMPS,
  },
  {
    name: "each look begins a ramp anew",
    file: RAMP,
    original: "  ramp.to = target;\n",
    planted: "",
    tests: RAMPS,
  },
  {
    name: "a ramp goes up alone",
    file: RAMP,
    original: "from - Math.floor(((from - to) * part) / whole)",
    planted: "to",
    tests: RAMPS,
  },
  {
    name: "a colour is at its target at once",
    file: "src/device/run/actuator.ts",
    original: "ramp === undefined ? actuator.value : ramp.at",
    planted: "actuator.value",
    tests: RAMPS,
  },
];
