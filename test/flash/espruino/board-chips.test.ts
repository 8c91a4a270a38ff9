// Every Espruino board of the package has its chip in the uploader's table.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { BOARD_CHIPS } from "../../../tools/flash/espruino/identify.ts";

test("an image for any Espruino board of the package is compared with the chip that is connected", () => {
  const names = readdirSync(new URL("../../../boards", import.meta.url))
    .filter((name) => name.endsWith("-espruino.ts"))
    .map((name) => name.replace(".ts", ""));
  expect(Object.keys(BOARD_CHIPS).sort()).toEqual(names.sort());
});
