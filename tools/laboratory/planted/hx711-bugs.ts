// Bugs that a part with a clock of its own invites: a missed sign, a clock too few, a value that is none.
import type { PlantedBug } from "./bugs.ts";

const HX711 = "src/drivers/hx711.ts";
const LINES = "src/platform/node/hx711.ts";
const READINGS = "test/drivers/hx711.test.ts";

export const HX711_BUGS: readonly PlantedBug[] = [
  {
    name: "counts below zero are above it",
    file: LINES,
    original: "counts < 2 ** (BITS - 1) ? counts : counts - 2 ** BITS",
    planted: "counts",
    tests: READINGS,
  },
  {
    name: "the 25th pulse is left out",
    file: LINES,
    original: "if (pulse() === 0) return undefined;\n  ",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a scale that is not ready is read",
    file: HX711,
    original: "ports.levelOf(part.data) === 0",
    planted: "true",
    tests: READINGS,
  },
  {
    name: "a saturated scale is a weight",
    file: HX711,
    original: " || counts <= LEAST_COUNTS",
    planted: "",
    tests: READINGS,
  },
  {
    name: "less than zero is rounded to the other side",
    file: HX711,
    original: "more < 0 ? 0 - more : more",
    planted: "more",
    tests: READINGS,
  },
  {
    name: "the scale stays awake",
    file: HX711,
    original: "  ports.setLevel(part.clock, 1);\n",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a spoiled weight is the median",
    file: "src/device/run/filters/median.ts",
    original: "if (below <= half && half < below + equal) return candidate;",
    planted: "if (below + equal === window.length) return candidate;",
    tests: READINGS,
  },
];
