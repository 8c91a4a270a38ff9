// Bugs that a frame of bits invites: a sum without a comparison, a wrong sign, a lost edge, bits in another order, a bound that is off.
import type { PlantedBug } from "./bugs.ts";

const FRAME = "src/reading/edges.ts";
const DHT22 = "src/drivers/dht22.ts";
const ESP8266 = "src/platform/nodemcu/esp8266/pins.ts";
const MODULE = "src/platform/nodemcu/edges.ts";
const READINGS = "test/drivers/dht22.test.ts";
const NODEMCU = "test/platform/nodemcu-dht.test.ts";

export const DHT_BUGS: readonly PlantedBug[] = [
  {
    name: "the sum of a frame is not compared",
    file: FRAME,
    original: '(sum & 0xff) === frame.sum ? "" : "bad checksum"',
    planted: '""',
    tests: READINGS,
  },
  {
    name: "the sum of a frame does not wrap",
    file: FRAME,
    original: "(sum & 0xff) === frame.sum",
    planted: "sum === frame.sum",
    tests: READINGS,
  },
  {
    name: "a temperature below zero is two's complement",
    file: FRAME,
    original: "frame.temperature = 0x8000 - temperature",
    planted: "frame.temperature = temperature - 0x10000",
    tests: READINGS,
  },
  {
    name: "a temperature below zero is above it",
    file: FRAME,
    original: "frame.temperature = 0x8000 - temperature",
    planted: "frame.temperature = temperature - 0x8000",
    tests: READINGS,
  },
  {
    name: "a frame with a lost edge is read",
    file: FRAME,
    original: 'else if (bits < FRAME_BITS) frame.fault = "cut frame";\n  ',
    planted: "",
    tests: READINGS,
  },
  {
    name: "two bits without the fall between them are one",
    file: FRAME,
    original: "frame.bits === NO_FALL || gap > LONGEST_BIT_US",
    planted: "frame.bits === NO_FALL",
    tests: READINGS,
  },
  {
    name: "a short pulse is a bit",
    file: FRAME,
    original: "gap < SHORTEST_BIT_US ? MOST_BITS + 1 : frame.bits + 1",
    planted: "frame.bits + 1",
    tests: READINGS,
  },
  {
    name: "bits come the lowest first",
    file: FRAME,
    original: "((frame.sum << 1) & 0xff) | (gap > ONE_US ? 1 : 0)",
    planted: "(frame.sum >> 1) | (gap > ONE_US ? 0x80 : 0)",
    tests: READINGS,
  },
  {
    name: "a long bit is a 0",
    file: FRAME,
    original: "gap > ONE_US ? 1 : 0",
    planted: "gap > ONE_US ? 0 : 1",
    tests: READINGS,
  },
  {
    name: "a bit is told by the length of its high level alone",
    file: FRAME,
    original: "const ONE_US = 98;",
    planted: "const ONE_US = 48;",
    tests: READINGS,
  },
  {
    name: "a late interrupt makes a 0 a 1",
    file: FRAME,
    original: "const ONE_US = 98;",
    planted: "const ONE_US = 90;",
    tests: READINGS,
  },
  {
    name: "the time between two falls does not wrap",
    file: FRAME,
    original: "const gap = elapsed(at, frame.at);",
    planted: "const gap = at - frame.at;",
    tests: READINGS,
  },
  {
    name: "an old frame is the answer of a part that is silent",
    file: FRAME,
    original: "  frame.bits = NO_FALL;\n",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a fault leaves the old value",
    file: DHT22,
    original: "  setReading(part.humidity, undefined);\n",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a broken humidity sensor is dry air",
    file: DHT22,
    original: "frame.humidity < LEAST_PERCENT || ",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a part is asked again within two seconds",
    file: DHT22,
    original: "const CYCLE_MS = 2000;",
    planted: "const CYCLE_MS = 60;",
    tests: READINGS,
  },
  {
    name: "what the firmware says of the sum is ignored",
    file: MODULE,
    original: 'status === dht.ERROR_CHECKSUM ? "bad checksum" : "no answer"',
    planted: '"no answer"',
    tests: NODEMCU,
  },
  {
    name: "a float is cut off, not rounded",
    file: MODULE,
    original: "Math.floor(celsius * 10 + 0.5)",
    planted: "Math.floor(celsius * 10)",
    tests: NODEMCU,
  },
  {
    name: "high bytes of a frame are a reading",
    file: ESP8266,
    original: "percent * HIGH)",
    planted: "percent)",
    tests: NODEMCU,
  },
  {
    name: "a part that says whole numbers is taken for high bytes",
    file: ESP8266,
    original: "isHighByte(high) && isHighByte(percent)",
    planted: "isHighByte(percent)",
    tests: NODEMCU,
  },
  {
    name: "high bytes below zero are above 128",
    file: ESP8266,
    original: "(celsius < SIGN ? high : -high) * HIGH",
    planted: "celsius * HIGH",
    tests: NODEMCU,
  },
];
