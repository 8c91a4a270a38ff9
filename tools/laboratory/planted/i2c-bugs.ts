// Bugs that registers on I2C invite: a bit of the status that is not looked at, a value in a part of a byte, a sign, a lost setting.
import type { PlantedBug } from "./bugs.ts";

const AHT20 = "src/drivers/aht20.ts";
const AIR = "test/drivers/aht20.test.ts";

export const I2C_BUGS: readonly PlantedBug[] = [
  {
    name: "the old measurement of a busy part is a reading",
    file: AHT20,
    original: '  if ((status & BUSY) !== 0) return "not ready";\n',
    planted: "",
    tests: AIR,
  },
  {
    name: "a part without calibration is never initialised",
    file: AHT20,
    original: "    writePart(part, INITIALISE);\n",
    planted: "",
    tests: AIR,
  },
  {
    name: "the halves of a shared byte are exchanged",
    file: AHT20,
    original: "(bytes.charCodeAt(3) & 15) * 65536",
    planted: "(bytes.charCodeAt(3) >> 4) * 65536",
    tests: AIR,
  },
  {
    name: "the status is outside the checksum",
    file: AHT20,
    original: "isSound(bytes, 0, CHECKSUM_AT)",
    planted: "isSound(bytes, 1, CHECKSUM_AT)",
    tests: AIR,
  },
  {
    name: "a temperature of 20 bits does not fit",
    file: AHT20,
    original: "((temperature * 625 + 16384) >> 15)",
    planted: "((temperature * 20000 + 524288) >> 20)",
    tests: AIR,
  },
];
