// Bugs that registers on I2C invite: a bit of the status that is not looked at, a value in a part of a byte, a sign, a lost setting.
import type { PlantedBug } from "./bugs.ts";

const AHT20 = "src/drivers/aht20.ts";
const AIR = "test/drivers/aht20.test.ts";
const INA219 = "src/drivers/ina219.ts";
const LOAD = "test/drivers/ina219.test.ts";
const FAULTS = "tools/image/bus-faults.ts";
const WIRING = "test/image/wiring.test.ts";

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
    name: "a current the other way round is great",
    file: INA219,
    original: "word < 32768 ? word : word - 65536",
    planted: "word",
    tests: LOAD,
  },
  {
    name: "the end of a range is a current",
    file: INA219,
    original: "counts >= MOST_COUNTS",
    planted: "counts > MOST_COUNTS",
    tests: LOAD,
  },
  {
    name: "a conversion that goes on is a reading",
    file: INA219,
    original: '  if ((status & READY) === 0) return "not ready";\n',
    planted: "",
    tests: LOAD,
  },
  {
    name: "a part is set up once",
    file: INA219,
    original: "startedBy(part, CONFIGURATION + uint16(MEASURE), MEASURE_MS)",
    planted:
      "part.voltage.value === undefined ? startedBy(part, CONFIGURATION + uint16(MEASURE), MEASURE_MS) : MEASURE_MS",
    tests: LOAD,
  },
  {
    name: "the flags of a voltage are a part of it",
    file: INA219,
    original: "(readUint16(bus, 0) >> 3) * 4",
    planted: "readUint16(bus, 0) >> 1",
    tests: LOAD,
  },
  {
    name: "power below zero is above it",
    file: INA219,
    original: "amperes * millivolts + Math",
    planted: "Math.abs(amperes) * millivolts + Math",
    tests: LOAD,
  },
  {
    name: "a part on the second bus is asked on the first",
    file: "src/drivers/i2c-part.ts",
    original: "  if (I2C_BUSES > 1) part.busAddress = addressOn(pins, part.busAddress);\n",
    planted: "",
    tests: "test/sim/fit-parts.test.ts",
  },
  {
    name: "a machine has one bus",
    file: "src/platform/linux/bus.ts",
    original: "buses[Math.floor(address / NEXT_BUS)]",
    planted: "buses[0]",
    tests: "test/platform/linux/hardware.test.ts",
  },
  {
    name: "a board has a bus for each role",
    file: FAULTS,
    original: ".filter((one) => !had.some(isWith(one)))",
    planted: ".filter(() => false)",
    tests: WIRING,
  },
  {
    name: "a bus has the speed of its last role",
    file: FAULTS,
    original: "if (other === undefined || other.hertz === hertz) return [];",
    planted: "if (other === undefined || hertz > 0) return [];",
    tests: WIRING,
  },
];
