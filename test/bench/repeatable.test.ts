// Counts are counts: measured again they are the same.
import { expect, test } from "vitest";
import { emptyVars, standInVars, steadily } from "../../tools/laboratory/bench/espruino/meter.ts";
import { luaHeld } from "../../tools/laboratory/bench/lua/held.ts";
import { luaOperations } from "../../tools/laboratory/bench/operations/lua.ts";
import { OPERATIONS } from "../../tools/laboratory/bench/operations/operations.ts";
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
  "an operation repeats its bytes and instructions in a second run",
  async () => {
    const [first = [], second] = await twice(luaOperations);
    expect(second).toEqual(first);
    expect(first).toHaveLength(2 * 2 * OPERATIONS.length);
    expect(first.every(({ ours }) => ours > 0)).toBe(true);
  },
  PATIENT_MS,
);

test(
  "the connected device holds the same heap in two runs",
  async () => {
    const [first = [], second] = await twice(luaHeld);
    expect(second).toEqual(first);
    expect(first.map(({ engine }) => engine)).toEqual(["Lua 5.3, 32-bit", "Lua 5.1, 32-bit"]);
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
