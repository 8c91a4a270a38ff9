// Counts are counts: measured again they are the same.
import { expect, test } from "vitest";
import { emptyVars, standInVars, steadily } from "../../tools/laboratory/bench/espruino/meter.ts";
import { CHIPS, engineName, luaCommand } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import type { Section } from "../../tools/laboratory/bench/section.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { ESPRUINO, needs } from "../needs.ts";

const PATIENT_MS = 300_000;
const binaries = espruinoBinaries();

async function twice(section: Section) {
  const skip = (reason: string) => {
    throw new Error(reason);
  };
  return [await section.measure(skip, {}), await section.measure(skip, {})];
}

test(
  "a command repeats its instructions in a second run",
  async () => {
    const [first = [], second] = await twice(luaCommand);
    expect(second).toEqual(first);
    expect(first.map(({ engine }) => engine)).toEqual(CHIPS.map(engineName));
    expect(first.every(({ ours }) => ours > 0)).toBe(true);
  },
  PATIENT_MS,
);

test("stand-ins take the same JsVars of a real Espruino in two runs", needs(ESPRUINO), async () => {
  for (const binary of binaries) {
    // The Linux build crashes now and then, also with nothing to do.
    const count = () => steadily(async () => [await emptyVars(binary), await standInVars(binary)]);
    const first = await count();
    expect(await count()).toEqual(first);
  }
});
