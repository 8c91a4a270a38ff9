// Bugs that keepers of driven parts invite: one that is looked at once, that is told by nothing, that wrong bits of a chip hide from.
import type { PlantedBug } from "./bugs.ts";

const TELEMETRY = "src/device/run/telemetry.ts";
const START = "src/runtime/instantiate.ts";
const KEEPERS = "test/device/run/keepers.test.ts";

export const KEEPER_BUGS: readonly PlantedBug[] = [
  {
    name: "a keeper without a sensor is never asked",
    file: TELEMETRY,
    original: "(KEEPERS && part.keeps === true) ||",
    planted: "",
    tests: KEEPERS,
  },
  {
    name: "a keeper looks again when something else happens",
    file: TELEMETRY,
    original: "    if (KEEPERS && part.keeps === true) return measurePart(device, measurement, now);\n",
    planted: "",
    tests: KEEPERS,
  },
  {
    name: "a keeper is measured like a part of sensors",
    file: START,
    original: "        keepOn(part.keeper);\n",
    planted: "",
    tests: KEEPERS,
  },
];
