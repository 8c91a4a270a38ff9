// The numbers of NodeMCU's Lua 5.3, whole ones and floats of 32 bits: the hosted chip beside the firmware's
// own Lua where it is found.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { luacCross } from "../../../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { LUAC_CROSS_53, needs } from "../../../needs.ts";
import { lab } from "./lab.ts";

/** What is worked out while the program runs (`n` gives back its argument), or by the compiler; and the answer. */
const ANSWERS: readonly [string, string][] = [
  ["n(2147483647) + 1", "-2147483648"],
  ["2147483647 + 1", "-2147483648"],
  ["n(-2147483647) - 2", "2147483647"],
  ["n(106322) * 98765", "1910957738"],
  ["106322 * 98765", "1910957738"],
  ["n(1) << 31", "-2147483648"],
  ["n(1) << 32", "0"],
  ["n(-1) >> 28", "15"],
  ["-1 >> 28", "15"],
  ["n(-8) >> 0", "-8"],
  ["-n(-2147483647 - 1)", "-2147483648"],
  ["n(-2147483647 - 1) // -1", "-2147483648"],
  ["n(-2147483647 - 1) % -1", "0"],
  ["n(-7) // 2", "-4"],
  ["0xffffffff", "-1"],
  ["2147483648", "2.147484e+09"],
  ["-2147483648", "-2.147484e+09"],
  ["n(16777217) + 0.0", "1.677722e+07"],
  ["math.floor(n(90) * 0.7)", "63"],
  ["math.floor(90 * 0.7)", "63"],
  ["n(1) / 3", "0.3333333"],
  ["n(1e38) * 10", "inf"],
  ["1e38 * 10", "inf"],
  ["math.floor(3e9)", "3e+09"],
  ["math.maxinteger", "2147483647"],
  ["math.mininteger", "-2147483648"],
  ["math.tointeger(n(2.0) ^ 31)", "nil"],
  ["n('2147483648') + 0", "2.147484e+09"],
];
const NAMED = "local function n(value) return value end\n";

test.each(ANSWERS)("an ESP32 works out %s as %s", (expression, answer) => {
  expect(lab("esp32").run(`${NAMED}return tostring(${expression})`)).toBe(answer);
});

test("the firmware's own Lua 5.3 works out the same", needs(LUAC_CROSS_53), () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  const file = join(folder, "numbers.lua");
  writeFileSync(file, NAMED + ANSWERS.map(([expression]) => `print(tostring(${expression}))\n`).join(""));
  const { path = "" } = luacCross().find(({ version }) => version === "5.3") ?? {};
  const { stdout } = spawnSync(path, ["-e", file], { encoding: "latin1" });
  rmSync(folder, { recursive: true });
  expect(stdout.trim().split(/\r?\n/)).toEqual(ANSWERS.map(([, answer]) => answer));
});
