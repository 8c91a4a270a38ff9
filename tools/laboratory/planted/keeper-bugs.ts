// Bugs that keepers of driven parts invite: one that looks once, and a chip whose registers are not as they were left.
import type { PlantedBug } from "./bugs.ts";

const TELEMETRY = "src/device/run/telemetry.ts";
const START = "src/runtime/instantiate.ts";
const PCA9685 = "src/drivers/pca9685.ts";
const KEEPERS = "test/device/run/keepers.test.ts";
const OUTPUTS = "test/drivers/pca9685.test.ts";

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
  {
    name: "the prescaler is cut, not rounded",
    file: PCA9685,
    original: "(25000000 + (STEPS >> 1) * hertz)",
    planted: "25000000",
    tests: OUTPUTS,
  },
  {
    name: "the prescaler is written awake",
    file: PCA9685,
    original: "    writePart(part, MODE1 + SLEEPING) &&\n",
    planted: "",
    tests: OUTPUTS,
  },
  {
    name: "a board that was running sleeps on",
    file: PCA9685,
    original: "writePart(part, MODE1 + AWAKE)",
    planted: "true",
    tests: OUTPUTS,
  },
  {
    name: "what is full on is off for a step",
    file: PCA9685,
    original: "else if (steps === STEPS)",
    planted: "else if (steps > STEPS)",
    tests: OUTPUTS,
  },
  {
    name: "what is off runs from step 0 to step 0",
    file: PCA9685,
    original: "if (steps === 0)",
    planted: "if (steps < 0)",
    tests: OUTPUTS,
  },
  {
    name: "outputs get their first levels one by one",
    file: PCA9685,
    original: "  if (of.ready < of.made) return;\n",
    planted: "",
    tests: OUTPUTS,
  },
  {
    name: "a board keeps the defaults of its power cut",
    file: PCA9685,
    original: "    setUpBoard(part);\n    mode =",
    planted: "    mode =",
    tests: OUTPUTS,
  },
  {
    name: "any part that answers is the board",
    file: PCA9685,
    original: 'isSetUp(mode) ? "" : "not a PCA9685"',
    planted: '""',
    tests: OUTPUTS,
  },
  {
    name: "outputs show what they were before a start",
    file: PCA9685,
    original: "    writeOutputs(part) &&\n",
    planted: "",
    tests: OUTPUTS,
  },
  {
    name: "a value that did not reach the board is forgotten",
    file: PCA9685,
    original:
      "if (!writePart(of, outputs(of, part.output, 1)) && of.condition === CURRENT) of.condition = OUTDATED;",
    planted: "writePart(of, outputs(of, part.output, 1));",
    tests: OUTPUTS,
  },
  {
    name: "all outputs of a board pause for a lost value of one",
    file: PCA9685,
    original: "of.condition = OUTDATED;",
    planted: "of.condition = UNPREPARED;",
    tests: OUTPUTS,
  },
  {
    name: "half a set-up of a board is one",
    file: PCA9685,
    original: "writeOutputs(part) ? CURRENT : OUTDATED",
    planted: "writeOutputs(part) ? CURRENT : CURRENT",
    tests: OUTPUTS,
  },
  {
    name: "the next output gets the value",
    file: PCA9685,
    original: "LED0 + 4 * first",
    planted: "LED0 + 4 * first + 4",
    tests: OUTPUTS,
  },
  {
    name: "an output of a board that is on at low rests low",
    file: PCA9685,
    original: "activeLow ? STEPS - steps : steps",
    planted: "steps",
    tests: OUTPUTS,
  },
];
