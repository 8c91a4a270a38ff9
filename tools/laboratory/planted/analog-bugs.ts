// Bugs that voltages invite: a wire that came off is a value, a direction that is lost, a logarithm that is short of bits.
import type { PlantedBug } from "./bugs.ts";

const NTC = "src/drivers/ntc.ts";
const TEMPERATURES = "test/drivers/ntc.test.ts";
const ACS712 = "src/drivers/acs712.ts";
const CURRENTS = "test/drivers/acs712.test.ts";

export const ANALOG_BUGS: readonly PlantedBug[] = [
  {
    name: "a thermistor that came off is called short",
    file: NTC,
    original: 'return "open circuit"',
    planted: 'return "short circuit"',
    tests: TEMPERATURES,
  },
  {
    name: "a thermistor above its resistor warms where it cools",
    file: NTC,
    original: "part.above = given.above === true;",
    planted: "part.above = false;",
    tests: TEMPERATURES,
  },
  {
    name: "a logarithm is one bit short",
    file: NTC,
    original: "bit < 14",
    planted: "bit < 13",
    tests: TEMPERATURES,
  },
  {
    name: "the resistor does not count",
    file: NTC,
    original: " + octavesOf(part.resistor) - octavesOf(part.nominal)",
    planted: "",
    tests: TEMPERATURES,
  },
  {
    name: "no such temperature is a reading",
    file: NTC,
    original: "sum * 10 > beta * 14 || ",
    planted: "",
    tests: TEMPERATURES,
  },
  {
    name: "a current the other way round is none",
    file: ACS712,
    original: "tenths > MOST_MV * 10 || tenths < 0 - MOST_MV * 10",
    planted: "tenths > MOST_MV * 10 || tenths < 0",
    tests: CURRENTS,
  },
  {
    name: "an input without a part has a current",
    file: ACS712,
    original: " || tenths < 0 - MOST_MV * 10",
    planted: "",
    tests: CURRENTS,
  },
  {
    name: "a divider does not count",
    file: ACS712,
    original: "steadyTenthsOf(part) * (upper + lower)",
    planted: "steadyTenthsOf(part) * lower",
    tests: CURRENTS,
  },
  {
    name: "one look is as good as sixteen",
    file: "src/drivers/analog-part.ts",
    original:
      "  for (let look = 0; look < LOOKS; look++) counts += (part.ports as Analog).readAnalog(part.pin);\n",
    planted: "  counts = (part.ports as Analog).readAnalog(part.pin) * LOOKS;\n",
    tests: CURRENTS,
  },
];
