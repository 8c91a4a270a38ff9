// Bugs that a meter by pulses with two quantities on one output invites: the wrong one, unsteady pulses, times and counts that are too long.
import type { PlantedBug } from "./bugs.ts";

const HLW8012 = "src/drivers/hlw8012.ts";
const READINGS = "test/drivers/hlw8012.test.ts";

export const HLW8012_BUGS: readonly PlantedBug[] = [
  {
    name: "the pulses of a current are a voltage",
    file: HLW8012,
    original: "if (part.gives === VOLTAGE) setReading",
    planted: "if (part.gives === CURRENT) setReading",
    tests: READINGS,
  },
  {
    name: "a meter is named the other quantity before its pulses are read",
    file: HLW8012,
    original: "  const cf1 = elapsed(",
    planted: "  part.gives = 1 - part.gives;\n  const cf1 = elapsed(",
    tests: READINGS,
  },
  {
    name: "SEL never changes",
    file: HLW8012,
    original: "  ports.setLevel(part.sel, levelOf(part));\n",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a transistor at SEL inverts nothing",
    file: HLW8012,
    original: "part.inverted ? 1 - part.gives : part.gives",
    planted: "part.gives",
    tests: READINGS,
  },
  {
    name: "pulses behind a change of SEL count",
    file: HLW8012,
    original: "    part.cf1Count = ports.pulsesOf(part.cf1);\n",
    planted: "",
    tests: READINGS,
  },
  {
    name: "a meter does not wait until its pulses are steady",
    file: HLW8012,
    original: "SETTLE_MS = seconds(1)",
    planted: "SETTLE_MS = seconds(0)",
    tests: READINGS,
  },
  {
    name: "the time behind a change of SEL counts",
    file: HLW8012,
    original: "    part.steadyAt = ports.milliseconds();\n",
    planted: "    part.steadyAt = ports.milliseconds() - SETTLE_MS;\n",
    tests: READINGS,
  },
  {
    name: "a sample a moment after another one measures",
    file: HLW8012,
    original: "if (time < LEAST_MS) return 0;",
    planted: "if (time === 0) return 0;",
    tests: READINGS,
  },
  {
    name: "a count of power that wraps is below zero",
    file: HLW8012,
    original: "elapsed(ports.pulsesOf(part.cf), part.cfCount)",
    planted: "ports.pulsesOf(part.cf) - part.cfCount",
    tests: READINGS,
  },
  {
    name: "a day's pulses overflow",
    file: HLW8012,
    original: "count > Math.floor(MOST / ms)",
    planted: "count > MOST",
    tests: READINGS,
  },
  {
    name: "pulses are halved and their time is not",
    file: HLW8012,
    original: "    ms = Math.floor(ms / 2);\n",
    planted: "    ms = ms - 1;\n",
    tests: READINGS,
  },
  {
    name: "energy forgets the pulses while a meter settles",
    file: HLW8012,
    original: "multiplyDivide(cf, 500, part.pulsesOfHalf)",
    planted: "multiplyDivide(part.cfCount, 500, part.pulsesOfHalf)",
    tests: READINGS,
  },
];
