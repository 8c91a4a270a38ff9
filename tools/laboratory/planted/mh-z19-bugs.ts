// Bugs that an MH-Z19 invites: a sum of too much, a part that is still cold.
import type { PlantedBug } from "./bugs.ts";

const MH_Z19 = "src/drivers/mh-z19.ts";
const CO2 = "test/drivers/mh-z19.test.ts";

export const MH_Z19_BUGS: readonly PlantedBug[] = [
  {
    name: "what came before the question is its answer",
    file: MH_Z19,
    original: "  forgetHeard(part);\n",
    planted: "",
    tests: CO2,
  },
  {
    name: "the sum of an answer does not wrap",
    file: MH_Z19,
    original: "(sum & 255) === 0",
    planted: "sum === 256",
    tests: CO2,
  },
  {
    name: "the start of an answer is summed, too",
    file: MH_Z19,
    original: "for (let i = 1; i < FRAME_BYTES; i++)",
    planted: "for (let i = 0; i < FRAME_BYTES; i++)",
    tests: CO2,
  },
  {
    name: "a part that is cold has a reading",
    file: MH_Z19,
    original: '.startedAt) < part.warmUpMs) return "";',
    planted: '.startedAt) < 0) return "";',
    tests: CO2,
  },
  {
    name: "warming up begins again with each round of the clock",
    file: MH_Z19,
    original: "    part.warmUpMs = 0;\n",
    planted: "",
    tests: CO2,
  },
  {
    name: "a fault leaves the old CO2",
    file: MH_Z19,
    original: "  setReading(part.co2, undefined);\n",
    planted: "",
    tests: CO2,
  },
];
