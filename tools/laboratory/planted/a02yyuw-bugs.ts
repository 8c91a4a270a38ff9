// Bugs that an A02YYUW invites.
import type { PlantedBug } from "./bugs.ts";

const A02YYUW = "src/drivers/a02yyuw.ts";
const DISTANCES = "test/drivers/a02yyuw.test.ts";

export const A02YYUW_BUGS: readonly PlantedBug[] = [
  {
    name: "the sum of a distance is not compared",
    file: A02YYUW,
    original: " && (sum & 255) === frame.charCodeAt(3)",
    planted: "",
    tests: DISTANCES,
  },
  {
    name: "a start byte inside of a frame begins one",
    file: A02YYUW,
    original: "millimetres <= MOST && ",
    planted: "",
    tests: DISTANCES,
  },
  {
    name: "a part that sees nothing is at 0 cm",
    file: A02YYUW,
    original: '  if (millimetres < LEAST) return "out of range";\n',
    planted: "",
    tests: DISTANCES,
  },
  {
    name: "a fault leaves the old distance",
    file: A02YYUW,
    original: "  setReading(part.distance, undefined);\n",
    planted: "",
    tests: DISTANCES,
  },
  {
    name: "old frames are a new measurement",
    file: A02YYUW,
    original: "  forgetHeard(part);\n",
    planted: "",
    tests: DISTANCES,
  },
];
