// Bugs that SPI invites: a wrong sign, a fault that is missed, a part that stays selected, bits that are moved.
import type { PlantedBug } from "./bugs.ts";

const MAX31855 = "src/drivers/max31855.ts";
const HC595 = "src/drivers/hc595.ts";
const OUTPUTS = "test/drivers/hc595.test.ts";
const PORTS = "src/platform/node/wired-ports.ts";
const FRAMES = "test/drivers/max31855.test.ts";
const DEVICES = "test/platform/node-spi.test.ts";

export const SPI_BUGS: readonly PlantedBug[] = [
  {
    name: "a thermocouple below zero is hot",
    file: MAX31855,
    original: "(upper >= 0x8000 ? 0x4000 : 0)",
    planted: "0",
    tests: FRAMES,
  },
  {
    name: "a chip below zero is hot",
    file: MAX31855,
    original: "(lower >= 0x8000 ? 0x1000 : 0)",
    planted: "0",
    tests: FRAMES,
  },
  {
    name: "a thermocouple that is not there has a temperature",
    file: MAX31855,
    original: '  if ((lower & OPEN) !== 0) return "open circuit";\n',
    planted: "",
    tests: FRAMES,
  },
  {
    name: "a thermocouple at ground has a temperature",
    file: MAX31855,
    original: '  if ((lower & SHORT_TO_GROUND) !== 0) return "short to ground";\n',
    planted: "",
    tests: FRAMES,
  },
  {
    name: "a thermocouple at the supply is at ground",
    file: MAX31855,
    original: "const SHORT_TO_SUPPLY = 4;",
    planted: "const SHORT_TO_SUPPLY = 2;",
    tests: FRAMES,
  },
  {
    name: "a part without power is at 0 °C",
    file: MAX31855,
    original: "(upper === 0 || upper === 0xffff)",
    planted: "upper === 0xffff",
    tests: FRAMES,
  },
  {
    name: "bits that a clock edge has moved are a reading",
    file: MAX31855,
    original: "(lower & RESERVED_LOW) !== 0",
    planted: "false",
    tests: FRAMES,
  },
  {
    name: "the temperature is read one bit too far",
    file: MAX31855,
    original: "(upper >> 2)",
    planted: "(upper >> 1)",
    tests: FRAMES,
  },
  {
    name: "a part is read before it has measured",
    file: MAX31855,
    original: "return CONVERT_MS;",
    planted: "return 50;",
    tests: FRAMES,
  },
  {
    name: "the chip at the far end gets the first byte's outputs",
    file: HC595,
    original: "String.fromCharCode(outputs) + bytes",
    planted: "bytes + String.fromCharCode(outputs)",
    tests: OUTPUTS,
  },
  {
    name: "an output takes its neighbours with it",
    file: HC595,
    original: "& (255 - bit)",
    planted: "& 0",
    tests: OUTPUTS,
  },
  {
    name: "an output stays on",
    file: HC595,
    original: "others | bit : others",
    planted: "others | bit : levels[chip]",
    tests: OUTPUTS,
  },
  {
    name: "outputs come to their first levels one by one",
    file: HC595,
    original: "  if (of.ready < of.made) return;\n",
    planted: "",
    tests: OUTPUTS,
  },
  {
    name: "an output that is on at low rests low",
    file: HC595,
    original: "(value !== 0) === (onLevel === 1)",
    planted: "value !== 0",
    tests: OUTPUTS,
  },
  {
    name: "a part stays selected",
    file: PORTS,
    original: "    const read = circuit.exchanged(bytes);\n    circuit.written(cs, 1);\n",
    planted: "    const read = circuit.exchanged(bytes);\n",
    tests: DEVICES,
  },
  {
    name: "a part is selected from the start",
    file: PORTS,
    original: "    this.wires.setUpSpi(cs);\n    this.world.circuit.written(cs, 1);\n",
    planted: "    this.wires.setUpSpi(cs);\n    this.world.circuit.written(cs, 0);\n",
    tests: DEVICES,
  },
];
