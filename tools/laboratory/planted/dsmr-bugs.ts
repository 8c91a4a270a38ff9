// Bugs that the telegrams of a smart meter invite.
import type { PlantedBug } from "./bugs.ts";

const DSMR = "src/drivers/dsmr.ts";
const TELEGRAMS = "test/drivers/dsmr.test.ts";

export const DSMR_BUGS: readonly PlantedBug[] = [
  {
    name: "the checksum of a telegram is not compared",
    file: DSMR,
    original: "crc16(checked, 0) !== readHex(heard, end + END.length)",
    planted: "crc16(checked, 0) < 0",
    tests: TELEGRAMS,
  },
  {
    name: "half a telegram is believed",
    file: DSMR,
    original: "heard.length - END.length - 4)",
    planted: "heard.length)",
    tests: TELEGRAMS,
  },
  {
    name: "the oldest of two telegrams is read",
    file: DSMR,
    original: "    found = at;\n    at = text.indexOf(sought, at + 1);",
    planted: "    found = at;\n    at = -1;",
    tests: TELEGRAMS,
  },
  {
    name: "a telegram of before is the answer of a meter that is silent",
    file: DSMR,
    original: "  forgetHeard(part);\n",
    planted: "",
    tests: TELEGRAMS,
  },
];
