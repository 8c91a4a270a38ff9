// Bugs that sums over time and states as readings invite: time that is lost or counted twice, and another actuator's state.
import type { PlantedBug } from "./bugs.ts";

const INTEGRAL = "src/device/run/integral.ts";
const OF_INTEGRAL = "test/device/run/integral.test.ts";

export const DERIVATION_BUGS: readonly PlantedBug[] = [
  {
    name: "an integral forgets what a division leaves",
    file: INTEGRAL,
    original: "part.rest = wide - carried * divisor;",
    planted: "part.rest = 0;",
    tests: OF_INTEGRAL,
  },
  {
    name: "an integral adds up time without a reading",
    file: INTEGRAL,
    original: "    part.until = now;\n",
    planted: "    if (part.until === 0) part.until = now;\n",
    tests: OF_INTEGRAL,
  },
  {
    name: "an integral takes the newer reading for all the time",
    file: INTEGRAL,
    original: "(part.watched ? part.before : value)",
    planted: "(part.watched ? part.before : 2 * value - part.before)",
    tests: OF_INTEGRAL,
  },
  {
    name: "an integral loses the milliseconds behind a second",
    file: INTEGRAL,
    original: "part.until = later(part.until, ticks * part.tickMs);",
    planted: "part.until = now;",
    tests: OF_INTEGRAL,
  },
  {
    name: "an integral counts the time before a contact closed",
    file: INTEGRAL,
    original: "(part.watched ? part.before : value)",
    planted: "value",
    tests: OF_INTEGRAL,
  },
  {
    name: "a state is the one of the last actuator",
    file: "src/device/declare/state-of.ts",
    original: "if (own.stateOf === actuator.declaration)",
    planted: "if (own.stateOf !== undefined)",
    tests: "test/device/declare/state-of.test.ts",
  },
];
